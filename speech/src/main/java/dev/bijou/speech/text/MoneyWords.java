package dev.bijou.speech.text;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How amounts of money are said.
final class MoneyWords {
  /// The scale of a number; one group.
  static final String SCALE =
      "(hundred|thousand|million|billion|trillion|lakhs?|crores?|[kKmMbBtT]|bn|mn|tn)";

  /// A sign or code before an amount.
  static final String BEFORE =
      "(?:(?:US|C|CA|A|AU|NZ|HK|S)\\$|[$£€¥₹₩₽₺₫₱₦₪฿₴]|Rs\\.?|(?:USD|EUR|GBP|JPY|INR|CNY|RMB|KRW|CHF|CAD|AUD|NZD|HKD|SGD|SEK|NOK|DKK|RUB)(?= ?\\d))";

  /// A sign or code after an amount.
  static final String AFTER =
      "(?:[€£¥₹₩₽₺₫₱₦₪฿₴]|USD|EUR|GBP|JPY|INR|CNY|RMB|KRW|CHF|CAD|AUD|NZD|HKD|SGD|SEK|NOK|DKK|RUB)";

  private static final Map<String, String> SCALES =
      Map.ofEntries(
          Map.entry("k", "thousand"),
          Map.entry("K", "thousand"),
          Map.entry("m", "million"),
          Map.entry("M", "million"),
          Map.entry("mn", "million"),
          Map.entry("b", "billion"),
          Map.entry("B", "billion"),
          Map.entry("bn", "billion"),
          Map.entry("t", "trillion"),
          Map.entry("T", "trillion"),
          Map.entry("tn", "trillion"));

  /// @param one of it
  /// @param many of it
  /// @param part its hundredth
  /// @param parts its hundredths
  private record Currency(String one, String many, String part, String parts) {}

  private static final Map<String, Currency> CURRENCIES = currencies();

  private MoneyWords() {}

  private static Map<String, Currency> currencies() {
    Map<String, Currency> currencies = new HashMap<>();
    String[] entries = {
      "$|dollar|dollars|cent|cents",
      "£ GBP|pound|pounds|penny|pence",
      "€ EUR|euro|euros|cent|cents",
      "¥ JPY|yen|yen|sen|sen",
      "₹ INR Rs|rupee|rupees|paisa|paise",
      "₩ KRW|won|won|jeon|jeon",
      "CNY RMB|yuan|yuan|fen|fen",
      "₽ RUB|ruble|rubles|kopek|kopeks",
      "₺|lira|lira|kurus|kurus",
      "₫|dong|dong|xu|xu",
      "₱|peso|pesos|centavo|centavos",
      "₦|naira|naira|kobo|kobo",
      "₪|shekel|shekels|agora|agorot",
      "฿|baht|baht|satang|satang",
      "₴|hryvnia|hryvnias|kopiyka|kopiykas",
      "CHF|swiss franc|swiss francs|rappen|rappen",
      "SEK|swedish krona|swedish kronor|ore|ore",
      "NOK|norwegian krone|norwegian kroner|ore|ore",
      "DKK|danish krone|danish kroner|ore|ore",
      "USD US$|U S dollar|U S dollars|cent|cents",
      "CAD C$ CA$|canadian dollar|canadian dollars|cent|cents",
      "AUD A$ AU$|australian dollar|australian dollars|cent|cents",
      "NZD NZ$|new zealand dollar|new zealand dollars|cent|cents",
      "HKD HK$|hong kong dollar|hong kong dollars|cent|cents",
      "SGD S$|singapore dollar|singapore dollars|cent|cents"
    };
    for (String entry : entries) {
      String[] parts = entry.split("\\|");
      for (String symbol : parts[0].split(" ")) {
        currencies.put(symbol, new Currency(parts[1], parts[2], parts[3], parts[4]));
      }
    }
    return Map.copyOf(currencies);
  }

  /// The scale in full: `million` for `mn`.
  static String scale(String scale) {
    return SCALES.getOrDefault(scale, scale);
  }

  /// Says an amount in digits, with its scale if it has one: `3.50` → three dollars fifty cents.
  static void say(String symbol, String amount, @Nullable String scale, Script script) {
    Currency currency = CURRENCIES.get(symbol.replace(".", ""));
    if (currency == null) {
      throw new IllegalArgumentException(symbol + " is no currency");
    }
    int point = amount.indexOf('.');
    String whole = point < 0 ? amount : amount.substring(0, point);
    // Beyond hundredths only what is not zero: $2.000 is two dollars
    String parts = point < 0 ? "" : amount.substring(point + 1).replaceFirst("(?<=..)0+$", "");
    if (scale != null) {
      script.say(NumberWords.scaled(amount, scale(scale)) + " " + currency.many);
    } else if (parts.length() > 2) {
      String zeroless = whole.equals("0") ? "" : whole;
      script.say(NumberWords.decimal(zeroless + "." + parts) + " " + currency.many);
    } else {
      int hundredths =
          parts.isEmpty() ? 0 : Integer.parseInt(parts) * (parts.length() == 1 ? 10 : 1);
      boolean some = !whole.isEmpty() && !whole.equals("0");
      if (some || hundredths == 0) {
        script.say(NumberWords.cardinal(whole.isEmpty() ? "0" : whole));
        script.say(whole.equals("1") ? currency.one : currency.many);
      }
      if (hundredths > 0) {
        script.say(NumberWords.cardinal(hundredths));
        script.say(hundredths == 1 ? currency.part : currency.parts);
      }
    }
  }
}

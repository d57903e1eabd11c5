package dev.bijou.speech.text;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How amounts of money are said.
final class MoneyWords {
  /// The scale of a number; one group.
  static final String SCALE = "(hundred|thousand|million|billion|trillion|[kKmMB]|bn|mn)";

  private static final Map<String, String> SCALES =
      Map.of(
          "k",
          "thousand",
          "K",
          "thousand",
          "m",
          "million",
          "M",
          "million",
          "mn",
          "million",
          "B",
          "billion",
          "bn",
          "billion");

  /// Name of one, of several, of one hundredth, of several hundredths.
  private static final Map<String, String[]> CURRENCIES =
      Map.of(
          "$", new String[] {"dollar", "dollars", "cent", "cents"},
          "£", new String[] {"pound", "pounds", "penny", "pence"},
          "€", new String[] {"euro", "euros", "cent", "cents"},
          "¥", new String[] {"yen", "yen", "sen", "sen"},
          "₹", new String[] {"rupee", "rupees", "paisa", "paise"});

  private MoneyWords() {}

  /// The scale in full: `million` for `mn`.
  static String scale(String scale) {
    return SCALES.getOrDefault(scale, scale);
  }

  /// Says an amount in digits, with its scale if it has one.
  static void say(String currency, String amount, @Nullable String scale, Script script) {
    String[] names = CURRENCIES.get(currency);
    if (names == null) {
      throw new IllegalArgumentException(currency + " is no currency");
    }
    int point = amount.indexOf('.');
    String whole = point < 0 ? amount : amount.substring(0, point);
    String parts = point < 0 ? "" : amount.substring(point + 1);
    if (scale != null) {
      script.say(NumberWords.decimal(amount) + " " + scale(scale) + " " + names[1]);
    } else if (parts.length() > 2) {
      script.say(NumberWords.decimal(amount) + " " + names[1]);
    } else {
      int hundredths =
          parts.isEmpty() ? 0 : Integer.parseInt(parts) * (parts.length() == 1 ? 10 : 1);
      boolean some = !whole.isEmpty() && !whole.equals("0");
      if (some || hundredths == 0) {
        script.say(NumberWords.cardinal(whole.isEmpty() ? "0" : whole));
        script.say(names[whole.equals("1") ? 0 : 1]);
      }
      if (hundredths > 0) {
        script.say(some ? "and" : "");
        script.say(NumberWords.cardinal(hundredths) + " " + names[hundredths == 1 ? 2 : 3]);
      }
    }
  }
}

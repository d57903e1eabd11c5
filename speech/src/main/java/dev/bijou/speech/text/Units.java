package dev.bijou.speech.text;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Units of measurement that follow a number: metric ones from prefixes and bases, others by name, all with powers and
/// with *per*.
final class Units {
  /// What a unit may look like; whether it is one, [#find] tells.
  static final String SYMBOL =
      "(?:(?:sq|cu|fl)\\.? )?(?:[°º](?: ?[CFK]\\b)?|[%‰¢]|[A-Za-zµΩ]{1,8})(?:\\^?[23²³](?!\\d))?";

  /// @param one of it
  /// @param many of it
  record Unit(String one, String many) {}

  /// From the most to the least likely, where a symbol's case is not the proper one.
  private static final String[] PREFIXES = {
    "k kilo", "M mega", "G giga", "m milli", "c centi", "T tera", "µ micro", "n nano", "d deci",
    "h hecto", "p pico"
  };

  private static final String[] BASES = {
    "m meter",
    "g gram",
    "s second",
    "l liter",
    "L liter",
    "W watt",
    "Wh watt~hour",
    "V volt",
    "J joule",
    "Pa pascal",
    "Hz hertz",
    "eV electronvolt",
    "Ω ohm",
    "mol mole",
    "cal calorie"
  };

  /// Bases that are not divided, and no symbols by themselves or listed below.
  private static final String[] COUNTS = {"B byte", "bit bit", "bps bit~per~second"};

  private static final String LARGER = "kMGT";

  /// Bases that are no symbols by themselves, since a letter after a number is rarely one.
  private static final String[] PREFIXED = {
    "A ampere", "F farad", "N newton", "t ton", "Sv sievert"
  };

  private static final String[] OTHERS = {
    "mi mile",
    "yd yard",
    "in. inch",
    "ft foot",
    "lb pound",
    "lbs pound",
    "oz ounce",
    "gal gallon",
    "qt quart",
    "pt pint",
    "pts point",
    "cup cup",
    "tbsp tablespoon",
    "tsp teaspoon",
    "sec second",
    "min minute",
    "mins minute",
    "h hour",
    "hr hour",
    "hrs hour",
    "wk week",
    "wks week",
    "yr year",
    "yrs year",
    "mo month",
    "mos month",
    "ac acre",
    "ha hectare",
    "px pixel",
    "¢ cent",
    "° degree",
    "º degree",
    "dB decibel",
    "hp horsepower",
    "rad radian",
    "atm atmosphere",
    "amu atomic~mass~unit",
    "cwt hundredweight",
    "kn knot",
    "% percent",
    "‰ per~mille",
    "°C degree~celsius",
    "°F degree~fahrenheit",
    "°K degree~kelvin",
    "mph mile~per~hour",
    "kph kilometer~per~hour",
    "mpg mile~per~gallon",
    "fps frame~per~second",
    "rpm revolution~per~minute",
    "bit bit",
    "bps bit~per~second",
    "bpm beat~per~minute",
    "dpi dot~per~inch",
    "psi pound~per~square~inch",
    "cc C~C"
  };

  /// What stands alone after *per*, as in `$5/d`.
  private static final String[] AFTER_PER = {
    "d day",
    "y year",
    "in inch",
    "person person",
    "capita capita",
    "night night",
    "day day",
    "week week",
    "month month",
    "year year",
    "hour hour",
    "minute minute",
    "second second",
    "mile mile",
    "head head",
    "unit unit",
    "share share"
  };

  /// Symbols of two letters that are known in any case.
  private static final Set<String> LOOSE =
      Set.of(
          "kg", "km", "cm", "mm", "mg", "ml", "lb", "oz", "ft", "kb", "mb", "gb", "tb", "kw", "mw",
          "gw", "hz", "db", "yr", "hr", "pa");

  private static final Set<String> DOTTED =
      Set.of(
          "in.", "lb", "lbs", "oz", "ft", "mi", "yd", "gal", "qt", "pt", "pts", "tbsp", "tsp",
          "sec", "min", "hr", "hrs", "yr", "yrs", "mo", "mos", "wk", "wks");

  private static final Set<String> UNCHANGED =
      Set.of("hertz", "percent", "per mille", "horsepower", "hundredweight", "C C", "capita");

  private static final Map<String, Unit> UNITS = new HashMap<>();
  private static final Map<String, Unit> LOOSELY = new HashMap<>();
  private static final Map<String, Unit> PER = new HashMap<>();

  static {
    for (String base : BASES) {
      add(base, "", "");
    }
    for (String other : OTHERS) {
      add(other, "", "");
    }
    for (String prefix : PREFIXES) {
      String[] parts = prefix.split(" ");
      for (String base : BASES) {
        add(base, parts[0], parts[1]);
      }
      for (String base : PREFIXED) {
        add(base, parts[0], parts[1]);
      }
      for (String base : COUNTS) {
        if (LARGER.contains(parts[0])) {
          add(base, parts[0], parts[1]);
        }
      }
    }
    UNITS.remove("pm"); // the afternoon
    PER.putAll(UNITS);
    for (String entry : AFTER_PER) {
      String[] parts = entry.split(" ");
      PER.put(parts[0], unit(parts[1]));
    }
  }

  private Units() {}

  private static void add(String entry, String symbol, String prefix) {
    String[] parts = entry.split(" ");
    Unit unit = unit(prefix + parts[1].replace('~', ' '));
    String whole = symbol + parts[0];
    UNITS.putIfAbsent(whole, unit);
    String lower = whole.toLowerCase(Locale.ROOT);
    if (lower.length() > 2 || LOOSE.contains(lower)) {
      LOOSELY.putIfAbsent(lower, unit);
    }
  }

  private static Unit unit(String one) {
    int per = one.indexOf(" per ");
    int degree = one.startsWith("degree ") ? "degree".length() : -1;
    int at = per > 0 ? per : degree > 0 ? degree : one.length();
    return new Unit(one, plural(one.substring(0, at)) + one.substring(at));
  }

  private static String plural(String name) {
    if (UNCHANGED.contains(name) || name.endsWith("hertz")) {
      return name;
    }
    if (name.endsWith("foot")) {
      return name.substring(0, name.length() - 4) + "feet";
    }
    return name.endsWith("inch") ? name + "es" : name + "s";
  }

  /// The unit of a symbol, which may have a power, or null where it is none.
  ///
  /// @param dot whether a dot follows that is part of it
  static @Nullable Unit find(String symbol, boolean dot) {
    String plain = symbol.replace("º", "°").replace("° ", "°").replace(".", "");
    String kind = plain.startsWith("sq ") ? "square " : plain.startsWith("cu ") ? "cubic " : "";
    boolean fluid = plain.startsWith("fl ");
    plain = kind.isEmpty() && !fluid ? plain : plain.substring(3);
    char last = plain.charAt(plain.length() - 1);
    if (last == '2' || last == '²' || last == '3' || last == '³') {
      kind = last == '2' || last == '²' ? "square " : "cubic ";
      plain = plain.substring(0, plain.length() - 1).replace("^", "");
    }
    boolean inch = plain.equals("in") && (dot || !kind.isEmpty());
    if (dot && !inch && !DOTTED.contains(plain)) {
      return null;
    }
    Unit unit = lookUp(inch ? "in." : plain);
    if (unit == null || !kind.isEmpty() && plain.length() > 3) {
      return null;
    }
    String before = fluid ? "fluid " : kind;
    return new Unit(before + unit.one, before + unit.many);
  }

  private static @Nullable Unit lookUp(String symbol) {
    Unit exact = UNITS.get(symbol);
    return exact != null ? exact : LOOSELY.get(symbol.toLowerCase(Locale.ROOT));
  }

  /// What is said of a unit after *per*, or null where it is none; `s²` is second squared.
  static @Nullable String per(String symbol) {
    boolean squared = symbol.endsWith("²") || symbol.endsWith("2");
    String plain = squared ? symbol.substring(0, symbol.length() - 1) : symbol;
    if (squared && plain.equals("s")) {
      return "second squared";
    }
    Unit unit = PER.containsKey(symbol) ? PER.get(symbol) : find(symbol, false);
    return unit == null ? null : unit.one;
  }
}

package dev.bijou.speech.text;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Units of measurement that follow a number.
final class Units {
  private static final Map<String, String[]> NAMES = names();

  /// Any of the symbols, the longest first.
  static final String REGEX =
      NAMES.keySet().stream()
          .sorted((a, b) -> b.length() - a.length())
          .map(Pattern::quote)
          .collect(Collectors.joining("|", "(?:", ")"));

  private Units() {}

  /// The name of a unit for one, or for another number.
  static String name(String symbol, boolean one) {
    String[] names = NAMES.get(symbol);
    if (names == null) {
      throw new IllegalArgumentException(symbol + " is no unit");
    }
    return names[one ? 0 : 1];
  }

  private static Map<String, String[]> names() {
    Map<String, String[]> names = new HashMap<>();
    String[] regular = {
      "mm millimeter",
      "cm centimeter",
      "m meter",
      "km kilometer",
      "nm nanometer",
      "µm micrometer",
      "mi mile",
      "yd yard",
      "g gram",
      "mg milligram",
      "kg kilogram",
      "µg microgram",
      "lb pound",
      "lbs pound",
      "lb. pound",
      "lbs. pound",
      "oz ounce",
      "oz. ounce",
      "ml milliliter",
      "mL milliliter",
      "l liter",
      "L liter",
      "gal gallon",
      "s second",
      "sec second",
      "sec. second",
      "ms millisecond",
      "µs microsecond",
      "ns nanosecond",
      "min minute",
      "min. minute",
      "h hour",
      "hr hour",
      "hrs hour",
      "hr. hour",
      "hrs. hour",
      "yr year",
      "yrs year",
      "yr. year",
      "yrs. year",
      "B byte",
      "kB kilobyte",
      "KB kilobyte",
      "MB megabyte",
      "GB gigabyte",
      "TB terabyte",
      "W watt",
      "kW kilowatt",
      "MW megawatt",
      "GW gigawatt",
      "V volt",
      "kV kilovolt",
      "mV millivolt",
      "mA milliampere",
      "kWh kilowatt~hour",
      "dB decibel",
      "J joule",
      "kJ kilojoule",
      "Pa pascal",
      "kPa kilopascal",
      "hPa hectopascal",
      "cal calorie",
      "kcal kilocalorie",
      "ha hectare",
      "px pixel",
      "¢ cent",
      "° degree",
      "sq~mi square~mile",
      "sq~yd square~yard",
      "mol mole",
      "Ω ohm",
      "kΩ kiloohm"
    };
    for (String entry : regular) {
      String[] parts = entry.split(" ");
      String name = parts[1].replace('~', ' ');
      names.put(parts[0].replace('~', ' '), new String[] {name, name + "s"});
    }
    String[] irregular = {
      "ft|foot|feet",
      "ft.|foot|feet",
      "sq ft|square foot|square feet",
      "in.|inch|inches",
      "sq in|square inch|square inches",
      "Hz|hertz|hertz",
      "kHz|kilohertz|kilohertz",
      "MHz|megahertz|megahertz",
      "GHz|gigahertz|gigahertz",
      "%|percent|percent",
      "‰|per mille|per mille",
      "°C|degree celsius|degrees celsius",
      "°F|degree fahrenheit|degrees fahrenheit",
      "° C|degree celsius|degrees celsius",
      "° F|degree fahrenheit|degrees fahrenheit",
      "mph|mile per hour|miles per hour",
      "km/h|kilometer per hour|kilometers per hour",
      "kph|kilometer per hour|kilometers per hour",
      "m/s|meter per second|meters per second",
      "m/s²|meter per second squared|meters per second squared",
      "m²|square meter|square meters",
      "m³|cubic meter|cubic meters",
      "km²|square kilometer|square kilometers",
      "cm²|square centimeter|square centimeters",
      "cm³|cubic centimeter|cubic centimeters",
      "ft²|square foot|square feet",
      "fps|frame per second|frames per second",
      "rpm|revolution per minute|revolutions per minute",
      "psi|pound per square inch|pounds per square inch",
      "bps|bit per second|bits per second",
      "kbps|kilobit per second|kilobits per second",
      "Mbps|megabit per second|megabits per second",
      "Gbps|gigabit per second|gigabits per second",
      "kg/m³|kilogram per cubic meter|kilograms per cubic meter",
      "mpg|mile per gallon|miles per gallon",
      "bpm|beat per minute|beats per minute",
      "dpi|dot per inch|dots per inch"
    };
    for (String entry : irregular) {
      String[] parts = entry.split("\\|");
      names.put(parts[0], new String[] {parts[1], parts[2]});
    }
    return Map.copyOf(names);
  }
}

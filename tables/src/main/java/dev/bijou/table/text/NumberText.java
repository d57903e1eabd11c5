package dev.bijou.table.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.stream.IntStream;

/// Numbers as text: exact ones that read back unchanged, and rounded ones for people.
public final class NumberText {
  private static final int PROBABILITY_DIGITS = 5;
  private static final double[] POWERS_OF_TEN =
      IntStream.rangeClosed(0, 22).mapToDouble(k -> Double.parseDouble("1e" + k)).toArray();

  private NumberText() {}

  /// The shortest text that reads back as this float; `5` rather than `5.0`.
  public static String of(float value) {
    return shorten(Float.toString(value));
  }

  /// The shortest text that reads back as this double; `5` rather than `5.0`.
  public static String of(double value) {
    return shorten(Double.toString(value));
  }

  /// A probability to five significant digits, `0.71543` or `8.0386E-4`; never 0 or 1 unless it is. One below 10⁻¹⁵ has all its
  /// digits.
  public static String probability(double value) {
    if (!(value >= 1e-15 && value < 1)) {
      return of(value);
    }
    int decimals = PROBABILITY_DIGITS - 1 - (int) Math.floor(Math.log10(value));
    double unit = POWERS_OF_TEN[decimals];
    // Both are whole numbers that a double holds exactly, so that their quotient is the double next
    // to the decimal.
    return of(Math.min(Math.rint(value * unit), unit - 1) / unit);
  }

  /// The text of offset + value, with as many digits as the float `value` has and no more, so that
  /// (float) (text − offset) is `value` again.
  ///
  /// @param offset the offset of the column, see [dev.bijou.table.schema.Column#offset()]
  public static String of(float value, double offset) {
    if (offset == 0) {
      return of(value);
    }
    BigDecimal sum = new BigDecimal(offset).add(new BigDecimal(value));
    // A quarter of the gap to the next float leaves room for the rounding of the text to a double.
    int decimals = Math.max(0, (int) Math.ceil(-Math.log10(Math.ulp(value) / 4)));
    int digits = sum.precision() - sum.scale() + decimals;
    if (digits < 1) {
      return "0";
    }
    BigDecimal rounded = sum.round(new MathContext(Math.min(digits, 17))).stripTrailingZeros();
    return rounded.abs().compareTo(BigDecimal.valueOf(1, -15)) < 0 && rounded.scale() < 20
        ? rounded.toPlainString()
        : rounded.toString();
  }

  private static String shorten(String text) {
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /// A count with separators of thousands: `12,345`.
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /// A count and its noun, which takes an s unless the count is one: `1 row`, `2,000 rows`.
  public static String counted(long count, String noun) {
    return count(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /// A share as a percentage with one decimal: `12.5%`.
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  /// A size in the largest unit in which it is at least one: `1.5 GiB`.
  public static String bytes(long bytes) {
    String[] units = {"bytes", "KiB", "MiB", "GiB"};
    double size = bytes;
    int unit = 0;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, units[unit]);
  }

  /// A duration: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`.
  public static String duration(double seconds) {
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }

  /// Nats with two decimals, with a minus sign rather than a hyphen: `−1.25`.
  public static String nats(double nats) {
    return minus(String.format(Locale.ROOT, "%.2f", nats + 0.0));
  }

  /// [#nats] always with a sign: `+1.25`.
  public static String signed(double nats) {
    return minus(String.format(Locale.ROOT, "%+.2f", nats + 0.0));
  }

  /// A value to that many digits, without trailing zeros and with a minus sign rather than a hyphen; very large and
  /// very small ones with a power of ten.
  public static String value(double value, int digits) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    boolean plain = exponent >= -4 && exponent < Math.max(7, digits);
    return minus(plain ? rounded.toPlainString() : scientific(rounded, exponent));
  }

  private static String scientific(BigDecimal value, int exponent) {
    return value.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
  }

  private static String minus(String number) {
    return number.replace('-', '−');
  }
}

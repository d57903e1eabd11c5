package dev.bijou.cli.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/// Numbers as a reader wants them.
final class Numbers {
  private Numbers() {}

  /// A count with separators of thousands.
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /// A count and its noun, which takes an s unless the count is one.
  static String counted(long count, String noun) {
    return count(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /// Nats with two decimals.
  static String nats(double nats) {
    return minus(String.format(Locale.ROOT, "%.2f", nats + 0.0));
  }

  /// Nats with two decimals and their sign.
  static String signed(double nats) {
    return minus(String.format(Locale.ROOT, "%+.2f", nats + 0.0));
  }

  /// A value to that many digits, without trailing zeros; very large and very small ones with a power of ten.
  static String value(double value, int digits) {
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

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /// A time in seconds, minutes or hours.
  static String seconds(double seconds) {
    return seconds < 100
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : seconds < 6000
            ? String.format(Locale.ROOT, "%.1f min", seconds / 60)
            : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }

  private static String minus(String number) {
    return number.replace('-', '−');
  }
}

package dev.bijou.table.text;

import java.math.BigDecimal;
import java.math.MathContext;

/// Numbers to decimal text: short, and read back as what was written.
public final class NumberText {
  private NumberText() {}

  /// The shortest text that reads back as this float; `5` rather than `5.0`.
  public static String of(float value) {
    return shorten(Float.toString(value));
  }

  /// The shortest text that reads back as this double; `5` rather than `5.0`.
  public static String of(double value) {
    return shorten(Double.toString(value));
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
}

package dev.bijou.table.text;

/// Converts decimal text to double, usually without allocating.
///
/// Accepts what people write, `-12`, `.5`, `1.`, `+6.02E23`, and none of what only a Java compiler accepts, such as
/// `0x1p3` or `1d`. The result is the double nearest to the text: up to fifteen digits with an exponent of ten up to
/// 22 in magnitude the integer and the power are both exact, so one multiplication or division rounds once (Clinger,
/// How to Read Floating Point Numbers Accurately, 1990); the rest goes to [Double#parseDouble(String)].
public final class NumberParser {
  /// Cells beyond this magnitude are refused: differences between such cells still fit a float.
  public static final double LIMIT = 1e38;

  private static final long EXACT_INTEGER = 1L << 53;
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private NumberParser() {}

  /// The number, NaN if the text is not one; an infinity if it is too large for a double.
  public static double parse(char[] text, int from, int length) {
    int end = from + length;
    int at = from;
    boolean negative = false;
    if (at < end && (text[at] == '-' || text[at] == '+')) {
      negative = text[at] == '-';
      at++;
    }
    long digits = 0; // the digits as an integer, while they fit
    int count = 0; // digits seen, without leading zeros
    int first = at;
    int decimals = 0;
    int point = -1;
    for (; at < end; at++) {
      int digit = text[at] - '0';
      if (digit >= 0 && digit <= 9) {
        if (count > 0 || digit > 0) {
          count++;
        }
        if (count <= 18) {
          digits = 10 * digits + digit;
        }
        decimals += point < 0 ? 0 : 1;
      } else if (text[at] == '.' && point < 0) {
        point = at;
      } else {
        break;
      }
    }
    if (at - first - (point < 0 ? 0 : 1) == 0) {
      return Double.NaN;
    }
    int exponent = 0;
    if (at < end && (text[at] == 'e' || text[at] == 'E')) {
      at++;
      boolean down = false;
      if (at < end && (text[at] == '-' || text[at] == '+')) {
        down = text[at] == '-';
        at++;
      }
      if (at == end) {
        return Double.NaN;
      }
      for (; at < end && text[at] >= '0' && text[at] <= '9'; at++) {
        exponent = Math.min(99_999, 10 * exponent + text[at] - '0');
      }
      exponent = down ? -exponent : exponent;
    }
    if (at != end) {
      return Double.NaN;
    }
    int power = exponent - decimals;
    if (count > 18 || digits > EXACT_INTEGER || power < -22 || power > 22) {
      return Double.parseDouble(new String(text, from, length));
    }
    double magnitude = power < 0 ? digits / POWERS[-power] : digits * POWERS[power];
    return negative ? -magnitude : magnitude;
  }

  /// Whether the text is a number within the limit.
  public static boolean isNumber(String text) {
    return Math.abs(parse(text.toCharArray(), 0, text.length())) <= LIMIT;
  }

  /// Whether the text is one of the ways to say that a cell is missing.
  public static boolean isMissing(char[] text, int from, int length) {
    return switch (length) {
      case 0 -> true;
      case 1 -> text[from] == '?';
      case 2, 3, 4 -> {
        String word = new String(text, from, length);
        yield word.equalsIgnoreCase("NA")
            || word.equalsIgnoreCase("NaN")
            || word.equalsIgnoreCase("N/A")
            || word.equalsIgnoreCase("null");
      }
      default -> false;
    };
  }

  /// Whether the text, which is not a number, names an infinity.
  public static boolean isInfinite(String text) {
    return text.matches("(?i)[+-]?inf(inity)?");
  }

  /// A hint for text that looks like a number in another notation; empty if it does not.
  public static String notationHint(String text) {
    if (text.matches("[+-]?\\d*,\\d+")) {
      return "write decimals with a point (" + text.replace(',', '.') + ")";
    }
    if (text.matches("[+-]?\\d{1,3}([, ’']\\d{3})+(\\.\\d*)?")
        || text.matches("[+-]?\\d{1,3}(\\.\\d{3})+,\\d*")) {
      return "write digits without separators of thousands, and decimals with a point";
    }
    return "";
  }
}

package dev.bijou.novelty;

import dev.bijou.conditional.cell.ColumnGrid;
import dev.bijou.conditional.cell.Conditional;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.text.NumberText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// What to expect of the cells of a column, in its digits and words.
///
/// @param grid the cells that it may have
record Expectations(ColumnGrid grid) {
  /// What a cell is that is missing.
  static final String NOTHING = "nothing";

  private static final int DIGITS = 4;
  private static final double COVERED = 0.9;
  private static final double WORTH_SAYING = 0.1; // probability of a missing cell

  /// The expectation by a conditional distribution.
  Expectation of(Conditional conditional) {
    if (grid.values().length == 0 || conditional.ofPoints() >= COVERED) {
      List<String> likely =
          Arrays.stream(conditional.likeliest(COVERED)).mapToObj(this::expected).toList();
      return new Expectation.Values(likely, phrase(likely));
    }
    double low = inRange(conditional.quantile((1 - COVERED) / 2));
    double high = inRange(conditional.quantile((1 + COVERED) / 2));
    String from = rounded(low, high - low);
    String to = rounded(high, high - low);
    String range = from.equals(to) ? from : from + " to " + to;
    String text = conditional.missing() > WORTH_SAYING ? range + " or " + NOTHING : range;
    return new Expectation.Range(inRange(conditional.quantile(0.5)), low, high, text);
  }

  /// A density may leak beyond the cells that were seen, of which none is expected there.
  private double inRange(double value) {
    return Math.clamp(value, column().min(), column().max());
  }

  private String expected(double cell) {
    if (Double.isNaN(cell)) {
      return NOTHING;
    }
    boolean other = !column().kind().isNumeric() && cell >= column().kind().namesKnown();
    return other ? "other" : grid.text(cell);
  }

  /// Some of the values in words: `a, b or c`.
  static String phrase(List<String> values) {
    int most = 5;
    if (values.size() == 1) {
      return values.getFirst();
    }
    if (values.size() <= most) {
      return String.join(", ", values.subList(0, values.size() - 1)) + " or " + values.getLast();
    }
    return values.stream().limit(most).collect(Collectors.joining(", ")) + " or others";
  }

  /// With the digits that matter for an interval of this width, and no more decimals than the column has.
  private String rounded(double value, double width) {
    if (column().kind() instanceof Kind.DateTime) {
      return column().text(value);
    }
    int decimals = width > 0 ? Math.clamp(2 - (int) Math.floor(Math.log10(width)), 0, 300) : DIGITS;
    if (column().decimals() >= 0) {
      decimals = Math.min(decimals, column().decimals());
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded = exact.setScale(decimals, RoundingMode.HALF_EVEN);
    if (rounded.precision() > 15) {
      rounded = exact.round(new MathContext(DIGITS));
    }
    return NumberText.of(rounded.doubleValue());
  }

  private Column column() {
    return grid.column();
  }
}

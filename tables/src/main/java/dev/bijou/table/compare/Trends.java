package dev.bijou.table.compare;

import java.util.Arrays;

/// How alike the dependences of two columns in two tables are, between 0 and 1. The mean over all pairs is "Trend" (SDMetrics'
/// column pair trends).
final class Trends {
  /// The number of equal parts that the range of a column is cut into beside names.
  private static final int BINS = 10;

  /// The correlation above which SDMetrics takes two columns of numbers for related.
  private static final double RELATED_NUMBERS = 0.5;

  /// Cramér's V above which it takes a pair with names for related.
  private static final double RELATED_NAMES = 0.3;

  private Trends() {}

  /// The dependence of two columns.
  ///
  /// @param score how alike it is, NaN where it is not defined
  /// @param real its strength in the real table: the correlation, or Cramér's V
  /// @param drawn in the drawn one
  /// @param related whether the real columns are related, as SDMetrics has it
  record Trend(double score, double real, double drawn, boolean related) {}

  /// Of two columns of numbers: 1 − ½ |r₁ − r₂| of their correlations (CorrelationSimilarity), not defined for constants.
  static Trend ofNumbers(double[] real1, double[] real2, double[] drawn1, double[] drawn2) {
    double real = correlation(real1, real2);
    double drawn = correlation(drawn1, drawn2);
    return new Trend(1 - Math.abs(real - drawn) / 2, real, drawn, Math.abs(real) > RELATED_NUMBERS);
  }

  /// Of two columns of codes: 1 − ½ Σ |p₁ − p₂| of their joint shares (ContingencySimilarity).
  static Trend ofCodes(int[] real1, int[] real2, int[] drawn1, int[] drawn2) {
    int width = size(real2, drawn2);
    int height = size(real1, drawn1);
    Contingency real = Contingency.of(real1, real2, height, width);
    Contingency drawn = Contingency.of(drawn1, drawn2, height, width);
    double association = real.cramer();
    return new Trend(
        1 - real.distance(drawn), association, drawn.cramer(), association > RELATED_NAMES);
  }

  /// The codes of a column beside another: of names and missing cells, or of the tenths of the range of its numbers. The
  /// largest number and missing cells are the eleventh, as in SDMetrics, and each table has tenths of its own.
  static int[] codes(double[] cells, boolean numeric) {
    int[] codes = new int[cells.length];
    if (!numeric) {
      for (int i = 0; i < codes.length; i++) {
        codes[i] = Double.isNaN(cells[i]) ? 0 : 1 + (int) cells[i];
      }
      return codes;
    }
    double[] edges = edges(cells);
    for (int i = 0; i < codes.length; i++) {
      int bin = 0;
      while (bin < edges.length && !(cells[i] < edges[bin])) {
        bin++;
      }
      codes[i] = bin;
    }
    return codes;
  }

  private static double[] edges(double[] cells) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double cell : cells) {
      if (!Double.isNaN(cell)) {
        low = Math.min(low, cell);
        high = Math.max(high, cell);
      }
    }
    if (!(low < high)) {
      low = Double.isFinite(low) ? low - 0.5 : 0;
      high = Double.isFinite(high) ? high + 0.5 : 1;
    }
    double[] edges = new double[BINS + 1];
    double step = (high - low) / BINS;
    for (int i = 0; i < BINS; i++) {
      edges[i] = low + i * step;
    }
    edges[BINS] = high;
    return edges;
  }

  /// One more than the largest code.
  static int size(int[] real, int[] drawn) {
    return 1 + Math.max(max(real), max(drawn));
  }

  private static int max(int[] codes) {
    return Arrays.stream(codes).max().orElse(0);
  }

  /// Pearson's correlation of the rows in which neither cell is missing.
  static double correlation(double[] x, double[] y) {
    double n = 0;
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < x.length; i++) {
      if (!Double.isNaN(x[i]) && !Double.isNaN(y[i])) {
        n++;
        meanX += (x[i] - meanX) / n;
        meanY += (y[i] - meanY) / n;
      }
    }
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      if (!Double.isNaN(x[i]) && !Double.isNaN(y[i])) {
        xx += (x[i] - meanX) * (x[i] - meanX);
        yy += (y[i] - meanY) * (y[i] - meanY);
        xy += (x[i] - meanX) * (y[i] - meanY);
      }
    }
    return xx > 0 && yy > 0 ? Math.clamp(xy / Math.sqrt(xx * yy), -1, 1) : Double.NaN;
  }
}

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

  private static final long DENSE = 1 << 22;

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
    return new Trend(
        1 - Math.abs(real - drawn) / 2, real, drawn, Math.abs(real) > RELATED_NUMBERS);
  }

  /// Of two columns of codes: 1 − ½ Σ |p₁ − p₂| of their joint shares (ContingencySimilarity).
  static Trend ofCodes(int[] real1, int[] real2, int[] drawn1, int[] drawn2) {
    int width = 1 + Math.max(max(real2), max(drawn2));
    int height = 1 + Math.max(max(real1), max(drawn1));
    Table real = Table.of(real1, real2, height, width);
    Table drawn = Table.of(drawn1, drawn2, height, width);
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

  /// A contingency table: its cells that are not empty, in ascending order of their number.
  private record Table(long[] cells, double[] shares, int height, int width, int rows) {
    static Table of(int[] first, int[] second, int height, int width) {
      int rows = first.length;
      long[] numbers = new long[rows];
      for (int i = 0; i < rows; i++) {
        numbers[i] = (long) first[i] * width + second[i];
      }
      long size = (long) height * width;
      if (size > DENSE) {
        Arrays.sort(numbers);
        return sparse(numbers, height, width);
      }
      int[] counts = new int[(int) size];
      int filled = 0;
      for (long number : numbers) {
        if (counts[(int) number]++ == 0) {
          filled++;
        }
      }
      long[] cells = new long[filled];
      double[] shares = new double[filled];
      for (int i = 0, at = 0; i < counts.length; i++) {
        if (counts[i] > 0) {
          cells[at] = i;
          shares[at++] = (double) counts[i] / rows;
        }
      }
      return new Table(cells, shares, height, width, rows);
    }

    private static Table sparse(long[] sorted, int height, int width) {
      long[] cells = Arrays.stream(sorted).distinct().toArray();
      double[] shares = new double[cells.length];
      int at = 0;
      for (long number : sorted) {
        at = cells[at] == number ? at : at + 1;
        shares[at] += 1.0 / sorted.length;
      }
      return new Table(cells, shares, height, width, sorted.length);
    }

    /// The total variation.
    double distance(Table other) {
      double sum = 0;
      int i = 0;
      int j = 0;
      while (i < cells.length || j < other.cells.length) {
        long here = i < cells.length ? cells[i] : Long.MAX_VALUE;
        long there = j < other.cells.length ? other.cells[j] : Long.MAX_VALUE;
        double p = here <= there ? shares[i++] : 0;
        double q = there <= here ? other.shares[j++] : 0;
        sum += Math.abs(p - q);
      }
      return sum / 2;
    }

    /// Cramér's V; NaN if a column does not vary.
    double cramer() {
      double[] first = new double[height];
      double[] second = new double[width];
      for (int i = 0; i < cells.length; i++) {
        first[(int) (cells[i] / width)] += shares[i];
        second[(int) (cells[i] % width)] += shares[i];
      }
      double sum = -1;
      for (int i = 0; i < cells.length; i++) {
        sum += shares[i] * shares[i] / (first[(int) (cells[i] / width)] * second[(int) (cells[i] % width)]);
      }
      long least = Math.min(filled(first), filled(second)) - 1;
      return least < 1 ? Double.NaN : Math.sqrt(Math.max(0, sum) / least);
    }

    private static long filled(double[] shares) {
      return Arrays.stream(shares).filter(share -> share > 0).count();
    }
  }
}

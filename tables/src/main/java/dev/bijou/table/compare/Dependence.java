package dev.bijou.table.compare;

import java.util.Arrays;

/// Columns as codes with common bins, by which pairs are told that differ in more than their columns do.
///
/// Trend knows linear dependence only, and between names and numbers it depends on the farthest number of each table. Here
/// numbers are cut at the tenths of the real ones.
///
/// @param real the codes of the real rows
/// @param drawn those of the drawn rows
/// @param excess the total variation between the two, above what chance makes of it
record Dependence(int[] real, int[] drawn, double excess) {
  private static final int TENTHS = 10;

  static Dependence of(double[] real, double[] drawn, boolean numeric) {
    double[] cuts = numeric ? tenths(real) : new double[0];
    int[] reals = codes(real, cuts, numeric);
    int[] draws = codes(drawn, cuts, numeric);
    return new Dependence(reals, draws, excess(reals, reals, draws, draws));
  }

  /// The share of rows that differ in a pair of columns beyond those that differ in one of them, above what chance makes of
  /// it.
  double beyond(Dependence other) {
    double both = excess(real, other.real, drawn, other.drawn);
    return Math.max(0, both - Math.max(excess, other.excess));
  }

  private static double excess(int[] real1, int[] real2, int[] drawn1, int[] drawn2) {
    int height = Trends.size(real1, drawn1);
    int width = Trends.size(real2, drawn2);
    return Contingency.of(real1, real2, height, width)
        .excess(Contingency.of(drawn1, drawn2, height, width));
  }

  private static double[] tenths(double[] cells) {
    double[] sorted = Arrays.stream(cells).filter(cell -> !Double.isNaN(cell)).sorted().toArray();
    double[] cuts = new double[sorted.length == 0 ? 0 : TENTHS - 1];
    for (int i = 0; i < cuts.length; i++) {
      cuts[i] = sorted[(int) ((i + 1L) * sorted.length / TENTHS)];
    }
    return Arrays.stream(cuts).distinct().toArray();
  }

  /// 0 for a missing cell.
  private static int[] codes(double[] cells, double[] cuts, boolean numeric) {
    int[] codes = new int[cells.length];
    for (int i = 0; i < codes.length; i++) {
      if (!Double.isNaN(cells[i])) {
        int at = numeric ? Arrays.binarySearch(cuts, cells[i]) : (int) cells[i];
        codes[i] = 1 + (numeric ? at >= 0 ? at + 1 : -1 - at : at);
      }
    }
    return codes;
  }
}

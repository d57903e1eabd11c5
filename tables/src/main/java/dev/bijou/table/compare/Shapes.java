package dev.bijou.table.compare;

import java.util.Arrays;

/// How alike the distributions of a column in two tables are, between 0 and 1; missing cells are left out. The mean over all
/// columns is "Shape" (SDMetrics' column shapes).
final class Shapes {
  private Shapes() {}

  /// Of numbers: 1 − max |F₁ − F₂| of their distribution functions (KSComplement); NaN if there are none.
  static double ofNumbers(double[] real, double[] drawn) {
    double[] a = sorted(real);
    double[] b = sorted(drawn);
    if (a.length == 0 || b.length == 0) {
      return Double.NaN;
    }
    double most = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      double value = Math.min(a[i], b[j]);
      while (i < a.length && a[i] <= value) {
        i++;
      }
      while (j < b.length && b[j] <= value) {
        j++;
      }
      most = Math.max(most, Math.abs((double) i / a.length - (double) j / b.length));
    }
    return 1 - most;
  }

  private static double[] sorted(double[] cells) {
    return Arrays.stream(cells).filter(cell -> !Double.isNaN(cell)).sorted().toArray();
  }

  /// Of names: 1 − ½ Σ |p₁ − p₂| (TVComplement); NaN if there are none.
  static double ofNames(double[] real, double[] drawn) {
    int size = 1 + (int) Math.max(largest(real), largest(drawn));
    double[] p = shares(real, size);
    double[] q = shares(drawn, size);
    double sum = 0;
    for (int code = 0; code < size; code++) {
      sum += Math.abs(p[code] - q[code]);
    }
    return 1 - sum / 2;
  }

  private static double largest(double[] codes) {
    return Arrays.stream(codes).filter(code -> !Double.isNaN(code)).max().orElse(0);
  }

  private static double[] shares(double[] codes, int size) {
    double[] counts = new double[size];
    int all = 0;
    for (double code : codes) {
      if (!Double.isNaN(code)) {
        counts[(int) code]++;
        all++;
      }
    }
    for (int i = 0; i < size; i++) {
      counts[i] /= all;
    }
    return counts;
  }
}

package dev.bijou.server.metric;

import java.util.Arrays;

/// How far the last p-values are from those of rows like the held-out ones, which are uniform: the Kolmogorov–Smirnov
/// distance
///
/// ```
/// sup_u |#{p ≤ u} / n − u|
/// ```
///
/// of the last 1,000 rows. Of uniform ones it exceeds 1.63 / √n once in a hundred times.
final class Drift {
  private static final int ROWS = 1000;

  private final double[] last = new double[ROWS];
  private long count;

  synchronized void add(double pValue) {
    last[(int) (count++ % ROWS)] = pValue;
  }

  synchronized int rows() {
    return (int) Math.min(count, ROWS);
  }

  /// The distance; 0 without rows.
  double distance() {
    double[] sorted;
    synchronized (this) {
      sorted = Arrays.copyOf(last, rows());
    }
    Arrays.sort(sorted);
    double most = 0;
    for (int i = 0; i < sorted.length; i++) {
      double below = (double) i / sorted.length;
      double upTo = (i + 1.0) / sorted.length;
      most = Math.max(most, Math.max(upTo - sorted[i], sorted[i] - below));
    }
    return most;
  }
}

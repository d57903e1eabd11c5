package dev.bijou.table.compare;

import dev.bijou.table.boost.Loop;
import java.util.Arrays;

/// The distances of rows to the closest and second closest of reference rows.
///
/// The distance is SDMetrics': the mean over the columns of |a − b| over the range of the reference's numbers, at most 1; of
/// names 0 if they are equal, else 1; a missing cell is equal to another one and 1 from all else.
///
/// @param closest of each row, 0 for a copy
/// @param second that of the second closest
record ClosestRows(float[] closest, float[] second) {
  private static final float MISSING = 1e9f;
  private static final int BLOCK = 512;
  private static final int TASK = 64;

  /// The distances of rows to those of a reference table.
  ///
  /// @param numeric of each column, whether it has numbers
  /// @param loop runs what can be done at once
  static ClosestRows of(Cells rows, Cells reference, boolean[] numeric, Loop loop) {
    int columns = numeric.length;
    float[][] from = new float[columns][];
    float[][] to = new float[columns][];
    for (int c = 0; c < columns; c++) {
      double[] cells = reference.columns()[c];
      double low = Arrays.stream(cells).filter(x -> !Double.isNaN(x)).min().orElse(0);
      double high = Arrays.stream(cells).filter(x -> !Double.isNaN(x)).max().orElse(0);
      double unit = numeric[c] ? high - low : 1;
      double least = unit > 0 ? unit : Double.MIN_NORMAL;
      from[c] = scaled(rows.columns()[c], low, least);
      to[c] = scaled(cells, low, least);
    }
    ClosestRows all = new ClosestRows(new float[rows.rows()], new float[rows.rows()]);
    loop.run(
        Math.ceilDiv(rows.rows(), TASK),
        task -> all.find(from, to, task * TASK, Math.min(rows.rows(), (task + 1) * TASK)));
    return all;
  }

  private static float[] scaled(double[] cells, double low, double unit) {
    float[] scaled = new float[cells.length];
    for (int i = 0; i < cells.length; i++) {
      scaled[i] =
          Double.isNaN(cells[i])
              ? MISSING
              : (float) Math.clamp((cells[i] - low) / unit, -MISSING / 2, MISSING / 2);
    }
    return scaled;
  }

  private void find(float[][] from, float[][] to, int first, int end) {
    int count = to[0].length;
    float[] sums = new float[BLOCK];
    for (int row = first; row < end; row++) {
      float best = Float.POSITIVE_INFINITY;
      float next = Float.POSITIVE_INFINITY;
      for (int start = 0; start < count; start += BLOCK) {
        int size = Math.min(BLOCK, count - start);
        Arrays.fill(sums, 0);
        for (int c = 0; c < to.length; c++) {
          add(from[c][row], to[c], start, size, sums);
        }
        for (int i = 0; i < size; i++) {
          if (sums[i] < next) {
            next = Math.max(best, sums[i]);
            best = Math.min(best, sums[i]);
          }
        }
      }
      closest[row] = best / to.length;
      second[row] = next / to.length;
    }
  }

  /// Adds the distances in a column; in a loop of its own, which the compiler turns into vector instructions.
  private static void add(float cell, float[] cells, int start, int size, float[] sums) {
    for (int i = 0; i < size; i++) {
      sums[i] += Math.min(Math.abs(cells[start + i] - cell), 1f);
    }
  }

  /// The share of rows that are copies.
  double copies() {
    int copies = 0;
    for (float distance : closest) {
      copies += distance == 0 ? 1 : 0;
    }
    return (double) copies / closest.length;
  }

  /// The median of the closest distance over the second closest; two copies count 1.
  double ratio() {
    double[] ratios = new double[closest.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = second[i] > 0 ? closest[i] / second[i] : 1;
    }
    Arrays.sort(ratios);
    return quantile(ratios, 0.5);
  }

  /// The quantile of the closest distances, between two of them linearly interpolated.
  double quantile(double p) {
    return quantile(sorted(), p);
  }

  /// The share of rows that are nearer than a distance.
  double nearer(double distance) {
    int nearer = 0;
    for (float own : closest) {
      nearer += own < distance ? 1 : 0;
    }
    return (double) nearer / closest.length;
  }

  /// The closest distances, ascending.
  double[] sorted() {
    double[] sorted = new double[closest.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = closest[i];
    }
    Arrays.sort(sorted);
    return sorted;
  }

  private static double quantile(double[] sorted, double p) {
    double place = p * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}

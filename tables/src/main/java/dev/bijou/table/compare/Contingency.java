package dev.bijou.table.compare;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/// How often two columns of codes have each pair of them: the pairs that occur, in ascending order of their number.
///
/// @param cells the numbers of the pairs: first code · width + second code
/// @param shares of the rows
/// @param height how many first codes there are
/// @param width how many second codes there are
/// @param rows how many rows were counted
record Contingency(long[] cells, double[] shares, int height, int width, int rows) {
  private static final long DENSE = 1 << 22;

  /// Counts the rows of two columns.
  static Contingency of(int[] first, int[] second, int height, int width) {
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
    return new Contingency(cells, shares, height, width, rows);
  }

  private static Contingency sparse(long[] sorted, int height, int width) {
    long[] cells = Arrays.stream(sorted).distinct().toArray();
    double[] shares = new double[cells.length];
    int at = 0;
    for (long number : sorted) {
      at = cells[at] == number ? at : at + 1;
      shares[at] += 1.0 / sorted.length;
    }
    return new Contingency(cells, shares, height, width, sorted.length);
  }

  /// The total variation: the share of rows that would have to change for the two to be equal.
  double distance(Contingency other) {
    return sum(other, (p, q) -> Math.abs(p - q) / 2);
  }

  /// By how much the total variation exceeds what it would be on average if rows of one distribution were counted twice.
  double excess(Contingency other) {
    double rate = 1.0 / rows + 1.0 / other.rows;
    double noise =
        sum(
            other,
            (p, q) -> {
              double pooled = (p * rows + q * other.rows) / (rows + other.rows);
              return Math.sqrt(2 / Math.PI * pooled * (1 - pooled) * rate) / 2;
            });
    return Math.max(0, distance(other) - noise);
  }

  /// The sum over all pairs of a function of their shares here and there.
  private double sum(Contingency other, DoubleBinaryOperator of) {
    double sum = 0;
    int i = 0;
    int j = 0;
    while (i < cells.length || j < other.cells.length) {
      long here = i < cells.length ? cells[i] : Long.MAX_VALUE;
      long there = j < other.cells.length ? other.cells[j] : Long.MAX_VALUE;
      sum +=
          of.applyAsDouble(here <= there ? shares[i++] : 0, there <= here ? other.shares[j++] : 0);
    }
    return sum;
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
      sum +=
          shares[i]
              * shares[i]
              / (first[(int) (cells[i] / width)] * second[(int) (cells[i] % width)]);
    }
    long least = Math.min(filled(first), filled(second)) - 1;
    return least < 1 ? Double.NaN : Math.sqrt(Math.max(0, sum) / least);
  }

  private static long filled(double[] shares) {
    return Arrays.stream(shares).filter(share -> share > 0).count();
  }
}

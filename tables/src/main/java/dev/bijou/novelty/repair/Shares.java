package dev.bijou.novelty.repair;

import dev.bijou.novelty.repair.Judge.Judged;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The share that each cell of a repair has in the novelty of its row: its Shapley value in the rise of log p, where a
/// coalition S of cells is worth
///
/// ```
/// v(S) = log p-value(row with the cells of S as proposed)
/// ```
///
/// divided by the whole rise, so that the shares add up to 1 (Shapley, 1953). A cell that by itself makes the row less
/// usual has at least 0.
final class Shares {
  private Shares() {}

  /// @param row as it is
  /// @param repaired as proposed
  /// @param columns where these differ
  static double[] of(double[] row, double[] repaired, int[] columns, Judge judge) {
    int count = columns.length;
    if (count == 1) {
      return new double[] {1};
    }
    List<double[]> rows = new ArrayList<>();
    for (int set = 0; set < 1 << count; set++) {
      double[] some = row.clone();
      for (int i = 0; i < count; i++) {
        some[columns[i]] = (set >> i & 1) == 1 ? repaired[columns[i]] : row[columns[i]];
      }
      rows.add(some);
    }
    double[] value = judge.of(rows).stream().mapToDouble(Judged::pValue).map(Math::log).toArray();
    double[] shares = new double[count];
    for (int i = 0; i < count; i++) {
      for (int set = 0; set < value.length; set++) {
        if ((set >> i & 1) == 0) {
          double weight =
              factorial(Integer.bitCount(set)) * factorial(count - 1 - Integer.bitCount(set));
          shares[i] += weight / factorial(count) * (value[set | 1 << i] - value[set]);
        }
      }
      shares[i] = Math.max(0, shares[i]);
    }
    double sum = Arrays.stream(shares).sum();
    return Arrays.stream(shares).map(share -> sum > 0 ? share / sum : 1.0 / count).toArray();
  }

  private static double factorial(int n) {
    return n < 2 ? 1 : n * factorial(n - 1);
  }
}

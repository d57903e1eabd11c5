package dev.bijou.train;

import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Values that do not depend on each other, by a smooth test of independence (Kallenberg and Ledwina, 1999,
/// [doi:10.1080/01621459.1999.10473844](https://doi.org/10.1080/01621459.1999.10473844)): for two columns,
///
/// ```
/// n Σ r(P_k(u), P_l(v))²,    k, l = 1 … 4
/// ```
///
/// with the ranks u and v in −1 … 1, Legendre polynomials P and correlations r, is χ² with 16 degrees of freedom if they are
/// independent. Values are in a group if there is a path of dependent pairs from one to the other. Three values may depend
/// on each other although no two of them do: whether to believe the groups is left to the held-out rows.
final class ValueGroups {
  private static final int DEGREES = 4;

  /// The 99.9 % point of χ² with 16 degrees of freedom.
  private static final double DEPENDENT = 39.25;

  /// Rows that are enough to tell: what remains unseen costs less than 0.002 nats.
  private static final int MOST_ROWS = 10_000;

  private ValueGroups() {}

  /// The values by their numbers, from 0, in groups: each in ascending order, the groups by their first members.
  ///
  /// @param rows written as the layout says
  static List<List<Integer>> of(Dataset rows, MixedLayout layout) {
    int values = layout.values().size();
    float[][][] scores = new float[values][][];
    for (int i = 0; i < values; i++) {
      scores[i] = scores(rows, layout.codes() + i);
    }
    int[] group = IntStream.range(0, values).toArray();
    for (int i = 0; i < values; i++) {
      for (int j = i + 1; j < values; j++) {
        if (group[i] != group[j] && dependent(scores[i], scores[j])) {
          int from = Math.max(group[i], group[j]);
          int to = Math.min(group[i], group[j]);
          Arrays.setAll(group, k -> group[k] == from ? to : group[k]);
        }
      }
    }
    List<List<Integer>> groups = new ArrayList<>();
    for (int first = 0; first < values; first++) {
      int number = first;
      List<Integer> members =
          IntStream.range(0, values).filter(i -> group[i] == number).boxed().toList();
      if (!members.isEmpty()) {
        groups.add(members);
      }
    }
    return List.copyOf(groups);
  }

  private static boolean dependent(float[][] one, float[][] other) {
    double sum = 0;
    for (float[] p : one) {
      for (float[] q : other) {
        double product = 0;
        for (int n = 0; n < p.length; n++) {
          product += p[n] * q[n];
        }
        sum += product * product;
      }
    }
    return sum * one[0].length > DEPENDENT;
  }

  /// The polynomials of the ranks of a column, each with mean 0 and sum of squares 1; equal values have their middle rank.
  private static float[][] scores(Dataset rows, int feature) {
    int count = Math.min(rows.size(), MOST_ROWS);
    float[] values = new float[count]; // evenly from all rows, which may be sorted
    for (int n = 0; n < count; n++) {
      values[n] = rows.get((int) ((long) n * rows.size() / count), feature);
    }
    Integer[] order = IntStream.range(0, count).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(n -> values[n]));
    float[][] scores = new float[DEGREES][count];
    for (int from = 0, to; from < count; from = to) {
      to = from + 1;
      while (to < count && values[order[to]] == values[order[from]]) {
        to++;
      }
      double u = (double) (from + to) / count - 1;
      double[] p = {
        u, (3 * u * u - 1) / 2, (5 * u * u - 3) * u / 2, ((35 * u * u - 30) * u * u + 3) / 8
      };
      for (int i = from; i < to; i++) {
        for (int k = 0; k < DEGREES; k++) {
          scores[k][order[i]] = (float) p[k];
        }
      }
    }
    for (float[] score : scores) {
      standardize(score);
    }
    return scores;
  }

  private static void standardize(float[] score) {
    double mean = 0;
    for (float value : score) {
      mean += value;
    }
    mean /= score.length;
    double squares = 0;
    for (float value : score) {
      squares += (value - mean) * (value - mean);
    }
    double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (int n = 0; n < score.length; n++) {
      score[n] = (float) ((score[n] - mean) * scale);
    }
  }
}

package dev.bijou.distribution;

import dev.bijou.tensor.Tensor;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/// The lanes of a batch in clusters around lanes that k-means++ picks (Arthur and Vassilvitskii, 2007, SODA): each next
/// center is a lane drawn in proportion to its squared distance from the nearest center so far.
///
/// Distances are in standard deviations of each feature, and lanes that hold NaN or infinity do not count. Each cluster
/// also holds one pseudo-lane with the spread of the whole batch at its center, so that no share and no deviation is 0.
///
/// @param share of each cluster
/// @param mean clusters × features
/// @param deviation clusters × features
record Clusters(double[] share, double[][] mean, double[][] deviation) {

  static Clusters of(Tensor x, int count, long seed) {
    Moments moments = Moments.of(x);
    double[][] rows = standardizedRows(x, moments);
    int[] nearest = new int[rows.length];
    double[][] centers = centers(rows, count, x.features(), seed, nearest);
    double[] share = new double[count];
    double[][] mean = new double[count][];
    double[][] deviation = new double[count][];
    for (int k = 0; k < count; k++) {
      int cluster = k;
      double[][] members =
          IntStream.range(0, rows.length).filter(n -> nearest[n] == cluster).mapToObj(n -> rows[n]).toArray(double[][]::new);
      share[k] = (members.length + 1.0) / (rows.length + count);
      mean[k] = mean(members, centers[k]);
      deviation[k] = deviation(members, mean[k]);
      for (int f = 0; f < x.features(); f++) {
        mean[k][f] = moments.mean()[f] + moments.deviation()[f] * mean[k][f];
        deviation[k][f] *= moments.deviation()[f];
      }
    }
    return new Clusters(share, mean, deviation);
  }

  /// Picks the centers and sets the nearest one of each row. Without rows all centers are drawn from the standard normal.
  private static double[][] centers(double[][] rows, int count, int features, long seed, int[] nearest) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    double[] distance = new double[rows.length];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    double[][] centers = new double[count][];
    for (int k = 0; k < count; k++) {
      if (rows.length == 0) {
        centers[k] = IntStream.range(0, features).mapToDouble(f -> random.nextGaussian()).toArray();
        continue;
      }
      centers[k] = rows[k == 0 ? random.nextInt(rows.length) : draw(distance, random)];
      for (int n = 0; n < rows.length; n++) {
        double d = squaredDistance(rows[n], centers[k]);
        if (d < distance[n]) {
          distance[n] = d;
          nearest[n] = k;
        }
      }
    }
    return centers;
  }

  /// An index in proportion to its weight; uniform where all weights are 0.
  private static int draw(double[] weights, RandomGenerator random) {
    double total = Arrays.stream(weights).sum();
    if (total == 0) {
      return random.nextInt(weights.length);
    }
    double left = random.nextDouble() * total;
    int n = 0;
    while (n < weights.length - 1 && left >= weights[n]) {
      left -= weights[n++];
    }
    return n;
  }

  private static double[][] standardizedRows(Tensor x, Moments moments) {
    return IntStream.range(0, x.lanes())
        .mapToObj(
            n ->
                IntStream.range(0, x.features())
                    .mapToDouble(f -> (x.get(f, n) - moments.mean()[f]) / moments.deviation()[f])
                    .toArray())
        .filter(row -> Arrays.stream(row).allMatch(Double::isFinite))
        .toArray(double[][]::new);
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int f = 0; f < a.length; f++) {
      sum += (a[f] - b[f]) * (a[f] - b[f]);
    }
    return sum;
  }

  /// The mean of the rows and of one at the center.
  private static double[] mean(double[][] rows, double[] center) {
    double[] sum = center.clone();
    for (double[] row : rows) {
      for (int f = 0; f < sum.length; f++) {
        sum[f] += row[f];
      }
    }
    for (int f = 0; f < sum.length; f++) {
      sum[f] /= rows.length + 1;
    }
    return sum;
  }

  /// The deviation of the rows from their mean, with one row of the batch's, 1, beside them.
  private static double[] deviation(double[][] rows, double[] mean) {
    double[] squares = new double[mean.length];
    Arrays.fill(squares, 1);
    for (double[] row : rows) {
      for (int f = 0; f < mean.length; f++) {
        squares[f] += (row[f] - mean[f]) * (row[f] - mean[f]);
      }
    }
    for (int f = 0; f < mean.length; f++) {
      squares[f] = Math.sqrt(squares[f] / (rows.length + 1));
    }
    return squares;
  }
}

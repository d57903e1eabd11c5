package dev.bijou.distribution;

import dev.bijou.operation.Moments;
import dev.bijou.random.Seeds;
import dev.bijou.tensor.Tensor;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The lanes of a batch in clusters around lanes that k-means++ picks (Arthur and Vassilvitskii, 2007, SODA): each next
/// center is a lane drawn in proportion to its squared distance from the nearest center so far.
///
/// Distances are in standard deviations of each feature, and lanes that hold NaN or infinity do not count. Each cluster
/// counts one lane more than it has, at its center and with the spread of all clusters, so that no share is 0 and no
/// cluster is narrow by chance; and no deviation falls below a thousandth of the batch's.
///
/// @param share of each cluster
/// @param mean clusters × features
/// @param deviation clusters × features
record Clusters(double[] share, double[][] mean, double[][] deviation) {
  private static final double LEAST = 1e-3;

  /// `count` clusters, or none if no lane counts.
  static Clusters of(Tensor x, int count, long seed) {
    Moments moments = Moments.of(x);
    double[][] rows = standardizedRows(x, moments);
    if (rows.length == 0) {
      return new Clusters(new double[0], new double[0][], new double[0][]);
    }
    int[] nearest = new int[rows.length];
    double[][] centers = centers(rows, count, seed, nearest);
    double[] share = new double[count];
    double[][] mean = new double[count][];
    for (int k = 0; k < count; k++) {
      double[][] members = members(rows, nearest, k);
      share[k] = (members.length + 1.0) / (rows.length + count);
      mean[k] = mean(members, centers[k]);
    }
    double[] pooled = new double[x.features()];
    for (int n = 0; n < rows.length; n++) {
      addSquares(rows[n], mean[nearest[n]], 1.0 / rows.length, pooled);
    }
    double[][] deviation = new double[count][];
    for (int k = 0; k < count; k++) {
      deviation[k] = deviation(members(rows, nearest, k), mean[k], pooled);
      for (int f = 0; f < x.features(); f++) { // back to the units of x
        mean[k][f] = moments.mean()[f] + moments.deviation()[f] * mean[k][f];
        deviation[k][f] *= moments.deviation()[f];
      }
    }
    return new Clusters(share, mean, deviation);
  }

  private static double[][] members(double[][] rows, int[] nearest, int cluster) {
    return IntStream.range(0, rows.length)
        .filter(n -> nearest[n] == cluster)
        .mapToObj(n -> rows[n])
        .toArray(double[][]::new);
  }

  /// Picks the centers and sets the nearest one of each row.
  private static double[][] centers(double[][] rows, int count, long seed, int[] nearest) {
    RandomGenerator random = Seeds.random(seed);
    double[] distance = new double[rows.length];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    double[][] centers = new double[count][];
    for (int k = 0; k < count; k++) {
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
        .mapToObj(n ->
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

  /// The deviation of the rows from their mean, and of one with the pooled variance beside them.
  private static double[] deviation(double[][] rows, double[] mean, double[] pooled) {
    double[] variance = pooled.clone();
    for (double[] row : rows) {
      addSquares(row, mean, 1, variance);
    }
    return Arrays.stream(variance)
        .map(v -> Math.max(Math.sqrt(v / (rows.length + 1)), LEAST))
        .toArray();
  }

  /// sums[f] += weight · (row[f] − mean[f])².
  private static void addSquares(double[] row, double[] mean, double weight, double[] sums) {
    for (int f = 0; f < sums.length; f++) {
      sums[f] += weight * (row[f] - mean[f]) * (row[f] - mean[f]);
    }
  }
}

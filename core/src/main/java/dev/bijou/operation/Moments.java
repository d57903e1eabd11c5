package dev.bijou.operation;

import dev.bijou.tensor.Tensor;

/// Mean and standard deviation of each feature of a batch, in double; lanes that hold NaN or infinity do not count.
///
/// @param mean of each feature, 0 without lanes
/// @param deviation the population's standard deviation of each feature, 1 where it is 0
public record Moments(double[] mean, double[] deviation) {

  /// The moments of a batch, features × lanes.
  public static Moments of(Tensor x) {
    double[] mean = new double[x.features()];
    double[] deviation = new double[x.features()];
    for (int f = 0; f < x.features(); f++) {
      mean[f] = mean(x, f, 0, 1);
      double variance = mean(x, f, mean[f], 2);
      deviation[f] = variance > 0 ? Math.sqrt(variance) : 1;
    }
    return new Moments(mean, deviation);
  }

  /// The mean of (x − center)^power over the finite values of a feature.
  private static double mean(Tensor x, int feature, double center, int power) {
    double sum = 0;
    int count = 0;
    for (int n = 0; n < x.lanes(); n++) {
      double value = x.get(feature, n);
      if (Double.isFinite(value)) {
        sum += power == 1 ? value - center : (value - center) * (value - center);
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}

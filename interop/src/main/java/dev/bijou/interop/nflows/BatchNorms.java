package dev.bijou.interop.nflows;

import dev.bijou.interop.container.Weights;
import dev.bijou.interop.layer.Linear;
import dev.bijou.interop.layer.Net.Line;
import java.util.Arrays;

/// Batch normalization of PyTorch's as it evaluates: a line for each unit.
final class BatchNorms {
  private static final double EPS = 1e-3; // as the networks of nflows set it

  private BatchNorms() {}

  /// The line of a module; slope 1 and intercept 0 if there is none.
  ///
  /// @param path of the module, with a dot at its end
  static Line of(Weights weights, String path, int units) {
    double[] slope = new double[units];
    double[] intercept = new double[units];
    if (!weights.has(path + "running_var")) {
      Arrays.fill(slope, 1);
      return new Line(slope, intercept);
    }
    double[] gain = weights.get(path + "weight", units).doubles();
    double[] bias = weights.get(path + "bias", units).doubles();
    double[] mean = weights.get(path + "running_mean", units).doubles();
    double[] variance = weights.get(path + "running_var", units).doubles();
    for (int i = 0; i < units; i++) {
      if (variance[i] < 0) {
        throw weights.problem("%srunning_var holds %s".formatted(path, variance[i]));
      }
      slope[i] = gain[i] / Math.sqrt(variance[i] + EPS);
      intercept[i] = bias[i] - slope[i] * mean[i];
    }
    return new Line(slope, intercept);
  }

  /// A line after a linear map, as one linear map.
  static Linear after(Line line, Linear map) {
    double[] w = map.weight().clone();
    double[] b = map.bias().clone();
    for (int i = 0; i < map.outputs(); i++) {
      for (int j = 0; j < map.inputs(); j++) {
        w[i * map.inputs() + j] *= line.slope()[i];
      }
      b[i] = line.slope()[i] * b[i] + line.intercept()[i];
    }
    return new Linear(map.outputs(), map.inputs(), w, b, map.mask());
  }

  /// A line before a linear map, as one linear map.
  static Linear before(Line line, Linear map) {
    double[] w = map.weight().clone();
    double[] b = map.bias().clone();
    for (int i = 0; i < map.outputs(); i++) {
      for (int j = 0; j < map.inputs(); j++) {
        b[i] += w[i * map.inputs() + j] * line.intercept()[j];
        w[i * map.inputs() + j] *= line.slope()[j];
      }
    }
    return new Linear(map.outputs(), map.inputs(), w, b, map.mask());
  }
}

package dev.bijou.operation;

import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// The log-density of independent Student t variables with ν degrees of freedom, in nats:
///
/// ```
/// log p(x) = Σ_f [c − (ν + 1)/2 · log(1 + x_f²/ν)],      dx_f = −(ν + 1) x_f / (ν + x_f²)
/// ```
public final class StudentTLogProb {
  /// How many factors 1 + x²/ν share a logarithm: three of the largest, 1e78 each, still fit a double.
  private static final int GROUP = 3;

  private StudentTLogProb() {}

  /// x of features × lanes → 1 × lanes.
  ///
  /// @param degreesOfFreedom ν
  /// @param constant c, the log-density of one feature at 0
  public static Tensor apply(double degreesOfFreedom, double constant, Tensor x) {
    Workspace workspace = Workspace.current();
    Tensor logProb = workspace.output(1, x.lanes(), x.tracked());
    workspace.compute(() -> compute(degreesOfFreedom, constant, x, logProb));
    Numerics.markNonFinite(x, logProb);
    workspace.record(logProb, () -> backward(degreesOfFreedom, x, logProb.gradient()));
    return logProb;
  }

  private static void compute(double degreesOfFreedom, double constant, Tensor x, Tensor logProb) {
    double rate = 1 / degreesOfFreedom;
    for (int n = 0; n < x.lanes(); n++) {
      double logs = 0;
      for (int f = 0; f < x.features(); f += GROUP) {
        double product = 1;
        for (int i = f, end = Math.min(f + GROUP, x.features()); i < end; i++) {
          double value = x.data()[x.at(i) + n];
          product *= 1 + value * value * rate;
        }
        logs += Math.log(product);
      }
      logProb.data()[logProb.offset() + n] =
          (float) (x.features() * constant - 0.5 * (degreesOfFreedom + 1) * logs);
    }
  }

  private static void backward(double degreesOfFreedom, Tensor x, Tensor dLogProb) {
    Tensor dx = x.gradient();
    for (int f = 0; f < x.features(); f++) {
      for (int n = 0; n < x.lanes(); n++) {
        double value = x.data()[x.at(f) + n];
        double slope = -(degreesOfFreedom + 1) * value / (degreesOfFreedom + value * value);
        dx.data()[dx.at(f) + n] += (float) slope * dLogProb.data()[dLogProb.offset() + n];
      }
    }
  }
}

package dev.bijou.operation;

import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// The log-density of independent variables that are uniform on [low, high] but for a share ε in Pareto tails, in nats;
/// with the width w and the distance d from the range:
///
/// ```
/// log p(x) = Σ_f −log w + (log(1 − ε)                   inside,  dx = 0
///                          log(ε/2) − 2 log(1 + d/w)    outside, dx = ∓2 / (w + d))
/// ```
public final class UniformBoxLogProb {
  private UniformBoxLogProb() {}

  /// x of features × lanes → 1 × lanes.
  ///
  /// @param tailShare ε
  /// @param low features × 1
  /// @param high features × 1
  public static Tensor apply(double tailShare, Tensor low, Tensor high, Tensor x) {
    Shapes.requireFeatures("x", x, "low", low.features());
    Shapes.requireSame("low", low, "high", high);
    Workspace workspace = Workspace.current();
    Tensor logProb = workspace.output(1, x.lanes(), x.tracked());
    workspace.compute(() -> compute(tailShare, low, high, x, logProb));
    Numerics.markNonFinite(x, logProb);
    workspace.record(logProb, () -> backward(low, high, x, logProb.gradient()));
    return logProb;
  }

  private static void compute(double tailShare, Tensor low, Tensor high, Tensor x, Tensor logProb) {
    double inside = Math.log1p(-tailShare);
    double outside = Math.log(tailShare / 2);
    double logWidths = 0;
    for (int f = 0; f < x.features(); f++) {
      logWidths += Math.log(width(low, high, f));
    }
    for (int n = 0; n < x.lanes(); n++) {
      double sum = -logWidths;
      for (int f = 0; f < x.features(); f++) {
        double d = beyond(low, high, f, x.data()[x.at(f) + n]);
        sum += d == 0 ? inside : outside - 2 * Math.log1p(Math.abs(d) / width(low, high, f));
      }
      logProb.data()[logProb.offset() + n] = (float) sum;
    }
  }

  private static void backward(Tensor low, Tensor high, Tensor x, Tensor dLogProb) {
    Tensor dx = x.gradient();
    for (int f = 0; f < x.features(); f++) {
      for (int n = 0; n < x.lanes(); n++) {
        double d = beyond(low, high, f, x.data()[x.at(f) + n]);
        if (d != 0) {
          double slope = -2 * Math.signum(d) / (width(low, high, f) + Math.abs(d));
          dx.data()[dx.at(f) + n] += (float) slope * dLogProb.data()[dLogProb.offset() + n];
        }
      }
    }
  }

  private static double width(Tensor low, Tensor high, int feature) {
    return (double) high.get(feature, 0) - low.get(feature, 0);
  }

  /// How far x lies beyond the range: negative below it, 0 inside, positive above.
  private static double beyond(Tensor low, Tensor high, int feature, double x) {
    return Math.min(x - low.get(feature, 0), 0) + Math.max(x - high.get(feature, 0), 0);
  }
}

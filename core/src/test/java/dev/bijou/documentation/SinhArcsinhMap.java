package dev.bijou.documentation;

import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// y = sinh(δ · asinh x) for each element, with δ = exp(sign · s) for each feature, and
/// log dy/dx = log δ + log cosh(δ · asinh x) − ½ log(1 + x²).
///
/// Sign 1 goes to the base, sign −1 back. Images are clipped to ±[Numerics#IMAGE].
final class SinhArcsinhMap {
  private SinhArcsinhMap() {}

  /// s of features × 1 and x of features × lanes → y and Σ_f log dy/dx.
  static Mapped apply(int sign, Tensor s, Tensor x) {
    Workspace workspace = Workspace.current();
    boolean tracked = x.tracked() || s.tracked();
    Tensor y = workspace.output(x.features(), x.lanes(), tracked);
    Tensor logDet = workspace.output(1, x.lanes(), tracked);
    workspace.compute(() -> compute(sign, s, x, y, logDet));
    workspace.record(y, () -> backward(sign, s, x, y, logDet));
    return new Mapped(y, logDet);
  }

  private static void compute(int sign, Tensor s, Tensor x, Tensor y, Tensor logDet) {
    logDet.fill(0);
    for (int f = 0; f < x.features(); f++) {
      double logDelta = sign * s.get(f, 0);
      double delta = Math.exp(logDelta);
      for (int n = 0; n < x.lanes(); n++) {
        double value = x.get(f, n);
        double u = delta * asinh(value);
        y.data()[y.at(f) + n] = (float) Math.clamp(Math.sinh(u), -Numerics.IMAGE, Numerics.IMAGE);
        logDet.data()[logDet.offset() + n] +=
            (float) (logDelta + logCosh(u) - Math.log1p(value * value) / 2);
      }
    }
  }

  /// With l = log dy/dx and a = asinh x:
  ///
  /// ```
  /// dx = dy · dy/dx + dLogDet · (tanh(δa) · δ/√(1 + x²) − x/(1 + x²))
  /// ds = sign · (dy · cosh(δa) · δa + dLogDet · (1 + δa · tanh(δa)))
  /// ```
  private static void backward(int sign, Tensor s, Tensor x, Tensor y, Tensor logDet) {
    for (int f = 0; f < x.features(); f++) {
      double delta = Math.exp(sign * s.get(f, 0));
      double ds = 0;
      for (int n = 0; n < x.lanes(); n++) {
        double value = x.get(f, n);
        double u = delta * asinh(value);
        double norm = Math.sqrt(1 + value * value);
        boolean clipped = Math.abs(y.get(f, n)) >= Numerics.IMAGE;
        double dy = clipped ? 0 : y.gradient().get(f, n) * Math.cosh(u);
        double dLogDet = logDet.gradient().get(0, n);
        if (x.tracked()) {
          Tensor dx = x.gradient();
          dx.data()[dx.at(f) + n] +=
              (float)
                  (dy * delta / norm
                      + dLogDet * (Math.tanh(u) * delta / norm - value / (norm * norm)));
        }
        ds += sign * (dy * u + dLogDet * (1 + u * Math.tanh(u)));
      }
      if (s.tracked()) {
        s.gradient().data()[s.gradient().at(f)] += (float) ds;
      }
    }
  }

  /// log(x + √(x² + 1)), without cancellation for negative or small x.
  private static double asinh(double x) {
    double square = x * x;
    return Math.copySign(Math.log1p(Math.abs(x) + square / (1 + Math.sqrt(1 + square))), x);
  }

  /// log cosh u, without overflow.
  private static double logCosh(double u) {
    return Math.abs(u) + Math.log1p(Math.exp(-2 * Math.abs(u))) - Math.log(2);
  }
}

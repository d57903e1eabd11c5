package dev.bijou.operation;

import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// A fixed increasing map of each element, computed in double: y = f(x), logDet = Σ_f log f'(x).
///
/// ```
/// dx = dy · f'(x) + dLogDet · (log f')'(x)
/// ```
final class ElementMap {
  private ElementMap() {}

  /// What to do with one element.
  interface Element {
    double image(int feature, double x);

    double logSlope(int feature, double x);

    /// The derivative of [#logSlope] in x.
    double bend(int feature, double x);
  }

  static Mapped apply(Element element, Tensor x) {
    Workspace workspace = Workspace.current();
    Tensor y = workspace.output(x.features(), x.lanes(), x.tracked());
    Tensor logDet = workspace.output(1, x.lanes(), x.tracked());
    workspace.compute(() -> {
      logDet.fill(0);
      for (int f = 0; f < x.features(); f++) {
        for (int n = 0; n < x.lanes(); n++) {
          double value = x.get(f, n);
          y.data()[y.at(f) + n] = Numerics.clip((float) element.image(f, value));
          logDet.data()[logDet.offset() + n] += (float) element.logSlope(f, value);
        }
      }
    });
    workspace.record(
        y,
        () -> {
          Tensor dx = x.gradient();
          for (int f = 0; f < x.features(); f++) {
            for (int n = 0; n < x.lanes(); n++) {
              double value = x.get(f, n);
              double slope = Math.exp(element.logSlope(f, value));
              dx.data()[dx.at(f) + n] +=
                  (float)
                      (y.gradient().get(f, n) * slope
                          + logDet.gradient().get(0, n) * element.bend(f, value));
            }
          }
        });
    return new Mapped(y, logDet);
  }
}

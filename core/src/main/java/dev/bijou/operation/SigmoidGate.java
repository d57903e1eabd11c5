package dev.bijou.operation;

import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// y = x · σ(g), elementwise; dx = dy · σ(g), dg = dy · x · σ(g) · (1 − σ(g)).
public final class SigmoidGate {
  private SigmoidGate() {}

  /// x and g of one shape → the same shape.
  public static Tensor apply(Tensor x, Tensor g) {
    Workspace workspace = Workspace.current();
    Tensor y = workspace.output(x.features(), x.lanes(), x.tracked() || g.tracked());
    workspace.compute(() -> apply(x, g, y));
    workspace.record(
        y,
        () -> {
          for (int f = 0; f < x.features(); f++) {
            for (int n = 0; n < x.lanes(); n++) {
              float sigma = sigmoid(g.get(f, n));
              float dy = y.gradient().get(f, n);
              if (x.tracked()) {
                x.gradient().data()[x.gradient().at(f) + n] += dy * sigma;
              }
              if (g.tracked()) {
                g.gradient().data()[g.gradient().at(f) + n] +=
                    dy * x.get(f, n) * sigma * (1 - sigma);
              }
            }
          }
        });
    return y;
  }

  /// Overwrites y, which may be x, and records nothing.
  public static void apply(Tensor x, Tensor g, Tensor y) {
    for (int f = 0; f < x.features(); f++) {
      for (int n = 0; n < x.lanes(); n++) {
        y.data()[y.at(f) + n] = x.data()[x.at(f) + n] * sigmoid(g.data()[g.at(f) + n]);
      }
    }
  }

  private static float sigmoid(float g) {
    return (float) (1 / (1 + Math.exp(-g)));
  }
}

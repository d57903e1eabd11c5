package dev.bijou.operation;

import dev.bijou.kernel.Spline;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// The parameters of a spline with exponential slopes, softly clipped: with softclip_L(a) = a / (1 + |a| / L),
///
/// ```
/// width and height logits: softclip_{L/2}(a)      slope logits: softclip_L(a)
/// ```
public final class SoftClippedLogits {
  private SoftClippedLogits() {}

  /// Of the shape of θ, (features · parameterCount) × lanes.
  ///
  /// @param limit L
  public static Tensor apply(Spline spline, float limit, Tensor theta) {
    Workspace workspace = Workspace.current();
    Tensor y = workspace.output(theta.features(), theta.lanes(), theta.tracked());
    workspace.compute(() -> {
      for (int r = 0; r < theta.features(); r++) {
        clip(over(spline, limit, r), theta.data(), theta.at(r), y.data(), y.at(r), theta.lanes());
      }
    });
    workspace.record(
        y,
        () -> {
          Tensor gradient = theta.gradient();
          Tensor dy = y.gradient();
          for (int r = 0; r < theta.features(); r++) {
            float over = over(spline, limit, r);
            for (int n = 0; n < theta.lanes(); n++) {
              float rest = 1 / (1 + Math.abs(theta.data()[theta.at(r) + n]) * over);
              gradient.data()[gradient.at(r) + n] += dy.data()[dy.at(r) + n] * rest * rest;
            }
          }
        });
    return y;
  }

  /// One over the limit of a row.
  private static float over(Spline spline, float limit, int row) {
    return row % spline.parameterCount() < 2 * spline.bins() ? 2 / limit : 1 / limit;
  }

  private static void clip(float over, float[] a, int aAt, float[] y, int yAt, int count) {
    for (int n = 0; n < count; n++) {
      y[yAt + n] = a[aAt + n] / (1 + Math.abs(a[aAt + n]) * over);
    }
  }
}

package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// Layer normalization over the features of each lane (Ba et al., 2016, arXiv:1607.06450):
///
/// ```
/// u_f = (x_f − m) · k,    m = mean_f x_f,    k = 1 / √(mean_f (x_f − m)² + 10⁻⁴)
/// y_f = gain_f · u_f + shift_f
/// dgain_f = Σ_n dy · u      dshift_f = Σ_n dy
/// dx_f = k · (g_f − mean_f g − u_f · mean_f (g · u)),    g_f = dy_f · gain_f
/// ```
public final class LayerNormalization {
  /// Added to the variance, as Glow-TTS has it.
  private static final float EPSILON = 1e-4f;

  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private LayerNormalization() {}

  /// gain and shift of features × 1, x of features × lanes → features × lanes.
  public static Tensor apply(Tensor gain, Tensor shift, Tensor x) {
    Shapes.requireFeatures("x", x, "gain", gain.features());
    Shapes.requireFeatures("x", x, "shift", shift.features());
    Workspace workspace = Workspace.current();
    boolean tracked = gain.tracked() || shift.tracked() || x.tracked();
    Tensor y = workspace.output(x.features(), x.lanes(), tracked);
    Tensor u = workspace.scratch(x.features(), x.lanes());
    Tensor k = workspace.scratch(1, x.lanes());
    workspace.compute(() -> {
      normalize(x, u, k);
      for (int f = 0; f < x.features(); f++) {
        y.rows(f, f + 1).fill(shift.get(f, 0));
      }
      KERNELS.addScaledRows(gain.data(), gain.offset(), 1, u.matrix(), y.matrix());
    });
    workspace.record(y, () -> backward(workspace, gain, shift, x, u, k, y.gradient()));
    return y;
  }

  private static void normalize(Tensor x, Tensor u, Tensor k) {
    int lanes = x.lanes();
    float share = 1f / x.features();
    float[] mean = new float[lanes];
    float[] to = u.data();
    for (int f = 0; f < x.features(); f++) {
      KERNELS.addScaled(share, x.data(), x.at(f), mean, 0, lanes);
    }
    k.fill(0);
    for (int f = 0; f < x.features(); f++) {
      int at = u.at(f);
      System.arraycopy(x.data(), x.at(f), to, at, lanes);
      KERNELS.addScaled(-1, mean, 0, to, at, lanes);
    }
    KERNELS.sumSquares(u.matrix(), Float.MAX_VALUE, k.data(), k.offset());
    for (int n = k.offset(); n < k.offset() + lanes; n++) {
      k.data()[n] = (float) (1 / Math.sqrt(k.data()[n] * share + EPSILON));
    }
    for (int f = 0; f < x.features(); f++) {
      int at = u.at(f);
      for (int n = 0; n < lanes; n++) {
        to[at + n] *= k.data()[k.offset() + n];
      }
    }
  }

  private static void backward(
      Workspace workspace, Tensor gain, Tensor shift, Tensor x, Tensor u, Tensor k, Tensor dy) {
    if (gain.tracked()) {
      Tensor dGain = gain.gradient();
      KERNELS.rowDots(dy.matrix(), u.matrix(), dGain.data(), dGain.offset(), 1);
    }
    if (shift.tracked()) {
      KERNELS.rowSums(dy.matrix(), shift.gradient().data(), shift.gradient().offset());
    }
    if (!x.tracked()) {
      return;
    }
    int lanes = x.lanes();
    float share = 1f / x.features();
    Tensor means = workspace.scratch(2, lanes); // of g, and of g · u
    means.fill(0);
    int g = means.at(0);
    int gu = means.at(1);
    for (int f = 0; f < x.features(); f++) {
      float scale = share * gain.get(f, 0);
      int from = dy.at(f);
      int by = u.at(f);
      for (int n = 0; n < lanes; n++) {
        float slope = scale * dy.data()[from + n];
        means.data()[g + n] += slope;
        means.data()[gu + n] += slope * u.data()[by + n];
      }
    }
    Tensor dx = x.gradient();
    for (int f = 0; f < x.features(); f++) {
      float scale = gain.get(f, 0);
      int from = dy.at(f);
      int by = u.at(f);
      int to = dx.at(f);
      for (int n = 0; n < lanes; n++) {
        float rest =
            scale * dy.data()[from + n]
                - means.data()[g + n]
                - u.data()[by + n] * means.data()[gu + n];
        dx.data()[to + n] += k.data()[k.offset() + n] * rest;
      }
    }
  }
}

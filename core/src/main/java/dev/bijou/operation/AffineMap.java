package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// An affine map for each element, with parameters θ = (t, a) and the log-scale s = a / (1 + |a| / limit):
///
/// ```
/// direct: y = (x − t) · exp(−s), log dy/dx = −s        root: x = y · exp(s) + t, log dx/dy = s
/// ```
///
/// Images are clipped to ±[Saturation#IMAGE].
public final class AffineMap {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private AffineMap() {}

  /// y and Σ_f log dy/dx; x of features × lanes, θ of 2·features × lanes.
  public static Mapped direct(float limit, Tensor x, Tensor theta) {
    Workspace workspace = Workspace.current();
    boolean tracked = x.tracked() || theta.tracked();
    Tensor y = workspace.output(x.features(), x.lanes(), tracked);
    Tensor logDet = workspace.output(1, x.lanes(), tracked);
    logDet.fill(0);
    KERNELS.affineDirect(
        limit,
        Saturation.IMAGE,
        x.matrix(),
        theta.matrix(),
        y.matrix(),
        logDet.data(),
        logDet.offset());
    workspace.record(y, () -> backward(limit, -1, x, y, theta, y.gradient(), logDet.gradient()));
    return new Mapped(y, logDet);
  }

  /// x and Σ_f log dx/dy; y of features × lanes, θ of 2·features × lanes.
  public static Mapped root(float limit, Tensor y, Tensor theta) {
    Workspace workspace = Workspace.current();
    boolean tracked = y.tracked() || theta.tracked();
    Tensor x = workspace.output(y.features(), y.lanes(), tracked);
    Tensor logDet = workspace.output(1, y.lanes(), tracked);
    logDet.fill(0);
    KERNELS.affineRoot(
        limit,
        Saturation.IMAGE,
        y.matrix(),
        theta.matrix(),
        x.matrix(),
        logDet.data(),
        logDet.offset());
    workspace.record(x, () -> backward(limit, 1, y, x, theta, x.gradient(), logDet.gradient()));
    return new Mapped(x, logDet);
  }

  /// direct (sign −1): dx = dy e^−s, dt = −dy e^−s, ds = −dy y − dLogDet.
  /// root (sign +1): dy = dx e^s, dt = dx, ds = dx (x − t) + dLogDet.
  private static void backward(
      float limit, int sign, Tensor in, Tensor out, Tensor theta, Tensor dOut, Tensor dLogDet) {
    for (int f = 0; f < in.features(); f++) {
      for (int n = 0; n < in.lanes(); n++) {
        float t = theta.data()[theta.at(2 * f) + n];
        float a = theta.data()[theta.at(2 * f + 1) + n];
        float rest = 1 / (1 + Math.abs(a) / limit); // ds/da = rest²
        float image = out.data()[out.at(f) + n];
        float slope = Math.abs(image) < Saturation.IMAGE ? dOut.data()[dOut.at(f) + n] : 0;
        float scale = in.tracked() || sign < 0 ? (float) Math.exp(sign * a * rest) : 0;
        if (in.tracked()) {
          in.gradient().data()[in.gradient().at(f) + n] += slope * scale;
        }
        if (theta.tracked()) {
          Tensor dTheta = theta.gradient();
          float moment = sign < 0 ? -slope * image : slope * (image - t);
          dTheta.data()[dTheta.at(2 * f) + n] += sign < 0 ? -slope * scale : slope;
          dTheta.data()[dTheta.at(2 * f + 1) + n] +=
              rest * rest * (moment + sign * dLogDet.data()[dLogDet.offset() + n]);
        }
      }
    }
  }
}

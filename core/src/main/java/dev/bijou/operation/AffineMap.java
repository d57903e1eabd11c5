package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// An affine map for each element, with parameters θ = (t, a) and the log-scale s = a / (1 + |a| / limit):
///
/// ```
/// direct: y = (x − t) · exp(−s), log dy/dx = −s        root: x = y · exp(s) + t, log dx/dy = s
/// ```
///
/// Images are clipped to ±[Numerics#IMAGE].
public final class AffineMap {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private AffineMap() {}

  /// y and Σ_f log dy/dx; x of features × lanes, θ of 2·features × lanes.
  public static Mapped direct(float limit, Tensor x, Tensor theta) {
    Workspace workspace = Workspace.current();
    boolean tracked = x.tracked() || theta.tracked();
    Tensor y = workspace.output(x.features(), x.lanes(), tracked);
    Tensor logDet = workspace.output(1, x.lanes(), tracked);
    workspace.compute(() -> {
      logDet.fill(0);
      KERNELS.affineDirect(
          limit,
          Numerics.IMAGE,
          x.matrix(),
          theta.matrix(),
          y.matrix(),
          logDet.data(),
          logDet.offset());
    });
    workspace.record(
        y,
        () ->
            KERNELS.affineDirectBackward(
                limit,
                Numerics.IMAGE,
                y.matrix(),
                theta.matrix(),
                y.gradient().matrix(),
                logDet.gradient().data(),
                logDet.gradient().offset(),
                workspace.gradientOrScratch(x).matrix(),
                workspace.gradientOrScratch(theta).matrix()));
    return new Mapped(y, logDet);
  }

  /// x and Σ_f log dx/dy; y of features × lanes, θ of 2·features × lanes.
  public static Mapped root(float limit, Tensor y, Tensor theta) {
    Workspace workspace = Workspace.current();
    boolean tracked = y.tracked() || theta.tracked();
    Tensor x = workspace.output(y.features(), y.lanes(), tracked);
    Tensor logDet = workspace.output(1, y.lanes(), tracked);
    workspace.compute(() -> {
      logDet.fill(0);
      KERNELS.affineRoot(
          limit,
          Numerics.IMAGE,
          y.matrix(),
          theta.matrix(),
          x.matrix(),
          logDet.data(),
          logDet.offset());
    });
    workspace.record(
        x,
        () ->
            KERNELS.affineRootBackward(
                limit,
                Numerics.IMAGE,
                x.matrix(),
                theta.matrix(),
                x.gradient().matrix(),
                logDet.gradient().data(),
                logDet.gradient().offset(),
                workspace.gradientOrScratch(y).matrix(),
                workspace.gradientOrScratch(theta).matrix()));
    return new Mapped(x, logDet);
  }
}

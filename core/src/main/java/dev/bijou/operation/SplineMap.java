package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.kernel.Spline;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// A rational-quadratic spline for each element, with parameters θ; see [Spline] for the formulas.
///
/// The backward pass recomputes the bins instead of storing them.
public final class SplineMap {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private SplineMap() {}

  /// y = spline(x; θ) and Σ_f log dy/dx; x of features × lanes, θ of (features · parameterCount) × lanes.
  public static Mapped direct(Spline spline, Tensor x, Tensor theta) {
    Workspace workspace = Workspace.current();
    boolean tracked = x.tracked() || theta.tracked();
    Tensor y = workspace.output(x.features(), x.lanes(), tracked);
    Tensor logDet = workspace.output(1, x.lanes(), tracked);
    workspace.compute(() -> {
      logDet.fill(0);
      KERNELS.splineDirect(
          spline, x.matrix(), theta.matrix(), y.matrix(), logDet.data(), logDet.offset());
    });
    workspace.record(
        y,
        () -> {
          Tensor dLogDet = logDet.gradient();
          KERNELS.splineDirectBackward(
              spline,
              x.matrix(),
              theta.matrix(),
              y.gradient().matrix(),
              dLogDet.data(),
              dLogDet.offset(),
              workspace.gradientOrScratch(x).matrix(),
              workspace.gradientOrScratch(theta).matrix());
        });
    return new Mapped(y, logDet);
  }

  /// x = spline⁻¹(y; θ) and Σ_f log dx/dy; shapes as in [#direct].
  public static Mapped root(Spline spline, Tensor y, Tensor theta) {
    Workspace workspace = Workspace.current();
    boolean tracked = y.tracked() || theta.tracked();
    Tensor x = workspace.output(y.features(), y.lanes(), tracked);
    Tensor logDet = workspace.output(1, y.lanes(), tracked);
    workspace.compute(() -> {
      logDet.fill(0);
      KERNELS.splineRoot(
          spline, y.matrix(), theta.matrix(), x.matrix(), logDet.data(), logDet.offset());
    });
    workspace.record(
        x,
        () -> {
          Tensor dLogDet = logDet.gradient();
          KERNELS.splineRootBackward(
              spline,
              x.matrix(),
              theta.matrix(),
              x.gradient().matrix(),
              dLogDet.data(),
              dLogDet.offset(),
              workspace.gradientOrScratch(y).matrix(),
              workspace.gradientOrScratch(theta).matrix());
        });
    return new Mapped(x, logDet);
  }
}

package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// y = max(−limit, min(x, limit)); dx = dy where |x| < limit and 0 elsewhere.
public final class Clip {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private Clip() {}

  /// x of any shape → the same shape.
  public static Tensor apply(float limit, Tensor x) {
    Workspace workspace = Workspace.current();
    Tensor y = workspace.output(x.features(), x.lanes(), x.tracked());
    workspace.compute(
        () -> KERNELS.clip(-limit, limit, x.data(), x.offset(), y.data(), y.offset(), x.size()));
    workspace.record(
        y,
        () -> {
          Tensor dy = y.gradient();
          Tensor dx = x.gradient();
          for (int i = 0; i < x.size(); i++) {
            if (Math.abs(x.data()[x.offset() + i]) < limit) {
              dx.data()[dx.offset() + i] += dy.data()[dy.offset() + i];
            }
          }
        });
    return y;
  }
}

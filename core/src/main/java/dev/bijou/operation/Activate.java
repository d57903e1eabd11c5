package dev.bijou.operation;

import dev.bijou.Activation;
import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// y = f(x), elementwise; dx = f'(x) · dy.
public final class Activate {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private Activate() {}

  /// x of any shape → the same shape.
  public static Tensor apply(Activation activation, Tensor x) {
    Workspace workspace = Workspace.current();
    Tensor y = workspace.output(x.features(), x.lanes(), x.tracked());
    workspace.compute(
        () -> KERNELS.activate(activation, x.data(), x.offset(), y.data(), y.offset(), x.size()));
    workspace.record(
        y,
        () -> {
          Tensor dy = y.gradient();
          Tensor dx = x.gradient();
          KERNELS.activateBackward(
              activation,
              x.data(),
              x.offset(),
              y.data(),
              y.offset(),
              dy.data(),
              dy.offset(),
              dx.data(),
              dx.offset(),
              x.size());
        });
    return y;
  }
}

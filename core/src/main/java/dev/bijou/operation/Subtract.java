package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// z = x − y; dx = dz, dy = −dz.
public final class Subtract {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private Subtract() {}

  /// x and y of the same shape → that shape.
  public static Tensor apply(Tensor x, Tensor y) {
    Shapes.requireSame("x", x, "y", y);
    Workspace workspace = Workspace.current();
    Tensor z = workspace.output(x.features(), x.lanes(), x.tracked() || y.tracked());
    workspace.compute(() -> {
      z.set(x);
      KERNELS.addScaled(-1, y.data(), y.offset(), z.data(), z.offset(), z.size());
    });
    workspace.record(
        z,
        () -> {
          Tensor dz = z.gradient();
          Add.accumulate(dz, x);
          if (y.tracked()) {
            Tensor dy = y.gradient();
            KERNELS.addScaled(-1, dz.data(), dz.offset(), dy.data(), dy.offset(), dz.size());
          }
        });
    return z;
  }
}

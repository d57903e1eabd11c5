package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// z = x + y; dx = dz, dy = dz.
public final class Add {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private Add() {}

  /// x and y of the same shape → that shape.
  public static Tensor apply(Tensor x, Tensor y) {
    Shapes.requireSame("x", x, "y", y);
    Workspace workspace = Workspace.current();
    Tensor z = workspace.output(x.features(), x.lanes(), x.tracked() || y.tracked());
    workspace.compute(() ->
        KERNELS.add(x.data(), x.offset(), y.data(), y.offset(), z.data(), z.offset(), x.size()));
    workspace.record(
        z,
        () -> {
          accumulate(z.gradient(), x);
          accumulate(z.gradient(), y);
        });
    return z;
  }

  /// Adds a gradient to that of an operand, if one is collected.
  public static void accumulate(Tensor gradient, Tensor operand) {
    if (operand.tracked()) {
      Tensor target = operand.gradient();
      KERNELS.addScaled(
          1, gradient.data(), gradient.offset(), target.data(), target.offset(), gradient.size());
    }
  }
}

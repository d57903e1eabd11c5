package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.kernel.Staircase;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// y = W x + b, dense or masked by a staircase.
///
/// ```
/// dx = Wᵀ dy      dW = dy xᵀ (within the stairs)      db = Σ_lanes dy
/// ```
public final class Linear {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private Linear() {}

  /// W of out × in, b of out × 1, x of in × lanes → out × lanes.
  public static Tensor apply(Tensor weight, Tensor bias, Tensor x, Staircase stairs) {
    Shapes.requireFeatures("x", x, "the weight's input", weight.lanes());
    Workspace workspace = Workspace.current();
    boolean tracked = weight.tracked() || bias.tracked() || x.tracked();
    Tensor y = workspace.output(weight.features(), x.lanes(), tracked);
    workspace.compute(() ->
        KERNELS.linear(
            weight.matrix(), bias.data(), bias.offset(), x.matrix(), y.matrix(), stairs));
    workspace.record(
        y,
        () -> {
          Tensor dy = y.gradient();
          if (x.tracked()) {
            KERNELS.linearBackwardData(weight.matrix(), dy.matrix(), x.gradient().matrix(), stairs);
          }
          if (weight.tracked()) {
            KERNELS.linearBackwardWeight(
                dy.matrix(), x.matrix(), weight.gradient().matrix(), stairs);
          }
          if (bias.tracked()) {
            KERNELS.rowSums(dy.matrix(), bias.gradient().data(), bias.gradient().offset());
          }
        });
    return y;
  }

  /// [#apply] for one lane from the transpose of the weight (in × out), bit for bit the same. Records nothing.
  public static Tensor applyOne(Tensor transposed, Tensor bias, Tensor x, Staircase stairs) {
    Shapes.requireFeatures("x", x, "the weight's input", transposed.features());
    Workspace workspace = Workspace.current();
    Tensor y = workspace.scratch(transposed.lanes(), 1);
    workspace.compute(() ->
        KERNELS.linearOne(
            transposed.matrix(),
            bias.data(),
            bias.offset(),
            x.data(),
            x.offset(),
            y.data(),
            y.offset(),
            stairs));
    return y;
  }
}

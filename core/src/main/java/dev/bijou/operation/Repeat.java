package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// Nearest upsampling: y[f, n] = x[f, ⌊n / rate⌋], each lane rate times; dx[f, n] += Σ dy[f, rate·n … rate·n + rate − 1].
final class Repeat {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private Repeat() {}

  /// x of features × lanes → features × (lanes · rate).
  public static Tensor apply(int rate, Tensor x) {
    Workspace workspace = Workspace.current();
    Tensor y = workspace.output(x.features(), Math.multiplyExact(x.lanes(), rate), x.tracked());
    float[] nothing = new float[x.features()];
    workspace.compute(() -> KERNELS.repeatRows(nothing, 0, x.matrix(), rate, y.matrix()));
    workspace.record(y, () -> accumulate(rate, y.gradient(), x));
    return y;
  }

  /// Adds the gradient of the repeated operand to the operand's own, if one is collected.
  static void accumulate(int rate, Tensor gradient, Tensor operand) {
    if (!operand.tracked()) {
      return;
    }
    if (rate == 1) {
      Add.accumulate(gradient, operand);
      return;
    }
    Tensor target = operand.gradient();
    float[] from = gradient.data();
    float[] to = target.data();
    int at = gradient.offset();
    for (int i = target.offset(), end = i + target.size(); i < end; i++) {
      float sum = to[i];
      for (int r = 0; r < rate; r++) {
        sum += from[at++];
      }
      to[i] = sum;
    }
  }
}

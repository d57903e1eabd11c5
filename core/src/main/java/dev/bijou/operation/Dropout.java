package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// Drops a random share of the elements while a tape records, and scales the others by 1 / (1 − rate) (Srivastava et
/// al., 2014). Without a tape it is the identity.
///
/// The mask is a hash of (seed of the tape, index), so the backward pass makes it again instead of storing it.
public final class Dropout {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private Dropout() {}

  /// x of any shape → the same shape.
  public static Tensor apply(float rate, Tensor x) {
    Workspace workspace = Workspace.current();
    if (rate == 0 || !workspace.training()) {
      return x;
    }
    int seed = workspace.nextSeed();
    Tensor y = workspace.output(x.features(), x.lanes(), x.tracked());
    y.fill(0);
    KERNELS.dropout(seed, rate, x.data(), x.offset(), y.data(), y.offset(), x.size());
    workspace.record(
        y,
        () -> {
          Tensor dy = y.gradient();
          Tensor dx = x.gradient();
          KERNELS.dropout(seed, rate, dy.data(), dy.offset(), dx.data(), dx.offset(), x.size());
        });
    return y;
  }
}

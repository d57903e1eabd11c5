package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// The gated unit of WaveNet (van den Oord et al., 2016, arXiv:1609.03499): y = tanh(a) · σ(b), where a is the first half
/// of the features and b the second.
///
/// ```
/// da = dy · σ(b) · (1 − tanh² a)      db = dy · tanh a · σ(b) · (1 − σ(b))
/// ```
public final class GatedUnit {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private GatedUnit() {}

  /// u of 2·features × lanes → features × lanes.
  ///
  /// @throws IllegalArgumentException if u has an odd number of features
  public static Tensor apply(Tensor u) {
    if (u.features() % 2 != 0) {
      throw new IllegalArgumentException(
          "a gated unit needs an even number of features, got " + u.features());
    }
    int half = u.features() / 2;
    Workspace workspace = Workspace.current();
    Tensor y = workspace.output(half, u.lanes(), u.tracked());
    workspace.compute(() ->
        KERNELS.gate(u.data(), u.at(0), u.data(), u.at(half), y.data(), y.offset(), y.size()));
    workspace.record(
        y,
        () -> {
          Tensor dy = y.gradient();
          Tensor du = u.gradient();
          KERNELS.gateBackward(
              u.data(),
              u.at(0),
              u.data(),
              u.at(half),
              dy.data(),
              dy.offset(),
              du.data(),
              du.at(0),
              du.data(),
              du.at(half),
              y.size());
        });
    return y;
  }
}

package dev.bijou.nn;

import dev.bijou.Activation;
import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// The elementwise steps of a sweep, which overwrites its own buffers and records nothing.
final class InPlace {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private InPlace() {}

  /// x ← f(x).
  static void activate(Activation activation, Tensor x) {
    activate(activation, x, x);
  }

  /// y ← f(x).
  static void activate(Activation activation, Tensor x, Tensor y) {
    Workspace.current()
        .compute(() ->
            KERNELS.activate(activation, x.data(), x.offset(), y.data(), y.offset(), x.size()));
  }

  /// y ← x + y.
  static void add(Tensor x, Tensor y) {
    Workspace.current()
        .compute(() ->
            KERNELS.add(
                x.data(), x.offset(), y.data(), y.offset(), y.data(), y.offset(), x.size()));
  }

  /// y ← max(−limit, min(x, limit)).
  static void clip(float limit, Tensor x, Tensor y) {
    Workspace.current()
        .compute(() ->
            KERNELS.clip(-limit, limit, x.data(), x.offset(), y.data(), y.offset(), x.size()));
  }
}

package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// The log-density of the standard normal, in nats:
///
/// ```
/// log p(z) = −½ Σ_f z_f² − (features / 2) · log 2π,      dz_f = −z_f
/// ```
///
/// Squares count up to [#CAP], so that the sum of any number of features stays finite; a lane that holds a capped
/// square is flat, and passes no gradient.
public final class NormalLogProb {
  /// The largest square that counts: that of 1e15.
  static final float CAP = 1e30f;

  /// log 2π.
  static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private NormalLogProb() {}

  /// The log-density of one feature at z.
  public static double of(double z) {
    return -0.5 * (z * z + LOG_TWO_PI);
  }

  /// z of features × lanes → 1 × lanes.
  public static Tensor apply(Tensor z) {
    Workspace workspace = Workspace.current();
    Tensor logProb = workspace.output(1, z.lanes(), z.tracked());
    float constant = (float) (-0.5 * z.features() * LOG_TWO_PI);
    workspace.compute(() -> {
      logProb.fill(0);
      KERNELS.sumSquares(z.matrix(), CAP, logProb.data(), logProb.offset());
      for (int n = logProb.offset(), end = n + z.lanes(); n < end; n++) {
        logProb.data()[n] = -0.5f * logProb.data()[n] + constant;
      }
    });
    Numerics.markNonFinite(z, logProb);
    workspace.record(logProb, () -> backward(workspace, z, logProb));
    return logProb;
  }

  private static void backward(Workspace workspace, Tensor z, Tensor logProb) {
    Tensor slope = workspace.scratch(1, z.lanes());
    for (int n = 0; n < z.lanes(); n++) {
      slope.data()[slope.offset() + n] =
          logProb.get(0, n) > -0.49f * CAP ? -logProb.gradient().get(0, n) : 0;
    }
    float[] values = z.data();
    float[] slopes = slope.data();
    float[] gradients = z.gradient().data();
    for (int f = 0; f < z.features(); f++) {
      int from = z.at(f);
      int to = z.gradient().at(f);
      int by = slope.offset();
      for (int n = 0; n < z.lanes(); n++) {
        gradients[to + n] += values[from + n] * slopes[by + n];
      }
    }
  }
}

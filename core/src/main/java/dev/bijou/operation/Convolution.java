package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.kernel.Staircase;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import org.jspecify.annotations.Nullable;

/// A dilated convolution over the frames of each segment, as one product for each tap, with W_k the weights of tap k:
///
/// ```
/// y[·, t] = b + Σ_k W_k x[·, t + offset(k)]       (+ an addend, each lane of it repeated)
/// dx[·, t + offset(k)] += W_kᵀ dy[·, t]    dW_k = Σ_t dy[·, t] x[·, t + offset(k)]ᵀ    db = Σ_t dy[·, t]
/// ```
///
/// The products run on the lanes where they lie: nothing is copied. A convolution of one tap is a linear layer.
public final class Convolution {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private Convolution() {}

  /// weight of out × (kernel · in), tap by tap; bias of out × 1; x of in × lanes → out × lanes.
  ///
  /// @param segments the lanes are that many segments
  /// @throws IllegalArgumentException if a shape does not fit
  public static Tensor apply(Taps taps, Tensor weight, Tensor bias, Tensor x, int segments) {
    return compute(taps, weight, bias, x, segments, null);
  }

  /// [#apply] added to an addend of out × (lanes / rate), each lane of which stands for `rate` lanes.
  ///
  /// @throws IllegalArgumentException if a shape does not fit
  public static Tensor onto(
      Tensor addend, Taps taps, Tensor weight, Tensor bias, Tensor x, int segments) {
    Shapes.requireFeatures("addend", addend, "the convolution", weight.features());
    if (addend.lanes() == 0 ? x.lanes() != 0 : x.lanes() % addend.lanes() != 0) {
      throw new IllegalArgumentException(
          "x has %d lanes, which is no multiple of the addend's %d"
              .formatted(x.lanes(), addend.lanes()));
    }
    return compute(taps, weight, bias, x, segments, addend);
  }

  private static Tensor compute(
      Taps taps, Tensor weight, Tensor bias, Tensor x, int segments, @Nullable Tensor addend) {
    if (weight.lanes() != taps.kernel() * x.features()) {
      throw new IllegalArgumentException(
          "x has %d features, but the weight has %d columns for %d taps"
              .formatted(x.features(), weight.lanes(), taps.kernel()));
    }
    Taps.requireSegments(x, segments);
    Workspace workspace = Workspace.current();
    boolean tracked =
        weight.tracked() || bias.tracked() || x.tracked() || (addend != null && addend.tracked());
    int lanes = x.lanes();
    Tensor y = workspace.output(weight.features(), lanes, tracked);
    Staircase full = Staircase.full(weight.features(), x.features());
    int rate = addend == null || lanes == 0 ? 1 : lanes / addend.lanes();
    workspace.compute(() -> {
      start(bias, addend, rate, y);
      taps.each(
          lanes,
          segments,
          (tap, yLane, xLane, count) ->
              KERNELS.addProduct(
                  taps.weights(weight, tap),
                  Taps.lanes(x, xLane, count),
                  Taps.lanes(y, yLane, count),
                  full));
    });
    workspace.record(
        y,
        () -> {
          Tensor dy = y.gradient();
          if (x.tracked()) {
            Tensor dx = x.gradient();
            taps.each(
                lanes,
                segments,
                (tap, yLane, xLane, count) ->
                    KERNELS.linearBackwardData(
                        taps.weights(weight, tap),
                        Taps.lanes(dy, yLane, count),
                        Taps.lanes(dx, xLane, count),
                        full));
          }
          if (weight.tracked()) {
            Tensor dw = weight.gradient();
            taps.each(
                lanes,
                segments,
                (tap, yLane, xLane, count) ->
                    KERNELS.linearBackwardWeight(
                        Taps.lanes(dy, yLane, count),
                        Taps.lanes(x, xLane, count),
                        taps.weights(dw, tap),
                        full));
          }
          if (bias.tracked()) {
            KERNELS.rowSums(dy.matrix(), bias.gradient().data(), bias.gradient().offset());
          }
          if (addend != null) {
            Repeat.accumulate(rate, dy, addend);
          }
        });
    return y;
  }

  /// y = b, plus the addend.
  private static void start(Tensor bias, @Nullable Tensor addend, int rate, Tensor y) {
    if (addend != null) {
      KERNELS.repeatRows(bias.data(), bias.offset(), addend.matrix(), rate, y.matrix());
      return;
    }
    for (int i = 0; i < y.features(); i++) {
      y.rows(i, i + 1).fill(bias.get(i, 0));
    }
  }
}

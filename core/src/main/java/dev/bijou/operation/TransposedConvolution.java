package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.kernel.Staircase;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// Learned upsampling: each frame becomes `stride` frames, whose values are sums over that frame and those before it.
///
/// ```
/// y[o, stride · t + r] = b_o + Σ_k W_k[o · stride + r, ·] x[·, t + offset(k)]
/// ```
///
/// With causal taps of kernel K it is a transposed convolution with a kernel of K · stride, cut to `stride` frames for each
/// frame of the segment.
public final class TransposedConvolution {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private TransposedConvolution() {}

  /// weight of (out · stride) × (kernel · in), tap by tap; bias of out × 1; x of in × lanes → out × (lanes · stride).
  ///
  /// @param segments the lanes are that many segments
  /// @throws IllegalArgumentException if a shape does not fit
  public static Tensor apply(
      Taps taps, int stride, Tensor weight, Tensor bias, Tensor x, int segments) {
    Shapes.requireFeatures("weight", weight, "the stride times the bias", bias.features() * stride);
    if (weight.lanes() != taps.kernel() * x.features()) {
      throw new IllegalArgumentException(
          "x has %d features, but the weight has %d columns for %d taps"
              .formatted(x.features(), weight.lanes(), taps.kernel()));
    }
    Taps.requireSegments(x, segments);
    Workspace workspace = Workspace.current();
    boolean tracked = weight.tracked() || bias.tracked() || x.tracked();
    int lanes = x.lanes();
    Tensor y = workspace.output(bias.features(), Math.multiplyExact(lanes, stride), tracked);
    Tensor phases = workspace.scratch(weight.features(), lanes); // (out · stride) × lanes
    Staircase full = Staircase.full(weight.features(), x.features());
    workspace.compute(() -> {
      phases.fill(0);
      taps.each(
          lanes,
          segments,
          (tap, yLane, xLane, count) ->
              KERNELS.addProduct(
                  taps.weights(weight, tap),
                  Taps.lanes(x, xLane, count),
                  Taps.lanes(phases, yLane, count),
                  full));
      for (int o = 0; o < y.features(); o++) {
        for (int r = 0; r < stride; r++) {
          int from = phases.at(o * stride + r);
          for (int n = 0, to = y.at(o) + r; n < lanes; n++, to += stride) {
            y.data()[to] = phases.data()[from + n] + bias.get(o, 0);
          }
        }
      }
    });
    workspace.record(
        y, () -> backward(taps, stride, weight, bias, x, segments, y.gradient(), full));
    return y;
  }

  private static void backward(
      Taps taps,
      int stride,
      Tensor weight,
      Tensor bias,
      Tensor x,
      int segments,
      Tensor dy,
      Staircase full) {
    int lanes = x.lanes();
    Tensor phases = Workspace.current().scratch(weight.features(), lanes);
    for (int o = 0; o < dy.features(); o++) {
      for (int r = 0; r < stride; r++) {
        int to = phases.at(o * stride + r);
        for (int n = 0, from = dy.at(o) + r; n < lanes; n++, from += stride) {
          phases.data()[to + n] = dy.data()[from];
        }
      }
    }
    if (x.tracked()) {
      Tensor dx = x.gradient();
      taps.each(
          lanes,
          segments,
          (tap, yLane, xLane, count) ->
              KERNELS.linearBackwardData(
                  taps.weights(weight, tap),
                  Taps.lanes(phases, yLane, count),
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
                  Taps.lanes(phases, yLane, count),
                  Taps.lanes(x, xLane, count),
                  taps.weights(dw, tap),
                  full));
    }
    if (bias.tracked()) {
      KERNELS.rowSums(dy.matrix(), bias.gradient().data(), bias.gradient().offset());
    }
  }
}

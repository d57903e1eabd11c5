package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// A convolution of each feature by itself over the frames of each segment:
///
/// ```
/// y[f, t] = b_f + Σ_k w[f, k] · x[f, t + offset(k)]
/// dx[f, t + offset(k)] += w[f, k] · dy[f, t]    dw[f, k] = Σ_t dy[f, t] · x[f, t + offset(k)]    db_f = Σ_t dy[f, t]
/// ```
public final class DepthwiseConvolution {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private DepthwiseConvolution() {}

  /// weight of features × kernel, bias of features × 1, x of features × lanes → features × lanes.
  ///
  /// @param segments the lanes are that many segments
  /// @throws IllegalArgumentException if a shape does not fit
  public static Tensor apply(Taps taps, Tensor weight, Tensor bias, Tensor x, int segments) {
    Shapes.requireFeatures("x", x, "the weight", weight.features());
    if (weight.lanes() != taps.kernel()) {
      throw new IllegalArgumentException(
          "the weight has %d columns, but there are %d taps"
              .formatted(weight.lanes(), taps.kernel()));
    }
    Taps.requireSegments(x, segments);
    Workspace workspace = Workspace.current();
    boolean tracked = weight.tracked() || bias.tracked() || x.tracked();
    int lanes = x.lanes();
    Tensor y = workspace.output(x.features(), lanes, tracked);
    workspace.compute(() -> {
      for (int f = 0; f < y.features(); f++) {
        y.rows(f, f + 1).fill(bias.get(f, 0));
      }
      taps.each(
          lanes,
          segments,
          (tap, yLane, xLane, count) ->
              KERNELS.addScaledRows(
                  weight.data(),
                  weight.offset() + tap,
                  taps.kernel(),
                  Taps.lanes(x, xLane, count),
                  Taps.lanes(y, yLane, count)));
    });
    workspace.record(y, () -> backward(taps, weight, bias, x, segments, y.gradient()));
    return y;
  }

  /// The convolution of x after each feature went through a line of its own, in one pass: what [BatchNormalization] and
  /// [#apply] do without a tape. Records nothing.
  ///
  /// @param line the scale and the offset of each feature
  public static Tensor ofLines(
      Taps taps, Tensor weight, Tensor bias, BatchNormalization.Line line, Tensor x, int segments) {
    Shapes.requireFeatures("x", x, "the weight", weight.features());
    Taps.requireSegments(x, segments);
    Workspace workspace = Workspace.current();
    Tensor y = workspace.scratch(x.features(), x.lanes());
    int kernel = taps.kernel();
    float[] scaled = new float[weight.size()];
    float[] offsets = new float[weight.size()]; // what a tap adds within the segment
    for (int i = 0; i < scaled.length; i++) {
      float w = weight.data()[weight.offset() + i];
      scaled[i] = w * line.scale()[i / kernel];
      offsets[i] = w * line.offset()[i / kernel];
    }
    workspace.compute(() -> {
      for (int f = 0; f < y.features(); f++) {
        float constant = bias.get(f, 0);
        for (int tap = 0; tap < kernel; tap++) {
          constant += offsets[f * kernel + tap];
        }
        y.rows(f, f + 1).fill(constant);
      }
      taps.eachOutside(
          x.lanes(),
          segments,
          (tap, lane) -> {
            for (int f = 0; f < y.features(); f++) {
              y.data()[y.at(f) + lane] -= offsets[f * kernel + tap];
            }
          });
      taps.each(
          x.lanes(),
          segments,
          (tap, yLane, xLane, count) ->
              KERNELS.addScaledRows(
                  scaled, tap, kernel, Taps.lanes(x, xLane, count), Taps.lanes(y, yLane, count)));
    });
    return y;
  }

  private static void backward(
      Taps taps, Tensor weight, Tensor bias, Tensor x, int segments, Tensor dy) {
    if (x.tracked()) {
      Tensor dx = x.gradient();
      taps.each(
          x.lanes(),
          segments,
          (tap, yLane, xLane, count) ->
              KERNELS.addScaledRows(
                  weight.data(),
                  weight.offset() + tap,
                  taps.kernel(),
                  Taps.lanes(dy, yLane, count),
                  Taps.lanes(dx, xLane, count)));
    }
    if (weight.tracked()) {
      Tensor dw = weight.gradient();
      taps.each(
          x.lanes(),
          segments,
          (tap, yLane, xLane, count) ->
              KERNELS.rowDots(
                  Taps.lanes(dy, yLane, count),
                  Taps.lanes(x, xLane, count),
                  dw.data(),
                  dw.offset() + tap,
                  taps.kernel()));
    }
    if (bias.tracked()) {
      KERNELS.rowSums(dy.matrix(), bias.gradient().data(), bias.gradient().offset());
    }
  }
}

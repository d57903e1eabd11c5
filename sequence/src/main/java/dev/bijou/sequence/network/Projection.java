package dev.bijou.sequence.network;

import dev.bijou.operation.Clip;
import dev.bijou.operation.Taps;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What the context adds to each layer of a network over sequences: one product for all layers, at the context's own rate.
final class Projection implements Trainable {
  private final int context;
  private final int rate;
  private final int width;
  private final @Nullable ConvolutionLayer layer; // none without context

  /// @param width what is added to one layer
  Projection(int context, int rate, int width, int layers, RandomGenerator random) {
    this.context = context;
    this.rate = rate;
    this.width = width;
    this.layer =
        context == 0
            ? null
            : ConvolutionLayer.normalized(
                Taps.one(), context, Math.multiplyExact(width, layers), random);
  }

  /// The parts of all layers, (width · layers) × lanes of the context; none without context.
  ///
  /// @throws IllegalArgumentException if the context does not fit so many lanes
  @Nullable Tensor of(Context given, int lanes) {
    given.require(context, lanes, rate);
    return layer != null && given instanceof Context.Given(Tensor values, int segments)
        ? layer.apply(Clip.apply(Numerics.NETWORK_INPUT, values), segments)
        : null;
  }

  /// A layer's convolution of x, and its part of the projection added.
  Tensor onto(
      @Nullable Tensor projection,
      int index,
      ConvolutionLayer convolution,
      Tensor x,
      int segments) {
    return projection == null
        ? convolution.apply(x, segments)
        : convolution.onto(projection.rows(width * index, width * (index + 1)), x, segments);
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    if (layer != null) {
      layer.visit(prefix, visitor);
    }
  }
}

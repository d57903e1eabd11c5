package dev.bijou.sequence.network;

import dev.bijou.nn.Conditioner;
import dev.bijou.nn.Initial;
import dev.bijou.operation.BatchNormalization;
import dev.bijou.operation.Clip;
import dev.bijou.operation.DepthwiseConvolution;
import dev.bijou.operation.GatedUnit;
import dev.bijou.operation.Taps;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The network of SqueezeWave (Zhai et al., 2020, arXiv:2001.05685), with C channels and N layers:
///
/// ```
/// h = start(visible)                         c = projection(context)
/// layer i:  u = depthwise_i(batch normalization_i(h))                          C → C
///           g = tanh · sigmoid (pointwise_i(u) + c_i)                          C → 2C → C
///           h ← h + residual_i(g)
/// θ = end(h)
/// ```
///
/// The weights of start, projection and residual are normalized; the end starts as zero. Without a tape the batch
/// normalization is part of the depthwise convolution.
final class SqueezeWave implements Conditioner {
  private final SequenceNetworkSpec.SqueezeWave spec;
  private final ConvolutionLayer start;
  private final Projection projection;
  private final List<Block> blocks = new ArrayList<>();
  private final ConvolutionLayer end;

  private record Block(
      Depthwise depthwise, ConvolutionLayer pointwise, ConvolutionLayer residual) {}

  SqueezeWave(
      SequenceNetworkSpec.SqueezeWave spec,
      int visible,
      int context,
      int rate,
      int parameters,
      RandomGenerator random) {
    this.spec = spec;
    int channels = spec.channels();
    this.start = ConvolutionLayer.normalized(Taps.one(), visible, channels, random);
    this.projection = new Projection(context, rate, 2 * channels, spec.layers(), random);
    for (int i = 0; i < spec.layers(); i++) {
      blocks.add(
          new Block(
              new Depthwise(Taps.centred(spec.kernel(), 1), channels, random),
              ConvolutionLayer.plain(Taps.one(), channels, 2 * channels, random),
              ConvolutionLayer.normalized(Taps.one(), channels, channels, random)));
    }
    this.end = ConvolutionLayer.zero(channels, parameters);
  }

  @Override
  public Tensor theta(Tensor visible, Context given) {
    int segments = given.segments();
    Tensor added = projection.of(given, visible.lanes());
    Tensor h = start.apply(Clip.apply(SequenceNetworkSpec.LARGEST_INPUT, visible), segments);
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      Tensor u = block.depthwise.apply(h, segments);
      Tensor gated = GatedUnit.apply(projection.onto(added, i, block.pointwise, u, segments));
      h = block.residual.onto(h, gated, segments);
    }
    return end.apply(h, segments);
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    start.visit(prefix + "start.", visitor);
    projection.visit(prefix + "projection.", visitor);
    for (int i = 0; i < blocks.size(); i++) {
      String name = prefix + "layers." + i + ".";
      blocks.get(i).depthwise.visit(name, visitor);
      blocks.get(i).pointwise.visit(name + "pointwise.", visitor);
      blocks.get(i).residual.visit(name + "residual.", visitor);
    }
    end.visit(prefix + "end.", visitor);
  }

  /// A batch normalization and a depthwise convolution.
  private static final class Depthwise implements Trainable {
    private final Taps taps;
    private final Parameter gain; // (channels × 1)
    private final Parameter shift; // (channels × 1)
    private final Parameter averages; // (2 · channels × 1), running means, then variances
    private final Parameter weight; // (channels × kernel)
    private final Parameter bias; // (channels × 1)

    Depthwise(Taps taps, int channels, RandomGenerator random) {
      this.taps = taps;
      Tensor ones = Tensor.zeros(channels, 1);
      ones.fill(1);
      this.gain = new Parameter(ones);
      this.shift = new Parameter(Tensor.zeros(channels, 1));
      Tensor standard = Tensor.zeros(2 * channels, 1);
      standard.rows(channels, 2 * channels).fill(1);
      this.averages = new Parameter(standard);
      float reach = 1 / (float) Math.sqrt(taps.kernel());
      this.weight = new Parameter(Initial.uniform(channels, taps.kernel(), reach, random));
      this.bias = new Parameter(Initial.uniform(channels, 1, reach, random));
    }

    Tensor apply(Tensor x, int segments) {
      Workspace workspace = Workspace.current();
      Tensor w = workspace.read(weight);
      Tensor b = workspace.read(bias);
      if (!workspace.recording()) {
        return DepthwiseConvolution.ofLines(
            taps,
            w,
            b,
            BatchNormalization.line(gain.value(), shift.value(), averages.value()),
            x,
            segments);
      }
      Tensor normal =
          BatchNormalization.apply(
              workspace.read(gain), workspace.read(shift), workspace.read(averages), x);
      return DepthwiseConvolution.apply(taps, w, b, normal, segments);
    }

    @Override
    public void visit(String prefix, Visitor visitor) {
      visitor.parameter(prefix + "normalization.gain", gain);
      visitor.parameter(prefix + "normalization.shift", shift);
      visitor.average(prefix + "normalization.averages", averages);
      int channels = gain.value().features();
      Tensor variances = averages.value().rows(channels, 2 * channels);
      visitor.range(prefix + "normalization.averages", variances, 0, Float.MAX_VALUE);
      visitor.parameter(prefix + "depthwise.weight", weight);
      visitor.parameter(prefix + "depthwise.bias", bias);
    }
  }
}

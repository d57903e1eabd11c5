package dev.bijou.sequence.network;

import dev.bijou.nn.Conditioner;
import dev.bijou.operation.Clip;
import dev.bijou.operation.Convolution;
import dev.bijou.operation.Dropout;
import dev.bijou.operation.GatedUnit;
import dev.bijou.operation.Taps;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The WaveNet-like network of WaveGlow (Prenger et al., 2019, arXiv:1811.00002), with C channels, N layers and growth 2, and
/// of Glow-TTS (Kim et al., 2020, arXiv:2005.11129), with growth 1 and dropout:
///
/// ```
/// h = start(visible)                         c = projection(context)
/// layer i:  g = tanh · sigmoid (dropout(convolution_i(h), dilated by growthⁱ, + c_i))   C → 2C → C
///           h ← h + residual_i(g)            skip ← skip + skip_i(g)
/// θ = end(skip)
/// ```
///
/// All weights but those of the end, which starts as zero, are normalized. Not causal: a layer sees both sides.
final class WaveNet implements Conditioner {
  private final SequenceNetworkSpec spec;
  private final float dropout;
  private final ConvolutionLayer start;
  private final Projection projection;
  private final List<ConvolutionLayer> convolutions = new ArrayList<>();
  private final List<ConvolutionLayer> outputs =
      new ArrayList<>(); // the residual's rows, then the skip's; the last layer has no residual
  private final ConvolutionLayer end;

  WaveNet(
      SequenceNetworkSpec spec,
      int growth,
      float dropout,
      int visible,
      int context,
      int rate,
      int parameters,
      RandomGenerator random) {
    this.spec = spec;
    this.dropout = dropout;
    int channels = spec.channels();
    int dilation = 1;
    this.start = ConvolutionLayer.normalized(Taps.one(), visible, channels, random);
    this.projection = new Projection(context, rate, 2 * channels, spec.layers(), random);
    for (int i = 0; i < spec.layers(); i++) {
      Taps taps = Taps.centred(spec.kernel(), dilation);
      dilation *= growth;
      convolutions.add(ConvolutionLayer.normalized(taps, channels, 2 * channels, random));
      int out = i < spec.layers() - 1 ? 2 * channels : channels;
      outputs.add(ConvolutionLayer.normalized(Taps.one(), channels, out, random));
    }
    this.end = ConvolutionLayer.zero(channels, parameters);
  }

  @Override
  public Tensor theta(Tensor visible, Context given) {
    int segments = given.segments();
    int channels = spec.channels();
    Tensor added = projection.of(given, visible.lanes());
    Tensor h = start.apply(Clip.apply(SequenceNetworkSpec.LARGEST_INPUT, visible), segments);
    Tensor skip = null;
    for (int i = 0; i < spec.layers(); i++) {
      Tensor u = projection.onto(added, i, convolutions.get(i), h, segments);
      Tensor gated = GatedUnit.apply(Dropout.apply(dropout, u));
      Tensor weight = outputs.get(i).weight();
      Tensor bias = outputs.get(i).bias();
      int rows = weight.features();
      if (i < spec.layers() - 1) {
        h = sum(h, weight.rows(0, channels), bias.rows(0, channels), gated);
      }
      int from = rows - channels;
      skip = sum(skip, weight.rows(from, rows), bias.rows(from, rows), gated);
    }
    if (skip == null) {
      throw new AssertionError("a network without layers");
    }
    return end.apply(skip, segments);
  }

  private static Tensor sum(@Nullable Tensor addend, Tensor weight, Tensor bias, Tensor x) {
    return addend == null
        ? Convolution.apply(Taps.one(), weight, bias, x, 1)
        : Convolution.onto(addend, Taps.one(), weight, bias, x, 1);
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    start.visit(prefix + "start.", visitor);
    projection.visit(prefix + "projection.", visitor);
    for (int i = 0; i < spec.layers(); i++) {
      convolutions.get(i).visit(prefix + "layers." + i + ".convolution.", visitor);
      outputs.get(i).visit(prefix + "layers." + i + ".output.", visitor);
    }
    end.visit(prefix + "end.", visitor);
  }
}

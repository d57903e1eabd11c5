package dev.bijou.sequence.network;

import dev.bijou.Activation;
import dev.bijou.operation.Activate;
import dev.bijou.operation.Dropout;
import dev.bijou.operation.Taps;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import java.util.random.RandomGenerator;

/// Predicts how long each symbol lasts, as in Glow-TTS (Kim et al., 2020, arXiv:2005.11129): twice a convolution, ReLU,
/// layer normalization and dropout, then one number, or two where it learns how far durations spread. No gradient flows back
/// to what it sees.
public final class DurationNetwork implements Trainable {
  private final DurationSpec spec;
  private final ConvolutionLayer first;
  private final Normalization firstNormalization;
  private final ConvolutionLayer second;
  private final Normalization secondNormalization;
  private final ConvolutionLayer end;

  /// A network with initial parameters.
  ///
  /// @param visible number of features that it sees
  public DurationNetwork(DurationSpec spec, int visible, RandomGenerator random) {
    this.spec = spec;
    int channels = spec.channels();
    Taps taps = Taps.centred(spec.kernel(), 1);
    this.first = ConvolutionLayer.plain(taps, visible, channels, random);
    this.firstNormalization = new Normalization(channels);
    this.second = ConvolutionLayer.plain(taps, channels, channels, random);
    this.secondNormalization = new Normalization(channels);
    this.end =
        ConvolutionLayer.plain(Taps.one(), channels, spec.spread().isPresent() ? 2 : 1, random);
  }

  /// The logarithms of the durations in frames, 1 × lanes, and below them, where that is learned, a row that tells how far
  /// they spread; for visible of features × lanes.
  public Tensor logDurations(Tensor visible) {
    Tensor x = Tensor.over(visible.data(), visible.offset(), visible.features(), visible.lanes());
    Tensor h = layer(first, firstNormalization, x);
    return end.apply(layer(second, secondNormalization, h), 1);
  }

  private Tensor layer(ConvolutionLayer convolution, Normalization normalization, Tensor x) {
    Tensor positive = Activate.apply(Activation.RELU, convolution.apply(x, 1));
    return Dropout.apply(spec.dropout(), normalization.apply(positive));
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    first.visit(prefix + "layers.0.convolution.", visitor);
    firstNormalization.visit(prefix + "layers.0.normalization.", visitor);
    second.visit(prefix + "layers.1.convolution.", visitor);
    secondNormalization.visit(prefix + "layers.1.normalization.", visitor);
    end.visit(prefix + "end.", visitor);
  }
}

package dev.bijou.sequence.network;

import dev.bijou.Activation;
import dev.bijou.nn.Initial;
import dev.bijou.operation.Activate;
import dev.bijou.operation.Dropout;
import dev.bijou.operation.GatherLanes;
import dev.bijou.operation.Taps;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The text encoder of Glow-TTS (Kim et al., 2020, arXiv:2005.11129), with C channels:
///
/// ```
/// x = √C · embedding(symbols)
/// x ← x + projection(prenet(x))       the prenet: [convolution, layer normalization, ReLU, dropout] × layers
/// x ← transformer layer(x) × layers
/// mean = mean(x)
/// ```
///
/// The projection starts as zero. Lanes are the symbols of one text.
public final class TextEncoder implements Trainable {
  private final TextEncoderSpec spec;
  private final Parameter embedding; // (channels × symbols)
  private final List<ConvolutionLayer> prenet = new ArrayList<>();
  private final List<Normalization> prenetNormalizations = new ArrayList<>();
  private final ConvolutionLayer projection;
  private final List<TransformerLayer> layers = new ArrayList<>();
  private final ConvolutionLayer mean;

  /// An encoded text.
  ///
  /// @param hidden channels × symbols
  /// @param mean outputs × symbols
  public record Encoded(Tensor hidden, Tensor mean) {}

  /// A network with initial parameters.
  public TextEncoder(TextEncoderSpec spec, RandomGenerator random) {
    this.spec = spec;
    int channels = spec.channels();
    this.embedding = new Parameter(Initial.normal(channels, spec.symbols(), random));
    for (int i = 0; i < spec.prenet().layers(); i++) {
      Taps taps = Taps.centred(spec.prenet().kernel(), 1);
      prenet.add(ConvolutionLayer.plain(taps, channels, channels, random));
      prenetNormalizations.add(new Normalization(channels));
    }
    this.projection = ConvolutionLayer.zero(channels, channels);
    for (int i = 0; i < spec.layers(); i++) {
      layers.add(new TransformerLayer(spec, random));
    }
    this.mean = ConvolutionLayer.plain(Taps.one(), channels, spec.outputs(), random);
  }

  /// Encodes the symbols of one text, numbers from 0 up. The array is not copied and must not change.
  ///
  /// @throws IllegalArgumentException if a number is no symbol
  public Encoded encode(int... symbols) {
    float scale = (float) Math.sqrt(spec.channels());
    Tensor embedded = GatherLanes.apply(scale, symbols, Workspace.current().read(embedding));
    Tensor h = embedded;
    for (int i = 0; i < prenet.size(); i++) {
      Tensor normal = prenetNormalizations.get(i).apply(prenet.get(i).apply(h, 1));
      h = Dropout.apply(spec.prenet().dropout(), Activate.apply(Activation.RELU, normal));
    }
    Tensor x = projection.onto(embedded, h, 1);
    for (TransformerLayer layer : layers) {
      x = layer.apply(x);
    }
    return new Encoded(x, mean.apply(x, 1));
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    visitor.parameter(prefix + "embedding", embedding);
    for (int i = 0; i < prenet.size(); i++) {
      prenet.get(i).visit(prefix + "prenet." + i + ".convolution.", visitor);
      prenetNormalizations.get(i).visit(prefix + "prenet." + i + ".normalization.", visitor);
    }
    projection.visit(prefix + "projection.", visitor);
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).visit(prefix + "layers." + i + ".", visitor);
    }
    mean.visit(prefix + "mean.", visitor);
  }
}

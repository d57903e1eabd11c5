package dev.bijou.sequence.network;

import dev.bijou.nn.Initial;
import dev.bijou.operation.Convolution;
import dev.bijou.operation.Taps;
import dev.bijou.operation.WeightNormalization;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workspace;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One convolution along the frames, with its weights as they are or normalized (w = gain · direction / ‖direction‖).
final class ConvolutionLayer implements Trainable {
  private final Taps taps;
  private final Parameter weight; // (out × kernel · in), the direction if normalized
  private final @Nullable Parameter gain; // (out × 1)
  private final Parameter bias; // (out × 1)

  private ConvolutionLayer(Taps taps, Parameter weight, @Nullable Parameter gain, Parameter bias) {
    this.taps = taps;
    this.weight = weight;
    this.gain = gain;
    this.bias = bias;
  }

  /// A normalized layer; weights and biases start uniform in ±1/√(inputs of a unit).
  static ConvolutionLayer normalized(Taps taps, int in, int out, RandomGenerator random) {
    ConvolutionLayer plain = plain(taps, in, out, random);
    Tensor lengths = Initial.lengths(plain.weight.value(), random);
    return new ConvolutionLayer(taps, plain.weight, new Parameter(lengths), plain.bias);
  }

  /// A layer with weights as they are; they and the biases start uniform in ±1/√(inputs of a unit).
  static ConvolutionLayer plain(Taps taps, int in, int out, RandomGenerator random) {
    int columns = Math.multiplyExact(taps.kernel(), in);
    float reach = 1 / (float) Math.sqrt(Math.max(1, columns));
    return new ConvolutionLayer(
        taps,
        new Parameter(Initial.uniform(out, columns, reach, random)),
        null,
        new Parameter(Initial.uniform(out, 1, reach, random)));
  }

  /// A layer of one tap for attention, whose weights start uniform in ±√(6 / (inputs + outputs of a unit)) (Glorot and
  /// Bengio, 2010).
  static ConvolutionLayer balanced(int in, int out, RandomGenerator random) {
    return new ConvolutionLayer(
        Taps.one(),
        new Parameter(Initial.uniform(out, in, (float) Math.sqrt(6.0 / (in + out)), random)),
        null,
        new Parameter(Initial.uniform(out, 1, 1 / (float) Math.sqrt(in), random)));
  }

  /// A layer of one tap that starts as zero.
  static ConvolutionLayer zero(int in, int out) {
    return new ConvolutionLayer(
        Taps.one(),
        new Parameter(Tensor.zeros(out, in)),
        null,
        new Parameter(Tensor.zeros(out, 1)));
  }

  /// The weight, out × (kernel · in).
  Tensor weight() {
    Parameter lengths = gain;
    return lengths == null
        ? Workspace.current().read(weight)
        : Workspace.current().once(this, () -> normalized(lengths));
  }

  private Tensor normalized(Parameter lengths) {
    Workspace workspace = Workspace.current();
    return WeightNormalization.apply(workspace.read(lengths), workspace.read(weight));
  }

  /// The bias, out × 1.
  Tensor bias() {
    return Workspace.current().read(bias);
  }

  /// x of in × lanes → out × lanes.
  Tensor apply(Tensor x, int segments) {
    return Convolution.apply(taps, weight(), bias(), x, segments);
  }

  /// [#apply] added to an addend, which may have a lane for several of x.
  Tensor onto(Tensor addend, Tensor x, int segments) {
    return Convolution.onto(addend, taps, weight(), bias(), x, segments);
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    if (gain != null) {
      visitor.parameter(prefix + "gain", gain);
    }
    visitor.parameter(prefix + (gain == null ? "weight" : "direction"), weight);
    visitor.parameter(prefix + "bias", bias);
  }
}

package dev.bijou.sequence.network;

import dev.bijou.Activation;
import dev.bijou.operation.Activate;
import dev.bijou.operation.Concatenate;
import dev.bijou.operation.Taps;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import java.util.random.RandomGenerator;

/// The pitch of each symbol as a condition (FastPitch; Łańcucki, 2021, arXiv:2006.06873), with h what the symbols became:
///
/// ```
/// expected pitch = network(h), shaped as a [DurationNetwork]
/// mean ← mean + end(ReLU(convolution([h; pitch])))
/// ```
///
/// The end starts as zero. No gradient flows back from what is expected to h.
public final class PitchNetwork implements Trainable {
  private static final int KERNEL = 3;

  private final DurationNetwork expected;
  private final ConvolutionLayer first;
  private final ConvolutionLayer end;

  /// A network with initial parameters.
  ///
  /// @param channels of its hidden layer
  /// @param expected the shape of the network that says what pitch to expect
  /// @param visible number of features of h
  /// @param outputs number of features of the mean
  public PitchNetwork(
      int channels, DurationSpec expected, int visible, int outputs, RandomGenerator random) {
    this.expected = new DurationNetwork(expected, visible, random);
    this.first =
        ConvolutionLayer.plain(Taps.centred(KERNEL, 1), Math.addExact(visible, 1), channels, random);
    this.end = ConvolutionLayer.zero(channels, outputs);
  }

  /// How many weights the network has at least, without biases and the like.
  public static double weights(int channels, DurationSpec expected, double visible, int outputs) {
    return expected.weights(visible) + channels * (KERNEL * (visible + 1) + outputs);
  }

  /// The pitch to expect, 1 × symbols, for h of features × symbols.
  public Tensor expected(Tensor h) {
    return expected.logDurations(h);
  }

  /// The mean, outputs × symbols, given a pitch of 1 × symbols.
  public Tensor onto(Tensor mean, Tensor h, Tensor pitch) {
    Tensor hidden = Activate.apply(Activation.RELU, first.apply(Concatenate.apply(h, pitch), 1));
    return end.onto(mean, hidden, 1);
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    expected.visit(prefix + "expected.", visitor);
    first.visit(prefix + "first.", visitor);
    end.visit(prefix + "end.", visitor);
  }
}

package dev.bijou.sequence.network;

import dev.bijou.Activation;
import dev.bijou.operation.Activate;
import dev.bijou.operation.Concatenate;
import dev.bijou.operation.Taps;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workspace;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/// The pitch of each symbol as a condition (FastPitch; Łańcucki, 2021, arXiv:2006.06873), with h what the symbols became:
///
/// ```
/// expected pitch = network([h; place in the text]), as a [DurationNetwork] of kernel 7
/// mean ← mean + end(ReLU(convolution([h; pitch])))
/// ```
///
/// The place of symbol i of n is i / n, exp(−i / 8) and exp(−(n − 1 − i) / 8), since pitch falls from the first word to the last. The end
/// starts as zero. No gradient flows back from what is expected to h.
public final class PitchNetwork implements Trainable {
  private static final int KERNEL = 3;
  private static final int EXPECTED_KERNEL = 7;
  private static final int PLACES = 3;
  private static final float NEAR = 8; // symbols

  private final DurationNetwork expected;
  private final ConvolutionLayer first;
  private final ConvolutionLayer end;

  /// A network with initial parameters.
  ///
  /// @param channels of its hidden layer
  /// @param dropout share of what the network that says what to expect drops in training
  /// @param visible number of features of h
  /// @param outputs number of features of the mean
  public PitchNetwork(
      int channels, float dropout, int visible, int outputs, RandomGenerator random) {
    this.expected =
        new DurationNetwork(
            new DurationSpec(channels, EXPECTED_KERNEL, dropout, OptionalDouble.empty()),
            Math.addExact(visible, PLACES),
            random);
    this.first =
        ConvolutionLayer.plain(
            Taps.centred(KERNEL, 1), Math.addExact(visible, 1), channels, random);
    this.end = ConvolutionLayer.zero(channels, outputs);
  }

  /// How many weights the network has at least, without biases and the like.
  public static double weights(int channels, double visible, int outputs) {
    return new DurationSpec(channels, EXPECTED_KERNEL, 0, OptionalDouble.empty())
            .weights(visible + PLACES)
        + channels * (KERNEL * (visible + 1) + outputs);
  }

  /// The pitch to expect, 1 × symbols, for h of features × symbols.
  public Tensor expected(Tensor h) {
    Tensor seen = Workspace.current().scratch(h.features() + PLACES, h.lanes());
    seen.rows(0, h.features()).set(h);
    int last = h.lanes() - 1;
    for (int i = 0; i <= last; i++) {
      seen.data()[seen.at(h.features()) + i] = (float) i / h.lanes();
      seen.data()[seen.at(h.features() + 1) + i] = (float) Math.exp(-i / NEAR);
      seen.data()[seen.at(h.features() + 2) + i] = (float) Math.exp((i - last) / NEAR);
    }
    return expected.logDurations(seen);
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

package dev.bijou.sequence.network;

import dev.bijou.spec.support.Ranges;
import java.util.OptionalDouble;

/// The shape of a [DurationNetwork], as data.
///
/// @param channels width of the network
/// @param kernel lanes that a convolution reads; odd
/// @param dropout share that is dropped in training, in [0, 1)
/// @param spread scale of the logarithms of durations where learning how far they spread begins, in 0.001 … 10; empty if only the
///     expected ones are learned
public record DurationSpec(int channels, int kernel, float dropout, OptionalDouble spread) {
  /// @throws IllegalArgumentException if a number is out of range
  public DurationSpec {
    Ranges.require("channels", channels, 1, 65536);
    Ranges.requireKernel(kernel);
    Ranges.requireDropout(dropout);
    spread.ifPresent(scale -> Ranges.require("spread", scale, 1e-3, 10));
  }

  /// How many weights the network has at least, without biases and the like.
  ///
  /// @param visible number of features that it sees
  public double weights(double visible) {
    return kernel * (double) channels * (visible + channels);
  }
}

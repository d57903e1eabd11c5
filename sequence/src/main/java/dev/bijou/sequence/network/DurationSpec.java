package dev.bijou.sequence.network;

import dev.bijou.spec.support.Ranges;

/// The shape of a [DurationNetwork], as data.
///
/// @param channels width of the network
/// @param kernel lanes that a convolution reads; odd
/// @param dropout share that is dropped in training, in [0, 1)
public record DurationSpec(int channels, int kernel, float dropout) {
  /// @throws IllegalArgumentException if a number is out of range
  public DurationSpec {
    Ranges.require("channels", channels, 1, 65536);
    Ranges.requireKernel(kernel);
    Ranges.requireDropout(dropout);
  }

  /// How many weights the network has at least, without biases and the like.
  ///
  /// @param visible number of features that it sees
  public double weights(double visible) {
    return kernel * (double) channels * (visible + channels);
  }
}

package dev.bijou.sequence.network;

import dev.bijou.spec.support.Ranges;

/// The shape of a [TextEncoder], as data.
///
/// @param symbols how many different symbols there are
/// @param channels width of the network; a multiple of the heads
/// @param prenet the convolutions before the attention
/// @param layers layers of attention
/// @param heads of each attention
/// @param window lanes to each side to which attention knows how far they are
/// @param hidden width of the convolutions behind each attention
/// @param kernel lanes that these read; odd
/// @param dropout share that is dropped in training, in [0, 1)
/// @param outputs features of the mean that is made for each symbol
public record TextEncoderSpec(
    int symbols,
    int channels,
    Prenet prenet,
    int layers,
    int heads,
    int window,
    int hidden,
    int kernel,
    float dropout,
    int outputs) {

  /// @throws IllegalArgumentException if a number is out of range
  public TextEncoderSpec {
    Ranges.require("symbols", symbols, 1, 1_000_000);
    Ranges.require("channels", channels, 1, 65536);
    Ranges.require("layers", layers, 0, 1024);
    Ranges.require("heads", heads, 1, channels);
    Ranges.require("window", window, 0, 65536);
    Ranges.require("hidden", hidden, 1, 65536);
    Ranges.requireKernel(kernel);
    Ranges.requireDropout(dropout);
    Ranges.require("outputs", outputs, 1, 1_000_000);
    if (channels % heads != 0) {
      throw new IllegalArgumentException(
          "channels is %d, but must be a multiple of the %d heads".formatted(channels, heads));
    }
  }

  /// How many weights the network has at least, without biases and the like.
  public double weights() {
    double width = channels;
    double attention = 4 * width * width;
    double convolutions = 2 * width * hidden * kernel;
    return symbols * width
        + prenet.layers() * prenet.kernel() * width * width
        + layers * (attention + convolutions)
        + width * (width + outputs);
  }

  /// Convolutions, each with layer normalization, ReLU and dropout, around which the input passes.
  ///
  /// @param layers how many there are
  /// @param kernel lanes that a convolution reads; odd
  /// @param dropout share that is dropped in training, in [0, 1)
  public record Prenet(int layers, int kernel, float dropout) {
    /// @throws IllegalArgumentException if a number is out of range
    public Prenet {
      Ranges.require("layers", layers, 0, 1024);
      Ranges.requireKernel(kernel);
      Ranges.requireDropout(dropout);
    }
  }
}

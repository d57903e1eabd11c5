package dev.bijou.nn;

import java.util.random.RandomGenerator;

/// The shape of a conditioner over sequences, as data: a network of convolutions along the frames of each segment.
public sealed interface SequenceNetworkSpec {
  /// What a network sees is clipped to ±16. Features are about 1: without it an outlier, which makes scales that make it a
  /// greater one, grows from layer to layer.
  float LARGEST_INPUT = 16;

  /// Features of the residual stream.
  int channels();

  /// The number of layers.
  int layers();

  /// Frames that a convolution reads; odd.
  int kernel();

  /// How many lanes to each side a lane of the output depends on.
  int reach();

  /// A network of this shape with initial parameters.
  ///
  /// @param visible number of features that it sees
  /// @param context number of context features
  /// @param rate how many lanes one lane of the context stands for
  /// @param parameters number of outputs; all 0 at the start
  default Conditioner conditioner(
      int visible, int context, int rate, int parameters, RandomGenerator random) {
    return switch (this) {
      case WaveNet spec ->
          new dev.bijou.nn.WaveNet(spec, visible, context, rate, parameters, random);
      case SqueezeWave spec ->
          new dev.bijou.nn.SqueezeWave(spec, visible, context, rate, parameters, random);
    };
  }

  /// See [dev.bijou.nn.WaveNet]: layer i is dilated by 2ⁱ.
  ///
  /// @param channels features of the residual stream and of the skip sum
  /// @param layers number of layers
  /// @param kernel frames that a convolution reads; odd
  record WaveNet(int channels, int layers, int kernel) implements SequenceNetworkSpec {
    /// @throws IllegalArgumentException if a number is out of range
    public WaveNet {
      require(channels, layers, 16, kernel);
    }

    @Override
    public int reach() {
      return kernel / 2 * ((1 << layers) - 1);
    }
  }

  /// See [dev.bijou.nn.SqueezeWave].
  ///
  /// @param channels features of the residual stream
  /// @param layers number of layers
  /// @param kernel frames that a convolution reads; odd
  record SqueezeWave(int channels, int layers, int kernel) implements SequenceNetworkSpec {
    /// @throws IllegalArgumentException if a number is out of range
    public SqueezeWave {
      require(channels, layers, 1024, kernel);
    }

    @Override
    public int reach() {
      return kernel / 2 * layers;
    }
  }

  private static void require(int channels, int layers, int mostLayers, int kernel) {
    if (channels < 1 || channels > 65536) {
      throw new IllegalArgumentException("channels is " + channels + ", but must lie in 1 … 65536");
    }
    if (layers < 1 || layers > mostLayers) {
      throw new IllegalArgumentException(
          "layers is %d, but must lie in 1 … %d".formatted(layers, mostLayers));
    }
    if (kernel < 1 || kernel > 1023 || kernel % 2 == 0) {
      throw new IllegalArgumentException(
          "kernel is " + kernel + ", but must be odd and lie in 1 … 1023");
    }
  }
}

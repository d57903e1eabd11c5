package dev.bijou.sequence.spec;

import dev.bijou.spec.support.Ranges;

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

  /// How many weights the network has at least, without biases and the like.
  ///
  /// @param visible number of features that it sees
  /// @param context number of context features
  /// @param parameters number of outputs
  double weights(double visible, double context, double parameters);

  /// The network in a few words.
  String description();

  private static String described(String name, SequenceNetworkSpec spec) {
    return "%s of %d × %d".formatted(name, spec.layers(), spec.channels());
  }

  /// The number of weights of the ends, the projections of the context and all layers.
  private static double weights(
      SequenceNetworkSpec spec, double visible, double context, double parameters, double layer) {
    double channels = spec.channels();
    return visible * channels
        + channels * parameters
        + spec.layers() * (layer + 2 * channels * context);
  }

  /// A layer with a gated convolution and an output for the residual and the skip; the last one has no residual.
  private static double gated(
      SequenceNetworkSpec spec, double visible, double context, double parameters) {
    double channels = spec.channels();
    double layer = 2 * channels * channels * (spec.kernel() + 1);
    return weights(spec, visible, context, parameters, layer) - channels * channels;
  }

  /// A WaveNet (van den Oord et al., 2016, arXiv:1609.03499) without causality: layer i is dilated by 2ⁱ.
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

    @Override
    public double weights(double visible, double context, double parameters) {
      return gated(this, visible, context, parameters);
    }

    @Override
    public String description() {
      return described("WaveNet", this);
    }
  }

  /// A [WaveNet] of which no layer is dilated: the network of Glow-TTS (Kim et al., 2020, arXiv:2005.11129).
  ///
  /// @param channels features of the residual stream and of the skip sum
  /// @param layers number of layers
  /// @param kernel frames that a convolution reads; odd
  /// @param dropout share of what the gates see that is dropped in training, in [0, 1)
  record GatedConvolutions(int channels, int layers, int kernel, float dropout)
      implements SequenceNetworkSpec {
    /// @throws IllegalArgumentException if a number is out of range
    public GatedConvolutions {
      require(channels, layers, 1024, kernel);
      Ranges.requireDropout(dropout);
    }

    @Override
    public int reach() {
      return kernel / 2 * layers;
    }

    @Override
    public double weights(double visible, double context, double parameters) {
      return gated(this, visible, context, parameters);
    }

    @Override
    public String description() {
      return described("gated convolutions", this);
    }
  }

  /// The network of SqueezeWave (Zhai et al., 2020, arXiv:2001.05685): separable convolutions.
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

    @Override
    public double weights(double visible, double context, double parameters) {
      double layer = 3.0 * channels * channels + (double) kernel * channels;
      return SequenceNetworkSpec.weights(this, visible, context, parameters, layer);
    }

    @Override
    public String description() {
      return described("SqueezeWave", this);
    }
  }

  private static void require(int channels, int layers, int mostLayers, int kernel) {
    Ranges.require("channels", channels, 1, 65536);
    Ranges.require("layers", layers, 1, mostLayers);
    Ranges.requireKernel(kernel);
  }
}

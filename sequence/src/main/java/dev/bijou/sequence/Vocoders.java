package dev.bijou.sequence;

import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Inverted;
import dev.bijou.bijection.Partial;
import dev.bijou.bijection.Permutation;
import dev.bijou.bijection.ScaleShift;
import dev.bijou.bijection.Standardize;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.ScaledContext;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.flow.Flow;
import dev.bijou.sequence.bijection.InvertibleConvolution;
import dev.bijou.sequence.bijection.LappedTransform;
import dev.bijou.sequence.bijection.SequenceCoupling;
import dev.bijou.sequence.distribution.UpsampledContext;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The ready-made flows of sound given its mel spectrogram: functions from a few numbers to a specification.
///
/// {@snippet class="dev.bijou.sequence.ExamplesTest" region="vocoder"}
///
/// A lane is a group of neighbouring samples, feature j its sample j, and a lane of the context is a frame of the
/// spectrogram, which stands for hop / group lanes; see [dev.bijou.tensor.Context#of(dev.bijou.tensor.Tensor, int)] for
/// several segments beside each other. Sound is standardized first, as a layer, and so is the spectrogram, so the density
/// is that of the samples as they are. A fresh flow is a random rotation of each group.
public final class Vocoders {
  /// Bound of a coupling's log-scale: many make up for what one cannot do, and none can spoil what the others do.
  private static final float LARGEST_LOG_SCALE = 3;

  /// Bound of the log-scale of a frequency given the spectrogram: between silence and the loudest sound.
  private static final float LARGEST_LOG_VOLUME = 12;

  private Vocoders() {}

  /// WaveGlow (Prenger et al., 2019, arXiv:1811.00002): the spectrogram is upsampled to the samples by a transposed
  /// convolution over four frames, and every coupling sees it at the rate of the lanes.
  ///
  /// It differs from the paper in that the 1×1 convolutions are LU-factored, log-scales are bounded and sound and
  /// spectrogram are standardized.
  public static DistributionSpec waveGlow(Options options) {
    return new ScaledContext.Spec(
        new UpsampledContext.Spec(
            flow(options, options.mels() * options.group(), 1),
            options.mels(),
            4 * options.hop(),
            options.hop(),
            options.group()),
        options.mels());
  }

  /// SqueezeWave (Zhai et al., 2020, arXiv:2001.05685): large groups, and the spectrogram as it is, each frame for several
  /// lanes. It differs from the paper as [#waveGlow] does.
  public static DistributionSpec squeezeWave(Options options) {
    return new ScaledContext.Spec(
        flow(options, options.mels(), options.hop() / options.group()), options.mels());
  }

  /// Couplings that begin where a Gaussian process ends, and see the sound both as samples and as frequencies:
  ///
  /// ```
  /// sound → frequencies → each scaled by what the spectrogram says → samples, now white noise but for what makes a voice
  ///       → a pair of couplings → frequencies → a pair of couplings → samples → …
  /// ```
  ///
  /// Frequencies are those of the lapped cosine transform of each group, which is
  /// orthogonal. Without couplings (no flows) this is the Gaussian process whose spectrum the spectrogram says. A pair first
  /// changes the odd ones given the even ones, then the even ones given the odd ones; networks are as in [#squeezeWave].
  ///
  /// There are no early outputs; those of the options do not count. An odd number of flows leaves the last pair half.
  public static DistributionSpec lapped(Options options) {
    int group = options.group();
    BijectionSpec toFrequencies = new LappedTransform.Spec(group);
    BijectionSpec toSamples = new Inverted.Spec(toFrequencies);
    List<BijectionSpec> layers = new ArrayList<>(); // from the data to the base
    layers.add(toFrequencies);
    layers.add(new Standardize.Spec(group));
    layers.add(lappedCoupling(options, 0, LARGEST_LOG_VOLUME));
    for (int i = 0; i < options.flows(); i++) {
      if (i % 2 == 0) {
        layers.add(i % 4 == 0 ? toSamples : toFrequencies);
      }
      layers.add(new Permutation.Spec(i % 2 == 0 ? evenFirst(group) : halvesSwapped(group)));
      layers.add(lappedCoupling(options, group / 2, LARGEST_LOG_SCALE));
      if (i % 2 == 1) {
        layers.add(new Permutation.Spec(merged(group)));
      }
    }
    return new ScaledContext.Spec(
        new Flow.Spec(new StandardNormal.Spec(group), new Chain.Spec(layers.reversed())),
        options.mels());
  }

  private static BijectionSpec lappedCoupling(Options options, int passing, float limit) {
    int rate = options.hop() / options.group();
    return coupling(options, options.group(), passing, options.mels(), rate, limit);
  }

  /// For each feature, where it goes towards the base: the even ones become the first half.
  private static List<Integer> evenFirst(int features) {
    return IntStream.range(0, features).mapToObj(i -> i / 2 + i % 2 * (features / 2)).toList();
  }

  private static List<Integer> halvesSwapped(int features) {
    return IntStream.range(0, features).mapToObj(i -> (i + features / 2) % features).toList();
  }

  /// Back to the order before [#evenFirst] and [#halvesSwapped].
  private static List<Integer> merged(int features) {
    int half = features / 2;
    return IntStream.range(0, features)
        .mapToObj(i -> i < half ? 2 * i + 1 : 2 * (i - half))
        .toList();
  }

  private static Flow.Spec flow(Options options, int context, int rate) {
    List<BijectionSpec> layers = new ArrayList<>();
    for (int i = options.flows() - 1; i >= 0; i--) {
      int untouched = options.early(i);
      int features = options.group() - untouched;
      layers.add(
          partial(
              untouched,
              coupling(options, features, features / 2, context, rate, LARGEST_LOG_SCALE)));
      layers.add(partial(untouched, new InvertibleConvolution.Spec(features)));
    }
    layers.add(new Standardize.Spec(options.group()));
    return new Flow.Spec(new StandardNormal.Spec(options.group()), new Chain.Spec(layers));
  }

  private static BijectionSpec coupling(
      Options options, int features, int passing, int context, int rate, float limit) {
    return new SequenceCoupling.Spec(
        features, passing, context, rate, options.network(), new ScaleShift(limit));
  }

  private static BijectionSpec partial(int untouched, BijectionSpec of) {
    return untouched == 0 ? of : new Partial.Spec(untouched, of);
  }

  /// The few numbers of a vocoder.
  ///
  /// @param mels bands of the spectrogram
  /// @param hop samples from one frame of the spectrogram to the next; a multiple of the group
  /// @param group samples in a lane
  /// @param flows number of couplings, in WaveGlow and SqueezeWave each with a 1×1 convolution
  /// @param earlyEvery after so many flows some features are done
  /// @param earlySize how many
  /// @param network the network of each coupling
  public record Options(
      int mels,
      int hop,
      int group,
      int flows,
      int earlyEvery,
      int earlySize,
      SequenceNetworkSpec network) {

    /// @throws IllegalArgumentException if a number is out of range or they do not fit each other
    public Options {
      require(mels >= 1, "mels", mels, "at least 1");
      require(group >= 2, "group", group, "at least 2");
      require(hop >= group && hop % group == 0, "hop", hop, "a multiple of the group");
      require(flows >= 0 && flows <= 1000, "flows", flows, "in 0 … 1000");
      require(earlyEvery >= 1, "earlyEvery", earlyEvery, "at least 1");
      int left = group - Math.max(0, flows - 1) / earlyEvery * earlySize;
      require(earlySize >= 0 && left >= 2, "earlySize", earlySize, "such that 2 features are left");
    }

    private static void require(boolean holds, String name, int value, String what) {
      if (!holds) {
        throw new IllegalArgumentException("%s is %d, but must be %s".formatted(name, value, what));
      }
    }

    /// How many features are done before flow number `flow`, counted from the data.
    int early(int flow) {
      return flow / earlyEvery * earlySize;
    }

    /// The published WaveGlow, but for the width of its networks: 12 flows on groups of 8 samples, 8 layers each. The paper
    /// has 256 channels: 87.9 million parameters.
    public static Options waveGlow(int channels) {
      return new Options(80, 256, 8, 12, 4, 2, new SequenceNetworkSpec.WaveNet(channels, 8, 3));
    }

    /// SqueezeWave-128L: 23.7 million parameters.
    public static Options squeezeWave128L() {
      return squeezeWave(128, 256);
    }

    /// SqueezeWave-128S: 7.2 million parameters.
    public static Options squeezeWave128S() {
      return squeezeWave(128, 128);
    }

    /// SqueezeWave-64L: 24.7 million parameters.
    public static Options squeezeWave64L() {
      return squeezeWave(256, 256);
    }

    /// SqueezeWave-64S: 7.9 million parameters.
    public static Options squeezeWave64S() {
      return squeezeWave(256, 128);
    }

    private static Options squeezeWave(int group, int channels) {
      return new Options(
          80, 256, group, 12, 2, 16, new SequenceNetworkSpec.SqueezeWave(channels, 8, 3));
    }

    /// The same with another spectrogram.
    public Options withSpectrogram(int bands, int step) {
      return new Options(bands, step, group, flows, earlyEvery, earlySize, network);
    }

    /// The same with another number of flows.
    public Options withFlows(int count) {
      return new Options(mels, hop, group, count, earlyEvery, earlySize, network);
    }

    /// The same with another network.
    public Options withNetwork(SequenceNetworkSpec shape) {
      return new Options(mels, hop, group, flows, earlyEvery, earlySize, shape);
    }
  }
}

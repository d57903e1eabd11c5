package dev.bijou.sequence.alignment;

import dev.bijou.bijection.ActNorm;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.ScaleShift;
import dev.bijou.sequence.bijection.GroupedConvolution;
import dev.bijou.sequence.bijection.SequenceCoupling;
import dev.bijou.sequence.network.DurationSpec;
import dev.bijou.sequence.network.TextEncoderSpec;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// The ready-made flows of speech given its text.
///
/// {@snippet class="dev.bijou.sequence.ExamplesTest" region="aligned"}
public final class AlignedFlows {
  /// Bound of a coupling's log-scale: many make up for what one cannot do, and none can spoil what the others do.
  private static final float LARGEST_LOG_SCALE = 3;

  private static final int SQUEEZE = 2;
  private static final int GROUP = 4;

  private AlignedFlows() {}

  /// Glow-TTS (Kim et al., 2020, arXiv:2005.11129): two frames are a lane; each block of the decoder is an ActNorm, a 1×1
  /// convolution in groups of four, and an affine coupling.
  ///
  /// It differs from the paper in that the 1×1 convolutions are LU-factored and log-scales are bounded.
  public static AlignedFlowSpec glowTts(Options options) {
    int features = SQUEEZE * options.features();
    List<BijectionSpec> layers = new ArrayList<>();
    for (int i = 0; i < options.blocks(); i++) {
      layers.add(
          new SequenceCoupling.Spec(
              features, features / 2, 0, 1, options.network(), new ScaleShift(LARGEST_LOG_SCALE)));
      layers.add(new GroupedConvolution.Spec(features, GROUP));
      layers.add(new ActNorm.Spec(features));
    }
    return new AlignedFlowSpec(
        SQUEEZE,
        new TextEncoderSpec(
            options.symbols(),
            options.channels(),
            new TextEncoderSpec.Prenet(3, 5, 0.5f),
            options.layers(),
            2,
            4,
            4 * options.channels(),
            3,
            0.1f,
            options.features()),
        new DurationSpec(options.durationChannels(), 3, 0.1f, options.spread()),
        new Chain.Spec(layers),
        options.pitch());
  }

  /// The few numbers of a Glow-TTS.
  ///
  /// @param symbols how many different symbols there are
  /// @param features of a frame, even
  /// @param channels width of the encoder, even
  /// @param layers layers of attention
  /// @param durationChannels width of the duration network
  /// @param blocks blocks of the decoder
  /// @param network the network of each coupling
  /// @param pitch width of the network by which the pitch of symbols is a condition; empty if it is none
  /// @param spread scale of the logarithms of durations where learning how far they spread begins; empty if only the
  ///     expected ones are learned
  public record Options(
      int symbols,
      int features,
      int channels,
      int layers,
      int durationChannels,
      int blocks,
      SequenceNetworkSpec network,
      OptionalInt pitch,
      OptionalDouble spread) {
    /// @throws IllegalArgumentException if there are no blocks
    public Options {
      if (blocks < 1 || blocks > 1000) {
        throw new IllegalArgumentException("blocks is " + blocks + ", but must lie in 1 … 1000");
      }
    }

    /// The published sizes: 28.6 million parameters with its 148 symbols and 80 features.
    public static Options published(int symbols, int features) {
      return new Options(
          symbols,
          features,
          192,
          6,
          256,
          12,
          new SequenceNetworkSpec.GatedConvolutions(192, 4, 5, 0.05f),
          OptionalInt.empty(),
          OptionalDouble.empty());
    }

    /// Sizes that two processors train in less than an hour: 4.2 million parameters with 80 features.
    public static Options small(int symbols, int features) {
      return new Options(
          symbols,
          features,
          96,
          4,
          96,
          8,
          new SequenceNetworkSpec.GatedConvolutions(96, 3, 5, 0.05f),
          OptionalInt.of(96),
          OptionalDouble.of(0.3));
    }

    /// The same with other symbols.
    public Options withSymbols(int count) {
      return new Options(
          count, features, channels, layers, durationChannels, blocks, network, pitch, spread);
    }

    /// The same with other features.
    public Options withFeatures(int count) {
      return new Options(
          symbols, count, channels, layers, durationChannels, blocks, network, pitch, spread);
    }
  }
}

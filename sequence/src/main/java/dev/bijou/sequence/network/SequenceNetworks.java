package dev.bijou.sequence.network;

import dev.bijou.nn.Conditioner;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import java.util.random.RandomGenerator;

/// Conditioners over sequences, from their shapes.
public final class SequenceNetworks {
  private SequenceNetworks() {}

  /// A network of a shape with initial parameters.
  ///
  /// @param visible number of features that it sees
  /// @param context number of context features
  /// @param rate how many lanes one lane of the context stands for
  /// @param parameters number of outputs; all 0 at the start
  public static Conditioner conditioner(
      SequenceNetworkSpec spec,
      int visible,
      int context,
      int rate,
      int parameters,
      RandomGenerator random) {
    return switch (spec) {
      case SequenceNetworkSpec.WaveNet _ ->
          new WaveNet(spec, 2, 0, visible, context, rate, parameters, random);
      case SequenceNetworkSpec.GatedConvolutions gated ->
          new WaveNet(spec, 1, gated.dropout(), visible, context, rate, parameters, random);
      case SequenceNetworkSpec.SqueezeWave squeeze ->
          new SqueezeWave(squeeze, visible, context, rate, parameters, random);
    };
  }
}

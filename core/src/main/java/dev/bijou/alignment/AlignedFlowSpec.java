package dev.bijou.alignment;

import dev.bijou.bijection.BijectionSpec;
import dev.bijou.nn.DurationSpec;
import dev.bijou.nn.TextEncoderSpec;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The architecture of an [AlignedFlow] as data: what the model file holds, and from which [#build] makes it.
///
/// @param squeeze frames that make a lane of the decoder
/// @param encoder of the symbols, with as many outputs as a frame has features
/// @param durations how long symbols last
/// @param decoder the map between squeezed frames and their base variable
public record AlignedFlowSpec(
    int squeeze, TextEncoderSpec encoder, DurationSpec durations, BijectionSpec decoder) {

  /// @throws IllegalArgumentException if the parts do not fit each other
  public AlignedFlowSpec {
    if (squeeze < 1 || decoder.features() != (long) squeeze * encoder.outputs()) {
      throw new IllegalArgumentException(
          "the decoder has %d features, but %d frames of %d are squeezed into them"
              .formatted(decoder.features(), squeeze, encoder.outputs()));
    }
  }

  /// A flow of this architecture with initial parameters: a pure function of (specification, seed).
  public AlignedFlow build(long seed) {
    return build(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
  }

  /// A flow of this architecture with initial parameters drawn from a generator.
  public AlignedFlow build(RandomGenerator random) {
    return new AlignedFlow(this, random);
  }
}

package dev.bijou.sequence.alignment;

import dev.bijou.bijection.BijectionSpec;
import dev.bijou.sequence.network.DurationSpec;
import dev.bijou.sequence.network.PitchNetwork;
import dev.bijou.sequence.network.TextEncoderSpec;
import dev.bijou.spec.Specification;
import dev.bijou.spec.support.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The architecture of an [AlignedFlow] as data: what the model file holds, and from which [#build] makes it.
///
/// @param squeeze frames that make a lane of the decoder
/// @param encoder of the symbols, with as many outputs as a frame has features
/// @param durations how long symbols last
/// @param decoder the map between squeezed frames and their base variable
/// @param pitch width of the [PitchNetwork] by which the pitch of symbols is a condition; empty if it is none
public record AlignedFlowSpec(
    int squeeze,
    TextEncoderSpec encoder,
    DurationSpec durations,
    BijectionSpec decoder,
    OptionalInt pitch)
    implements Specification<AlignedFlow> {

  /// @throws IllegalArgumentException if the parts do not fit each other
  public AlignedFlowSpec {
    pitch.ifPresent(channels -> Ranges.require("pitch", channels, 1, 65536));
    if (squeeze < 1 || decoder.features() != (long) squeeze * encoder.outputs()) {
      throw new IllegalArgumentException(
          "the decoder has %d features, but %d frames of %d are squeezed into them"
              .formatted(decoder.features(), squeeze, encoder.outputs()));
    }
  }

  @Override
  public AlignedFlow build(RandomGenerator random) {
    return new AlignedFlow(this, random);
  }

  /// The initial network of the pitch; null if that is no condition.
  @Nullable PitchNetwork pitchNetwork(RandomGenerator random) {
    return pitch.isEmpty()
        ? null
        : new PitchNetwork(
            pitch.getAsInt(), durations.dropout(), encoder.channels(), encoder.outputs(), random);
  }

  @Override
  public double size() {
    double ofPitch =
        pitch.isEmpty()
            ? 0
            : PitchNetwork.weights(pitch.getAsInt(), encoder.channels(), encoder.outputs());
    return encoder.weights() + durations.weights(encoder.channels()) + ofPitch + decoder.size();
  }

  @Override
  public double computed() {
    return decoder.computed();
  }

  @Override
  public List<String> description() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "text encoder of %d layers of %d, %d heads, window %d"
            .formatted(encoder.layers(), encoder.channels(), encoder.heads(), encoder.window()));
    lines.add(
        "durations%s by a network of %d channels"
            .formatted(
                durations.spread().isPresent() ? " and their spread" : "", durations.channels()));
    pitch.ifPresent(
        channels -> lines.add("pitch of symbols by a network of %d channels".formatted(channels)));
    lines.add("flow of %d frames at a time:".formatted(squeeze));
    decoder.description().forEach(line -> lines.add("  " + line));
    return lines;
  }
}

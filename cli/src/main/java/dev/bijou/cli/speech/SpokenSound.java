package dev.bijou.cli.speech;

import dev.bijou.cli.console.Bundled;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.mel.GriffinLim;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.speaker.Narrator;
import dev.bijou.speech.voice.Voice;
import dev.bijou.tensor.Workers;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Turns a speaker's spectrograms into sound: a voice, or the Griffin-Lim algorithm.
final class SpokenSound {
  /// What the algorithm is called where a voice may be named.
  static final String GRIFFIN_LIM = "griffin-lim";

  private SpokenSound() {}

  static Narrator.Sound griffinLim(MelSettings mel, Intonation intonation) {
    GriffinLim algorithm = new GriffinLim(mel);
    return (spoken, random) ->
        intonation.of(
            SampleStream.of(
                mel.sampleRateHz(),
                algorithm.synthesize(spoken.mel(), new SplittableRandom(random))),
            spoken.usualRange());
  }

  /// A voice, or the bundled one.
  ///
  /// @param named what `--vocoder` says, if anything
  /// @param mel the spectrograms that it is given
  static Voice voice(@Nullable String named, MelSettings mel) {
    Path path = named == null ? Bundled.file("voice.bijou", "--vocoder") : Path.of(named);
    Voice voice = Voice.load(path);
    if (!voice.mel().equals(mel)) {
      throw new SpeechException(
          "%s: the voice takes other spectrograms than the speaker makes; train both for the same"
              .formatted(path));
    }
    return voice;
  }

  static Narrator.Sound of(
      Supplier<Voice> voice,
      float sigma,
      Exactness exactness,
      Intonation intonation,
      Workers workers) {
    return (spoken, random) ->
        intonation
            .of(
                exactness.of(voice.get().vocoder(sigma, random, workers)),
                exactness.isExact() ? 1 : spoken.usualRange())
            .stream(exactness.isExact() ? spoken.frames() : spoken.clearer(), SampleStream.UNKNOWN);
  }
}

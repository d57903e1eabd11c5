package dev.bijou.cli.speech;

import dev.bijou.file.ModelFile.Precision;
import dev.bijou.speech.evaluation.VoiceEvaluation;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.training.TrainingProvenance;
import dev.bijou.speech.voice.Voice;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/// A kind of model that is learned from recordings, in the words of the command line.
///
/// @param name of the kind
/// @param score text for a held-out log-density, to stand within a line
/// @param summary text for it in lines of its own
/// @param provenance of a model
/// @param load reads a model from a file
/// @param save writes a model to a file
/// @param <T> a voice or a speaker
record LearnedModel<T>(
    String name,
    DoubleFunction<String> score,
    DoubleFunction<String> summary,
    Function<T, TrainingProvenance> provenance,
    Function<Path, T> load,
    Saving<T> save) {

  /// Writes what was learned to a file.
  @FunctionalInterface
  interface Saving<T> {
    void save(T learned, Path file, Precision precision);
  }

  static final LearnedModel<Voice> VOICE =
      voice(nats ->
          "%s nats (%s bits) a sample"
              .formatted(
                  LearningProgress.number(nats, 4),
                  LearningProgress.number(VoiceEvaluation.bitsPerSample(nats), 3)));

  /// A voice that goes on by drawn sound: until its end, the score is the nats less the distance of its spectra.
  private static final LearnedModel<Voice> DRAWN_VOICE =
      voice(score -> LearningProgress.number(score, 4) + " nats less spectral distance");

  /// A voice.
  ///
  /// @param drawn whether it learns by drawn sound
  static LearnedModel<Voice> voice(boolean drawn) {
    return drawn ? DRAWN_VOICE : VOICE;
  }

  private static LearnedModel<Voice> voice(DoubleFunction<String> score) {
    return new LearnedModel<>(
        "voice",
        score,
        nats ->
            String.format(
                Locale.ROOT,
                """
                held-out log-density: %.4f nats a sample
                bits a 16-bit sample: %.4f
                """,
                nats,
                VoiceEvaluation.bitsPerSample(nats)),
        Voice::provenance,
        Voice::load,
        Voice::save);
  }

  static final LearnedModel<Speaker> SPEAKER =
      speaker(nats -> LearningProgress.number(nats, 4) + " nats a value");

  /// A speaker that goes on by drawn spectrograms: until its end, the score is the nats less their distance.
  static final LearnedModel<Speaker> DRAWN_SPEAKER =
      speaker(score -> LearningProgress.number(score, 4) + " nats less spectral distance");

  private static LearnedModel<Speaker> speaker(DoubleFunction<String> score) {
    return new LearnedModel<>(
        "speaker",
        score,
        nats -> String.format(Locale.ROOT, "held-out log-density: %.4f nats a value\n", nats),
        Speaker::provenance,
        Speaker::load,
        Speaker::save);
  }
}

package dev.bijou.cli;

import dev.bijou.file.Precision;
import dev.bijou.speech.metric.SampleLikelihood;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.training.TrainingProvenance;
import dev.bijou.speech.voice.Voice;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/// What can be learned from recordings, in the words of the command line.
///
/// @param name what it is
/// @param score says a held-out log-density, in the middle of a line
/// @param summary says it, in lines of its own
/// @param provenance where one comes from
/// @param save writes one to a file
/// @param <T> a voice or a speaker
record Learned<T>(
    String name,
    DoubleFunction<String> score,
    DoubleFunction<String> summary,
    Function<T, TrainingProvenance> provenance,
    Saving<T> save) {

  /// Writes what was learned to a file.
  @FunctionalInterface
  interface Saving<T> {
    void save(T learned, Path file, Precision precision);
  }

  static final Learned<Voice> VOICE =
      new Learned<>(
          "voice",
          nats ->
              "%s nats (%s bits) a sample"
                  .formatted(
                      LearningProgress.number(nats, 4),
                      LearningProgress.number(SampleLikelihood.bitsPerSample(nats), 3)),
          nats ->
              String.format(
                  Locale.ROOT,
                  """
                  held-out log-density: %.4f nats a sample
                  bits a 16-bit sample: %.4f
                  """,
                  nats,
                  SampleLikelihood.bitsPerSample(nats)),
          Voice::provenance,
          Voice::save);

  static final Learned<Speaker> SPEAKER =
      new Learned<>(
          "speaker",
          nats -> LearningProgress.number(nats, 4) + " nats a value",
          nats -> String.format(Locale.ROOT, "held-out log-density: %.4f nats a value\n", nats),
          Speaker::provenance,
          Speaker::save);
}

package dev.bijou.cli.speech;

import dev.bijou.speech.training.RoundListener;
import dev.bijou.speech.training.TrainingLimits;
import dev.bijou.speech.training.TrainingProvenance.CorpusData;
import dev.bijou.table.text.NumberText;
import dev.bijou.tensor.Workers;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;

/// A training on sound that is being prepared: what a command needs to read its corpus.
///
/// @param limits how long to learn
/// @param workers the threads to use
/// @param progress shows how it gets on
/// @param clips the folder for the samples of speech
record Learning(TrainingLimits limits, Workers workers, LearningProgress progress, Path clips) {

  /// A training that is ready to begin.
  ///
  /// @param secondsPerStep seconds of sound in a step
  /// @param clips the samples of speech
  /// @param run learns to the end
  /// @param <T> a voice or a speaker
  record Training<T>(double secondsPerStep, Clips<T> clips, Function<RoundListener<T>, T> run) {}

  /// Writes samples of speech during the training.
  interface Clips<T> {
    /// Whether it is time for the next one.
    boolean due();

    /// Writes what was learned by a step.
    ///
    /// @return the sound file
    Path write(T learned, long step);
  }

  /// Prints a note.
  void note(String line) {
    progress.note("note: " + line);
  }

  /// Says what is going to be learned from which recordings.
  void announce(String what, CorpusData data) {
    progress.note(
        String.format(
            Locale.ROOT,
            "%s %,d recordings, %s",
            what,
            data.utterances(),
            NumberText.duration(data.seconds())));
  }
}

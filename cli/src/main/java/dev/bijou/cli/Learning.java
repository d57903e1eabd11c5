package dev.bijou.cli;

import dev.bijou.speech.training.RoundListener;
import dev.bijou.train.TrainingEvent;
import java.nio.file.Path;
import java.util.function.Function;

/// A training on sound as the command line runs it: progress, what is heard on the way, Ctrl-C, and a saved result.
///
/// @param what is learned, e.g. "voice"
/// @param output the file for it
/// @param progress shows how it gets on
/// @param secondsPerStep seconds of sound in a step
/// @param clips what is heard on the way
/// @param save writes it to the output
/// @param report tells how it ended
/// @param <T> a voice or a speaker
record Learning<T>(
    String what,
    String output,
    LearningProgress progress,
    double secondsPerStep,
    Clips<T> clips,
    Saving<T> save,
    Function<T, String> report) {

  /// Lets one hear what is being learned.
  interface Clips<T> {
    /// Whether some minutes have gone by.
    boolean due();

    /// Writes the clip of a step.
    ///
    /// @return the name of the sound
    Path write(T learned, long step);
  }

  /// Saves what was learned.
  @FunctionalInterface
  interface Saving<T> {
    void save(T learned);
  }

  /// Learns to the end.
  ///
  /// @param training takes a listener
  /// @param steps that it took
  /// @return the exit code
  int run(Shell shell, Function<RoundListener<T>, T> training, Function<T, Long> steps) {
    try (Interrupts interrupts =
        shell
            .interrupts()
            .apply(() ->
                progress.note("stopping to save the best " + what + "; again to quit at once"))) {
      T learned = training.apply(listener(interrupts));
      progress.clear();
      save.save(learned);
      clips.write(learned, steps.apply(learned));
      shell.print(report.apply(learned));
      if (!interrupts.requested()) {
        return 0;
      }
      progress.note("interrupted: " + output + " is the best " + what + " so far");
      return interrupts.exitCode();
    }
  }

  private RoundListener<T> listener(Interrupts interrupts) {
    return new RoundListener<>() {
      @Override
      public void event(TrainingEvent event) {
        progress.accept(event, secondsPerStep);
      }

      @Override
      public void note(String line) {
        progress.note("note: " + line);
      }

      @Override
      public void round(Progress<T> round) {
        if (clips.due()) {
          T now = round.best();
          save.save(now);
          progress.note("wrote " + output + " and " + clips.write(now, round.step()));
        }
      }

      @Override
      public boolean stop() {
        return interrupts.requested();
      }
    };
  }
}

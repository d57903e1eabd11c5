package dev.bijou.cli.speech;

import dev.bijou.cli.console.Interrupts;
import dev.bijou.cli.console.Shell;
import dev.bijou.file.ModelFile.Precision;
import dev.bijou.speech.training.RoundListener;
import dev.bijou.speech.training.TrainingProvenance;
import dev.bijou.table.text.NumberText;
import dev.bijou.train.TrainingEvent;
import java.nio.file.Path;
import java.util.Locale;

/// A training on sound as the command line runs it: progress, samples of speech, Ctrl-C, and a saved result.
///
/// @param learned what comes of it
/// @param output the file for it
/// @param precision of the file
/// @param progress shows how it gets on
/// @param training what is run
/// @param <T> a voice or a speaker
record LearningRun<T>(
    LearnedModel<T> learned,
    String output,
    Precision precision,
    LearningProgress progress,
    Learning.Training<T> training) {

  /// Learns to the end.
  ///
  /// @return the exit code
  int toEnd(Shell shell) {
    String what = learned.name();
    try (Interrupts interrupts =
        shell
            .interrupts()
            .apply(() ->
                progress.note("stopping to save the best " + what + "; again to quit at once"))) {
      T result = training.run().apply(listener(interrupts));
      progress.clear();
      save(result);
      training.clips().write(result, learned.provenance().apply(result).steps());
      shell.print(report(result));
      if (!interrupts.requested()) {
        return 0;
      }
      progress.note("interrupted: " + output + " is the best " + what + " so far");
      return interrupts.exitCode();
    }
  }

  private void save(T result) {
    learned.save().save(result, Path.of(output), precision);
  }

  private String report(T result) {
    TrainingProvenance provenance = learned.provenance().apply(result);
    return learned.summary().apply(provenance.heldOut().logDensity())
        + String.format(
            Locale.ROOT,
            """
            steps: %,d
            time: %s
            %s: %s
            """,
            provenance.steps(),
            NumberText.duration(provenance.seconds()),
            learned.name(),
            output);
  }

  private RoundListener<T> listener(Interrupts interrupts) {
    return new RoundListener<>() {
      @Override
      public void event(TrainingEvent event) {
        progress.accept(event, training.secondsPerStep());
      }

      @Override
      public void note(String line) {
        progress.note("note: " + line);
      }

      @Override
      public void round(Progress<T> round) {
        if (training.clips().due()) {
          T now = round.best();
          save(now);
          progress.note("wrote " + output + " and " + training.clips().write(now, round.step()));
        }
      }

      @Override
      public boolean stop() {
        return interrupts.requested();
      }
    };
  }
}

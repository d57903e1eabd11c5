package dev.bijou.cli.speech;

import dev.bijou.cli.console.CheckpointOptions;
import dev.bijou.cli.console.Durations;
import dev.bijou.cli.console.Outputs;
import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.Seed;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.Threads;
import dev.bijou.cli.console.UsageException;
import dev.bijou.file.ModelFile.Precision;
import dev.bijou.speech.training.TrainingLimits;
import dev.bijou.tensor.Workers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of all commands that learn from recordings, and how they run.
final class LearningOptions {
  private static final String USUAL_BUDGET = "2h";

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      description =
          "Time to learn for, earlier runs included: 90m, 2h (default: 2h unless --steps is given).")
  private @Nullable String budget;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Most steps to take, rounded up to whole rounds.")
  private @Nullable Integer steps;

  @Option(
      names = "--single",
      description = "Write single precision, which is twice the size of half precision (default).")
  private boolean single;

  @Option(
      names = "--quarter",
      description =
          "Write matrices in 8 bits, which is half the size of half precision and sounds the same.")
  private boolean quarter;

  @Option(
      names = "--clips",
      paramLabel = "FOLDER",
      description =
          "Folder for samples of speech during the training (default: beside the output, with -clips added to its name).")
  private @Nullable Path clips;

  @Mixin private CheckpointOptions checkpoint = new CheckpointOptions();
  @Mixin private Seed seed = new Seed();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  /// Prepares a training, and learns to its end.
  ///
  /// @param learned what comes of it
  /// @param output the file for it
  /// @param prepare reads the corpus
  /// @return the exit code
  <T> int run(
      Shell shell,
      LearnedModel<T> learned,
      String output,
      Function<Learning, Learning.Training<T>> prepare) {
    TrainingLimits limits = limits();
    Precision precision = precision();
    Outputs.requireWritable(Path.of(output));
    checkpoint.require();
    try (Workers workers = threads.workers()) {
      LearningProgress progress =
          new LearningProgress(
              quiet.filter(shell.err()), shell.terminal(), System::nanoTime, learned.score());
      checkpoint.notice().ifPresent(line -> progress.note("note: " + line));
      Learning.Training<T> training =
          prepare.apply(new Learning(limits, workers, progress, clips(output)));
      return new LearningRun<>(learned, output, precision, progress, training).toEnd(shell);
    }
  }

  private Precision precision() {
    if (single && quarter) {
      throw new UsageException("--single and --quarter cannot both be");
    }
    return single ? Precision.SINGLE : quarter ? Precision.QUARTER : Precision.HALF;
  }

  private TrainingLimits limits() {
    String time = budget == null && steps == null ? USUAL_BUDGET : budget;
    try {
      return new TrainingLimits(
          seed.value(),
          steps == null ? OptionalInt.empty() : OptionalInt.of(steps),
          Optional.ofNullable(time).map(Durations::parse),
          checkpoint.file());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  /// The folder that was named, or one beside the output.
  private Path clips(String output) {
    if (clips != null) {
      return clips;
    }
    Path file = Path.of(output);
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.bijou$", "");
    return file.resolveSibling(name + "-clips");
  }
}

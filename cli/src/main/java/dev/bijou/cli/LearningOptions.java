package dev.bijou.cli;

import dev.bijou.file.Precision;
import dev.bijou.speech.training.TrainingLimits;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How long a training on sound goes on, and where it is kept.
final class LearningOptions {
  private static final String USUAL_BUDGET = "2h";

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      description =
          "Time to learn in, that of earlier runs included: 90m, 2h (default: 2h unless --steps is given).")
  private @Nullable String budget;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps to take at most, rounded up to whole rounds.")
  private @Nullable Integer steps;

  @Option(
      names = "--single",
      description = "Write it in single precision: twice the size of half precision.")
  private boolean single;

  @Mixin private CheckpointOptions checkpoint = new CheckpointOptions();

  /// How long to learn.
  TrainingLimits limits(long seed) {
    String time = budget == null && steps == null ? USUAL_BUDGET : budget;
    try {
      return new TrainingLimits(
          seed,
          steps == null ? OptionalInt.empty() : OptionalInt.of(steps),
          Optional.ofNullable(time).map(Times::parse),
          checkpoint.file());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  Precision precision() {
    return single ? Precision.SINGLE : Precision.HALF;
  }

  /// Fails before anything is learned rather than after.
  void requireWritable(String output) {
    Outputs.requireWritable(Path.of(output));
    checkpoint.require();
  }

  /// Where what is heard on the way goes: the folder that was named, or one beside the output.
  static Path clips(@Nullable Path named, String output) {
    if (named != null) {
      return named;
    }
    Path file = Path.of(output);
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.bijou$", "");
    return file.resolveSibling(name + "-clips");
  }
}

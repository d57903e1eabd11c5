package dev.bijou.cli.table;

import dev.bijou.cli.console.Interrupts;
import dev.bijou.cli.console.UsageException;
import dev.bijou.table.fit.PrivateFit;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.text.NumberText;
import dev.bijou.tensor.Workers;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options `--epsilon` and `--delta` of a fit under differential privacy.
final class Privately {
  @Option(
      names = "--epsilon",
      paramLabel = "E",
      description =
          "Learn under (E, D)-differential privacy: the model reveals little of any one row.")
  private @Nullable Double epsilon;

  @Option(
      names = "--delta",
      paramLabel = "D",
      description = "With --epsilon (default: 1 / n^1.1 for n rows to learn from).")
  private @Nullable Double delta;

  boolean isWanted() {
    return epsilon != null;
  }

  /// Learns and saves.
  ///
  /// @return the exit code
  int learn(
      TableSource table,
      TableFitOptions options,
      Workers workers,
      FitProgress progress,
      SavedModel saved) {
    PrivateFit fit =
        PrivateFit.read(
            table,
            options,
            Objects.requireNonNull(epsilon),
            delta == null ? OptionalDouble.empty() : OptionalDouble.of(delta));
    progress.note(
        "learning %d columns from %,d rows, %,d held out, with noise"
            .formatted(fit.columns(), fit.trainingRows(), fit.heldOutRows()));
    try (Interrupts interrupts =
        saved
            .shell()
            .interrupts()
            .apply(
                () -> progress.note("stopping to save what is learned; again to quit at once"))) {
      PrivateFit.Learned learned =
          fit.run(
              workers,
              share -> {
                progress.doing("learning with noise: %.0f%%".formatted(100 * share));
                return !interrupts.requested();
              });
      progress.clear();
      saved.save(learned.model());
      saved.figures(learned.heldOut(), learned.model(), "", covered(fit.spent()));
      return interrupts.requested() ? interrupts.exitCode() : 0;
    }
  }

  /// Refuses other options that do not go with these.
  ///
  /// @param others whether each of them is there
  void require(Map<String, Boolean> others) {
    if (epsilon == null && delta != null) {
      throw new UsageException("--delta needs --epsilon E");
    }
    others.forEach((name, there) -> {
      if (epsilon != null && there) {
        throw new UsageException(
            "--epsilon and %s exclude each other: a private fit learns one flow of rows by themselves, in a number of steps that is known before"
                .formatted(name));
      }
    });
  }

  /// What the model reveals, and what it takes as known.
  private static String covered(PrivateFit.Spent spent) {
    return String.format(
        Locale.ROOT,
        """
        private: epsilon %s, delta %s; noise %s, clip %s, %,d steps of %s of the rows
        covered: the weights, and the shares of each column in the model
        not covered: names, kinds, ranges, grids and categories of columns (give --schema), the number of rows, and the figures above, which the model does not hold
        """,
        NumberText.of(spent.epsilon()),
        NumberText.value(spent.delta(), 3),
        NumberText.value(spent.noise(), 4),
        NumberText.of(spent.clip()),
        spent.steps(),
        NumberText.percent(spent.share()));
  }
}

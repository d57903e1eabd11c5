package dev.bijou.cli.table;

import dev.bijou.table.io.Missing;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option `--missing`.
final class MissingCells {
  static final String NAME = "--missing";

  private enum Choice {
    REFUSE,
    DROP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = NAME,
      paramLabel = "refuse|drop",
      description =
          "What to do about missing cells that are not part of the model: refuse the table, or drop their rows.")
  private @Nullable Choice choice;

  /// Whether rows with a missing cell are left out rather than refused.
  boolean drop() {
    return choice == Choice.DROP;
  }

  /// What to do about missing cells in learning, where they are part of the model unless the user says otherwise.
  Missing learning() {
    return Optional.ofNullable(choice)
        .map(chosen -> chosen == Choice.DROP ? Missing.DROP : Missing.REFUSE)
        .orElse(Missing.KEEP);
  }
}

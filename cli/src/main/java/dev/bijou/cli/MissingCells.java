package dev.bijou.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/// The option `--missing`.
final class MissingCells {
  private enum Choice {
    REFUSE,
    DROP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--missing",
      paramLabel = "refuse|drop",
      description =
          "What to do about missing cells: refuse the table (default), or leave such rows out.")
  private Choice choice = Choice.REFUSE;

  /// Whether rows with a missing cell are left out rather than refused.
  boolean drop() {
    return choice == Choice.DROP;
  }
}

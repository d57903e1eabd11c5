package dev.bijou.cli.table;

import dev.bijou.cli.console.UsageException;
import dev.bijou.table.fit.TableFitOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of `fit` for rows in time.
final class RowsInTime {
  @Option(
      names = "--window",
      paramLabel = "N",
      description =
          "Rows in time: learn each given the N − 1 rows before it, as they stand in TABLE.")
  private @Nullable Integer window;

  @Option(
      names = "--by",
      paramLabel = "COL",
      description =
          "With --window: the column that tells series apart, each with a past of its own.")
  private @Nullable String by;

  /// The window, if there is to be one.
  ///
  /// @throws IllegalArgumentException if it is too short or too long
  Optional<TableFitOptions.Window> value() {
    if (by != null && window == null) {
      throw new UsageException("--by tells series of rows in time apart; add --window N");
    }
    return Optional.ofNullable(window)
        .map(rows -> new TableFitOptions.Window(rows, Optional.ofNullable(by)));
  }
}

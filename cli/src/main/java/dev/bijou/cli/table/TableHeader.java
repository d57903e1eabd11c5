package dev.bijou.cli.table;

import dev.bijou.cli.console.Shell;
import dev.bijou.table.io.CsvHeader;
import dev.bijou.table.io.TableSource;
import picocli.CommandLine.Option;

/// The option `--header`, for all tables of a command.
final class TableHeader {
  public static final String NAME = "--header";

  @Option(
      names = NAME,
      paramLabel = "first|none",
      description =
          "Where CSV has the names of its columns: in the first row (default), or none, which calls them x1, x2, ….")
  private CsvHeader header = CsvHeader.FIRST;

  CsvHeader value() {
    return header;
  }

  /// The table that an argument names, `-` for standard input.
  TableSource table(Shell shell, String name) {
    return shell.table(name).withHeader(header);
  }
}

package dev.bijou.cli.table;

import dev.bijou.cli.console.UsageException;
import dev.bijou.table.io.TableException;
import picocli.CommandLine.Model.CommandSpec;

/// Adds the option that helps to an error of the library, which does not know about options.
public final class Remedy {
  private Remedy() {}

  /// The same error with the option that helps, if the command has one.
  public static Exception added(Exception thrown, CommandSpec command) {
    if (!(thrown instanceof TableException wrong)) {
      return thrown;
    }
    String remedy =
        switch (wrong.problem()) {
          case NO_HEADER ->
              option(
                  command,
                  TableHeader.NAME,
                  ", or read it with --header none, which calls them x1, x2, …");
          case HEADER -> option(command, TableHeader.NAME, ", without --header none");
          case NAME_TAKEN ->
              option(
                  command, Prefix.NAME, ", or put a text before the new names with --prefix TEXT");
          case MISSING_CELL -> option(command, MissingCells.NAME, " with --missing drop");
          case ALL_ROWS_INCOMPLETE -> option(command, "--exclude", " with --exclude");
          case NOT_NUMBERS -> option(command, "--exclude", Advice.exclude(wrong.columns()));
          case NO_SCHEMA -> "; see bijou schema TABLE";
          case FLOW -> option(command, "--flow", "; leave --flow out");
          case CONDITIONAL -> option(command, "--given", " with --given TABLE");
          case NOT_CONDITIONAL -> option(command, "--given", "; sample it without --given");
          case NO_CALIBRATION -> option(command, "--calibrate", " with --calibrate TABLE");
          case OTHER -> "";
        };
    return remedy.isEmpty() ? thrown : new UsageException(wrong.getMessage() + remedy, wrong);
  }

  private static String option(CommandSpec command, String name, String remedy) {
    return command.findOption(name) == null ? "" : remedy;
  }
}

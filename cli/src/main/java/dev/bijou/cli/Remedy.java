package dev.bijou.cli;

import dev.bijou.cli.console.UsageException;
import dev.bijou.cli.table.Prefix;
import dev.bijou.cli.table.TableHeader;
import dev.bijou.table.TableException;
import picocli.CommandLine.Model.CommandSpec;

/// Adds the option that helps to an error of the library, which does not know about options.
final class Remedy {
  private Remedy() {}

  /// The same error with the option that helps, if the command has one.
  static Exception added(Exception thrown, CommandSpec command) {
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
          case OTHER -> "";
        };
    return remedy.isEmpty() ? thrown : new UsageException(wrong.getMessage() + remedy, wrong);
  }

  private static String option(CommandSpec command, String name, String remedy) {
    return command.findOption(name) == null ? "" : remedy;
  }
}

package dev.bijou.cli;

import dev.bijou.cli.console.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Runs several commands in one process, which Java watches when the program is built: what they load and run often is
/// what a later start finds in its cache.
final class Rehearsal {
  private static final String NEXT = ";";

  private Rehearsal() {}

  /// @param arguments of one command after the other, with `;` between them
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    List<String> command = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.equals(NEXT)) {
        run(command);
        command.clear();
      } else {
        command.add(argument);
      }
    }
    run(command);
  }

  private static void run(List<String> command) {
    int code = Main.run(Shell.system(), command.toArray(String[]::new));
    if (code != 0) {
      System.exit(code);
    }
  }
}

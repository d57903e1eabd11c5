package dev.bijou.cli;

import dev.bijou.cli.console.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Runs several commands in one process, which Java watches when the program is built: what they load and run often is
/// what a later start finds in its cache.
final class Rehearsal {
  private static final String NEXT = ";";
  private static final String CALLS = "<";

  private Rehearsal() {}

  /// @param arguments of one command after the other, with `;` between them; one that serves the model `few` ends with `<` and
  ///     the table whose rows it is asked about
  public static void main(String[] arguments) throws IOException {
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

  private static void run(List<String> command) throws IOException {
    int code;
    int calls = command.indexOf(CALLS);
    if (calls < 0) {
      code = Main.run(Shell.system(), command.toArray(String[]::new));
    } else {
      RehearsedCalls client = new RehearsedCalls(Path.of(command.get(calls + 1)));
      List<String> serve = command.subList(0, calls);
      code = Main.run(client.shell(Shell.system()), serve.toArray(String[]::new));
      client.check();
    }
    if (code != 0) {
      System.exit(code);
    }
  }
}

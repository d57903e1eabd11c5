package dev.bijou.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The entry point of the `bijou` command.
@Command(
    name = "bijou",
    description = "Learns the probability density of a table, and uses it.",
    mixinStandardHelpOptions = true,
    version = "bijou 0.1.0-SNAPSHOT")
public final class Main implements Runnable {

  @Override
  public void run() {
    CommandLine.usage(this, System.err);
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}

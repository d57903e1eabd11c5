package dev.bijou.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import picocli.CommandLine.Option;

/// The option `--quiet`.
final class Quiet {
  @Option(
      names = {"-q", "--quiet"},
      description = "Nothing on standard error, except errors.")
  private boolean quiet;

  /// The stream for messages: standard error, or nowhere.
  PrintStream filter(PrintStream err) {
    return quiet ? new PrintStream(OutputStream.nullOutputStream()) : err;
  }
}

package dev.bijou.cli.console;

import java.io.OutputStream;
import java.io.PrintStream;
import picocli.CommandLine.Option;

/// The option `--quiet`.
public final class Quiet {
  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but errors on standard error.")
  private boolean quiet;

  /// The stream for messages: standard error, or nowhere.
  public PrintStream filter(PrintStream err) {
    return quiet ? new PrintStream(OutputStream.nullOutputStream()) : err;
  }
}

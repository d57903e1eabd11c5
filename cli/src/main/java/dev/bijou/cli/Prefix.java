package dev.bijou.cli;

import picocli.CommandLine.Option;

/// The option `--prefix`.
final class Prefix {
  static final String NAME = "--prefix";

  @Option(
      names = NAME,
      paramLabel = "TEXT",
      description = "Put TEXT before the names of what is added, where TABLE has such names.")
  private String prefix = "";

  String value() {
    return prefix;
  }
}

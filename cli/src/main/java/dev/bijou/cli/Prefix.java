package dev.bijou.cli;

import picocli.CommandLine.Option;

/// The option `--prefix`.
final class Prefix {
  static final String NAME = "--prefix";

  @Option(
      names = NAME,
      paramLabel = "TEXT",
      description =
          "Put TEXT before the names of the added columns, if TABLE has columns of these names.")
  private String prefix = "";

  String value() {
    return prefix;
  }
}

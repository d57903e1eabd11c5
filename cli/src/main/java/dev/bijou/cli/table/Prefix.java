package dev.bijou.cli.table;

import picocli.CommandLine.Option;

/// The option `--prefix`.
final class Prefix {
  public static final String NAME = "--prefix";

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

package dev.bijou.cli.console;

import picocli.CommandLine.Option;

/// The option `--seed`.
public final class Seed {
  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Random seed (default: 0); the same seed gives the same result.")
  private long seed;

  public long value() {
    return seed;
  }
}

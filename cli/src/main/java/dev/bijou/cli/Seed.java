package dev.bijou.cli;

import picocli.CommandLine.Option;

/// The option `--seed`.
final class Seed {
  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Random seed (default: 0); the same seed gives the same result.")
  private long seed;

  long value() {
    return seed;
  }
}

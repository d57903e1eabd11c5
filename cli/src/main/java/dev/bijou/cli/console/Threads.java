package dev.bijou.cli.console;

import dev.bijou.tensor.Workers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option `--threads`.
public final class Threads {
  private static final int MOST = 1024;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to use (default: all processors); the result does not depend on it.")
  private @Nullable Integer threads;

  /// The workers that the option asks for.
  public Workers workers() {
    return new Workers(count());
  }

  /// How many threads the option asks for.
  public int count() {
    int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (count < 1 || count > MOST) {
      throw new UsageException("--threads is %d, but must lie in 1 … %d".formatted(count, MOST));
    }
    return count;
  }
}

package dev.bijou.cli;

import dev.bijou.InputException;
import dev.bijou.OutputException;
import dev.bijou.cli.console.Shell;
import java.util.Locale;

/// The message and exit code of a command that threw.
///
/// @param message the line after `bijou: `, empty for nothing
/// @param exitCode 1 for a failure while running, 2 for bad usage or bad input
record Failure(String message, int exitCode) {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  static Failure of(Throwable thrown) {
    return switch (thrown) {
      case InputException e -> new Failure(e.getMessage(), BAD_INPUT);
      case OutputException e when isClosedPipe(e) -> new Failure("", DONE);
      case OutputException e -> new Failure(e.getMessage(), FAILED);
      case OutOfMemoryError _ ->
          new Failure(
              "out of memory with a heap of %,d MiB; allow more, for instance with JDK_JAVA_OPTIONS=-Xmx%dg"
                  .formatted(heapMebibytes(), 2 * Math.ceilDiv(heapMebibytes(), 1024)),
              FAILED);
      default ->
          new Failure(
              "internal error: %s; please report it, with what BIJOU_DEBUG=1 in the environment adds"
                  .formatted(thrown.toString().replaceAll("\\s+", " ")),
              FAILED);
    };
  }

  /// Whether the program that read standard output, such as `head`, has had enough.
  private static boolean isClosedPipe(OutputException failure) {
    String message = failure.getMessage().toLowerCase(Locale.ROOT);
    return message.contains(Shell.STANDARD_OUTPUT) && message.contains("pipe");
  }

  private static long heapMebibytes() {
    return Runtime.getRuntime().maxMemory() >> 20;
  }
}

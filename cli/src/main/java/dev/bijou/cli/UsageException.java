package dev.bijou.cli;

import dev.bijou.InputException;
import java.io.Serial;

/// A command line that asks for something impossible. The message is one complete line, without the name of the
/// program.
final class UsageException extends InputException {
  @Serial private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }

  UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}

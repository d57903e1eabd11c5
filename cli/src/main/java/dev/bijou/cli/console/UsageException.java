package dev.bijou.cli.console;

import dev.bijou.InputException;
import java.io.Serial;

/// A command line that asks for something impossible. The message is one complete line, without the name of the
/// program.
public final class UsageException extends InputException {
  @Serial private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}

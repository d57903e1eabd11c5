package dev.bijou;

import java.io.Serial;

/// Bad input: a file, a table or a text that cannot be read, or that does not hold what was asked of it.
///
/// The message is one complete line that says what is wrong, where, and what to do.
public non-sealed class InputException extends BijouException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param message the complete line, without the name of the program
  public InputException(String message) {
    super(message);
  }

  /// @param message the complete line, without the name of the program
  /// @param cause what the reading library or the operating system said
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}

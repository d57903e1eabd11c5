package dev.bijou.table;

import java.io.Serial;

/// Bad input: a table that cannot be read or that does not hold what was asked of it.
///
/// The message is one complete line that says what is wrong, where, and what to do, for instance
/// `wine.csv, row 17, column "pH": "low" is not a number; correct it, or leave the column out with --exclude pH`.
public final class TableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param message the complete line, without the name of the program
  public TableException(String message) {
    super(message);
  }

  /// @param message the complete line, without the name of the program
  /// @param cause what the reading library or the operating system said
  public TableException(String message, Throwable cause) {
    super(message, cause);
  }
}

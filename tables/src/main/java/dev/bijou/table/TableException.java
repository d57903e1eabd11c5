package dev.bijou.table;

import dev.bijou.InputException;
import java.io.Serial;

/// A table that cannot be read or that does not hold what was asked of it.
///
/// The message is one complete line that says what is wrong, where, and what to do, for instance
/// `wine.csv, row 17, column "pH": "low" is not a number; correct it, or leave the column out with --exclude pH`.
public final class TableException extends InputException {
  @Serial private static final long serialVersionUID = 1L;

  /// What is wrong, for a program that knows a way out which is its own.
  public enum Problem {
    /// The first row is none of names, but [CsvHeader#FIRST] takes it for one.
    NO_HEADER,
    /// The table names its columns in any case, but [CsvHeader#NONE] says that it does not.
    HEADER,
    /// A column has the name of one that is to be added.
    NAME_TAKEN,
    /// Anything else.
    OTHER
  }

  private final Problem problem;

  /// @param message the complete line, without the name of the program
  public TableException(String message) {
    this(Problem.OTHER, message);
  }

  /// @param problem what is wrong
  /// @param message the complete line, without the name of the program
  TableException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  /// @param message the complete line, without the name of the program
  /// @param cause what the reading library or the operating system said
  public TableException(String message, Throwable cause) {
    super(message, cause);
    this.problem = Problem.OTHER;
  }

  /// What is wrong.
  public Problem problem() {
    return problem;
  }
}

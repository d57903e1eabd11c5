package dev.bijou.table.io;

import dev.bijou.InputException;
import java.io.Serial;
import java.util.List;

/// A table that cannot be read or that does not hold what was asked of it.
///
/// The message is one complete line that says what is wrong, where, and what to do, for instance
/// `wine.csv, row 17, column "pH": "low" is not a number; correct it, or leave it out`.
public final class TableException extends InputException {
  @Serial private static final long serialVersionUID = 1L;

  /// What is wrong, for a program that knows a remedy of its own.
  public enum Problem {
    /// The first row does not hold names, but [CsvHeader#FIRST] takes it for one.
    NO_HEADER,
    /// The table names its columns in any case, but [CsvHeader#NONE] says that it does not.
    HEADER,
    /// A column has the name of one that is to be added.
    NAME_TAKEN,
    /// A flow was chosen that cannot model what the table holds.
    FLOW,
    /// A cell is missing, which [Missing#REFUSE] forbids.
    MISSING_CELL,
    /// No row is left under [Missing#DROP].
    ALL_ROWS_INCOMPLETE,
    /// Columns that are not numbers are wanted as such, see [TableException#columns()].
    NOT_NUMBERS,
    /// A file that should be a schema is not one.
    NO_SCHEMA,
    /// A conditional model needs given values.
    CONDITIONAL,
    /// Given values are of no use to a model that is not conditional.
    NOT_CONDITIONAL,
    /// The model has no calibration that this version could use.
    NO_CALIBRATION,
    /// Anything else.
    OTHER
  }

  private final Problem problem;
  private final List<String> columns;

  /// @param message the complete line, without the name of the program
  public TableException(String message) {
    this(Problem.OTHER, message);
  }

  /// @param problem what is wrong
  /// @param message the complete line, without the name of the program
  public TableException(Problem problem, String message) {
    this(problem, List.of(), message);
  }

  /// @param problem what is wrong
  /// @param columns the names of the columns that could be left out
  /// @param message the complete line, without the name of the program
  public TableException(Problem problem, List<String> columns, String message) {
    super(message);
    this.problem = problem;
    this.columns = List.copyOf(columns);
  }

  /// @param message the complete line, without the name of the program
  /// @param cause what the reading library or the operating system said
  public TableException(String message, Throwable cause) {
    super(message, cause);
    this.problem = Problem.OTHER;
    this.columns = List.of();
  }

  /// What is wrong.
  public Problem problem() {
    return problem;
  }

  /// The names of columns that could be left out to use the table; empty if that would not help.
  public List<String> columns() {
    return columns;
  }
}

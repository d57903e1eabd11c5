package dev.bijou.table.schema;

import java.util.List;
import java.util.stream.Stream;

/// What a column holds. Every kind turns its cells into doubles: a number into itself, a category into its code, a date
/// into seconds, a missing cell into NaN; see [Column#text(double)] for the way back.
public sealed interface Kind {

  /// Real numbers.
  ///
  /// @param atoms values so frequent that they have a probability of their own
  record Continuous(Atoms atoms) implements Kind {}

  /// Numbers on a grid: counts, grades, rounded measurements. Probabilities are those of the cells of the grid.
  ///
  /// @param grid the distance between neighbouring values, 1 for whole numbers
  /// @param atoms values so frequent that they have a probability of their own
  record Integral(double grid, Atoms atoms) implements Kind {
    /// @throws IllegalArgumentException unless the grid is positive and finite
    public Integral {
      if (!(grid > 0 && grid < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("the grid is " + grid + ", but must be positive");
      }
    }
  }

  /// Names without an order. Code i of a cell is the i-th of [#names()]; a name that is not among them, unseen when the
  /// model was learned, has the code after the last.
  ///
  /// @param levels names with a probability of their own, the most frequent first
  /// @param rare names too rare for that: they and unseen names are one level, "other"
  record Categorical(List<Level> levels, List<Level> rare) implements Kind {
    /// @throws IllegalArgumentException if there are no levels, or a name appears twice
    public Categorical {
      levels = List.copyOf(levels);
      rare = List.copyOf(rare);
      if (levels.isEmpty()) {
        throw new IllegalArgumentException("a categorical column needs at least one level");
      }
      List<String> names = Stream.concat(levels.stream(), rare.stream()).map(Level::name).toList();
      if (names.stream().distinct().count() < names.size()) {
        throw new IllegalArgumentException("a level appears twice");
      }
    }
  }

  /// Yes or no, as 1 or 0; any other text is unseen and has the code 2.
  ///
  /// @param no how the table writes no
  /// @param yes how the table writes yes
  record Binary(String no, String yes) implements Kind {}

  /// Points in time, as seconds since 1970-01-01T00:00 UTC.
  ///
  /// @param pattern how they are written, a pattern of [java.time.format.DateTimeFormatter]
  /// @param grid the distance between neighbouring values in seconds, 86,400 for dates; 0 if there is none
  record DateTime(String pattern, double grid) implements Kind {
    /// @throws IllegalArgumentException if the pattern is invalid, or the grid negative
    public DateTime {
      DateTimes.of(pattern);
      if (!(grid >= 0 && grid < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("the grid is " + grid + ", but must not be negative");
      }
    }
  }

  /// One value in every row that was seen. It takes no feature of a distribution: its code is 0, any other cell has the
  /// code 1 or is missing, and both have the probability that is kept for the unseen.
  ///
  /// @param text the text of every cell; empty if all cells are missing
  record Constant(String text) implements Kind {}

  /// Keys and free text, from which nothing can be learned about the next row.
  record Identifier() implements Kind {}

  /// Values with a probability of their own.
  ///
  /// @param values the values, ascending
  /// @param only whether the column has no other values, so that it has only probabilities and no density
  record Atoms(List<Double> values, boolean only) {
    /// No value is that frequent.
    public static final Atoms NONE = new Atoms(List.of(), false);

    /// Copies and sorts the list.
    ///
    /// @throws IllegalArgumentException if there are to be only atoms, but none is given
    public Atoms {
      values = values.stream().distinct().sorted().toList();
      if (only && values.isEmpty()) {
        throw new IllegalArgumentException("a column of atoms needs at least one");
      }
    }

    /// Whether there are none.
    public boolean isEmpty() {
      return values.isEmpty();
    }
  }

  /// A category.
  ///
  /// @param name as the table writes it
  /// @param count how many rows had it
  record Level(String name, long count) {}

  /// Whether columns of this kind are features of a distribution.
  default boolean isModelled() {
    return !(this instanceof Constant || this instanceof Identifier);
  }

  /// Whether the cells are numbers with a distance: numbers and points in time.
  default boolean isNumeric() {
    return this instanceof Continuous || this instanceof Integral || this instanceof DateTime;
  }

  /// The values with a probability of their own; none for kinds that are not numeric.
  default Atoms atoms() {
    return switch (this) {
      case Continuous(Atoms atoms) -> atoms;
      case Integral(double _, Atoms atoms) -> atoms;
      default -> Atoms.NONE;
    };
  }

  /// The distance between neighbouring values; 0 if there is none.
  default double grid() {
    return switch (this) {
      case Integral(double grid, Atoms _) -> grid;
      case DateTime(String _, double grid) -> grid;
      default -> 0;
    };
  }

  /// What the codes of a categorical, binary or constant column mean, in their order; empty for others. The code after
  /// the last is that of an unseen name.
  default List<String> names() {
    return switch (this) {
      case Categorical(List<Level> levels, List<Level> rare) ->
          Stream.concat(levels.stream(), rare.stream()).map(Level::name).toList();
      case Binary(String no, String yes) -> List.of(no, yes);
      case Constant(String text) -> List.of(text);
      default -> List.of();
    };
  }

  /// What a code of a categorical, binary or constant column means; `other` for that of an unseen name.
  default String name(int code) {
    return switch (this) {
      case Categorical(List<Level> levels, List<Level> rare) when code >= 0 && code < nameCount() ->
          (code < levels.size() ? levels.get(code) : rare.get(code - levels.size())).name();
      case Binary(String no, String yes) when code == 0 || code == 1 -> code == 0 ? no : yes;
      case Constant(String text) when code == 0 -> text;
      default -> "other";
    };
  }

  /// How many names there are, see [#names()].
  default int nameCount() {
    return switch (this) {
      case Categorical(List<Level> levels, List<Level> rare) -> levels.size() + rare.size();
      case Binary _ -> 2;
      case Constant _ -> 1;
      default -> 0;
    };
  }

  /// How many of the names have a probability of their own; their codes come first, all others are one. 0 for kinds
  /// without names.
  default int namesKnown() {
    return switch (this) {
      case Categorical(List<Level> levels, List<Level> _) -> levels.size();
      case Binary _ -> 2;
      case Constant _ -> 1;
      default -> 0;
    };
  }

  /// The name of the kind in a schema's JSON.
  default String type() {
    return switch (this) {
      case Continuous _ -> "continuous";
      case Integral _ -> "integer";
      case Categorical _ -> "categorical";
      case Binary _ -> "boolean";
      case DateTime _ -> "date-time";
      case Constant _ -> "constant";
      case Identifier _ -> "identifier";
    };
  }
}

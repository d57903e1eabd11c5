package dev.bijou.table.io;

import dev.bijou.table.text.NumberText;
import dev.bijou.table.text.Phrases;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Which columns of a table are wanted as doubles, and in which order.
///
/// @param names the wanted columns in order, or the columns to leave out when `excluding`
/// @param excluding whether all columns but `names` are wanted, in the order of the table
/// @param text whether the text of every field, wanted or not, is kept so that rows can be passed through
/// @param cells how the cells of a wanted column become doubles
/// @param window what a row gains from the time and the rows before it; such columns are among the names
public record ColumnPlan(
    List<String> names,
    boolean excluding,
    boolean text,
    Function<String, CellReader> cells,
    Optional<Window> window) {
  private static final Function<String, CellReader> NUMBERS = _ -> CellReader.NUMBERS;

  /// Copies the names, and refuses one that is named twice with a [TableException].
  public ColumnPlan {
    names = List.copyOf(names);
    Set<String> seen = new LinkedHashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new TableException("column " + Phrases.quote(name) + " is named twice; name it once");
      }
    }
  }

  /// Rows in time.
  ///
  /// @param rows N: a row, and the N − 1 rows before it
  /// @param by the column whose cells tell series apart, each with a past of its own; empty for one series
  /// @param added the columns that rows gain, in the order of the table's rows
  public record Window(int rows, Optional<String> by, List<Added> added) {
    /// The longest window.
    public static final int MOST_ROWS = 1000;

    /// Copies the list.
    ///
    /// @throws IllegalArgumentException if the window is too short or too long
    public Window {
      added = List.copyOf(added);
      if (rows < 2 || rows > MOST_ROWS) {
        throw new IllegalArgumentException(
            "the window is %d rows, but must be 2 to %d: a row, and those before it"
                .formatted(rows, MOST_ROWS));
      }
    }

    /// The column of this name that rows gain; empty if it is one of the table.
    public Optional<Added> find(String name) {
      return added.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /// What a row needs, in one phrase: `3 rows before`, or `3 rows before of the same "sensor"`.
    public String before() {
      return NumberText.counted(rows - 1, "row")
          + " before"
          + by.map(name -> " of the same " + Phrases.quote(name)).orElse("");
    }
  }

  /// A column that rows gain.
  public sealed interface Added {
    /// The column of the table that it comes from.
    String of();

    /// Its own name.
    String name();
  }

  /// The cell of a column some rows before.
  ///
  /// @param back how many, from 1
  public record Past(String of, int back) implements Added {
    /// The name of the column and how many rows before, `value[-1]`.
    @Override
    public String name() {
      return of + "[-" + back + "]";
    }
  }

  /// Where a point in time stands in a day or a week, as an angle: its sine, or its cosine.
  ///
  /// @param pattern of the point in time
  /// @param cosine rather than sine
  public record Wave(String of, String pattern, Cycle cycle, boolean cosine) implements Added {
    /// The name of the column and what it says, `timestamp[time of day, sine]`.
    @Override
    public String name() {
      return "%s[%s, %s]".formatted(of, cycle, cosine ? "cosine" : "sine");
    }

    /// The number for a point in time, in seconds since 1970-01-01T00:00 UTC: sin(2πt / cycle), or the cosine.
    public double at(double seconds) {
      double angle = 2 * Math.PI * (seconds / cycle.seconds());
      return cosine ? Math.cos(angle) : Math.sin(angle);
    }
  }

  /// What repeats.
  public enum Cycle {
    /// A day.
    TIME_OF_DAY(86_400),
    /// A week.
    DAY_OF_WEEK(7 * 86_400);

    private final int seconds;

    Cycle(int seconds) {
      this.seconds = seconds;
    }

    /// How long it takes, in seconds.
    public int seconds() {
      return seconds;
    }

    /// The name in lower case.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /// A plan for rows that stand by themselves.
  public ColumnPlan(
      List<String> names, boolean excluding, boolean text, Function<String, CellReader> cells) {
    this(names, excluding, text, cells, Optional.empty());
  }

  /// Every column of the table.
  public static ColumnPlan all() {
    return new ColumnPlan(List.of(), true, false, NUMBERS);
  }

  /// Every column of the table but these.
  public static ColumnPlan allBut(Collection<String> excluded) {
    return new ColumnPlan(List.copyOf(excluded), true, false, NUMBERS);
  }

  /// These columns, in this order, whatever else the table holds.
  public static ColumnPlan of(Collection<String> names) {
    return new ColumnPlan(List.copyOf(names), false, false, NUMBERS);
  }

  /// The same plan, with the text of every field kept.
  public ColumnPlan withText() {
    return new ColumnPlan(names, excluding, true, cells, window);
  }

  /// The same plan with other readers of cells, by the name of the column.
  public ColumnPlan withCells(Function<String, CellReader> readers) {
    return new ColumnPlan(names, excluding, text, readers, window);
  }

  /// The same plan for rows in time.
  public ColumnPlan in(Window rows) {
    return new ColumnPlan(names, excluding, text, cells, Optional.of(rows));
  }

  /// The positions in `header` of the wanted columns.
  ///
  /// Throws a [TableException] if a named column does not exist (the nearest is suggested for a single one) or none
  /// is wanted.
  public List<Integer> positions(String table, List<String> header) {
    List<String> absent = names.stream().filter(name -> !header.contains(name)).toList();
    if (absent.size() == 1) {
      throw new TableException(Phrases.noColumn(table, absent.getFirst(), header));
    }
    if (!absent.isEmpty()) {
      throw new TableException(
          table
              + " has no columns "
              + Phrases.quoted(absent)
              + "; it has "
              + Phrases.quoted(header));
    }
    if (!excluding) {
      return names.stream().map(header::indexOf).toList();
    }
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      if (!names.contains(header.get(i))) {
        positions.add(i);
      }
    }
    if (positions.isEmpty()) {
      throw new TableException(table + ": every column is excluded; leave at least one");
    }
    return positions;
  }

  /// What is wrong with columns that are not numbers, and what can be done about it.
  ///
  /// @param message what is wrong, without its end
  /// @param columns their names
  TableException notNumbers(String message, List<String> columns) {
    return excluding
        ? new TableException(
            TableException.Problem.NOT_NUMBERS,
            columns,
            message + "leave " + (columns.size() == 1 ? "it" : "them") + " out")
        : new TableException(message + "the model needs numbers here");
  }
}

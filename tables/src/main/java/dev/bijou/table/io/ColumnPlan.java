package dev.bijou.table.io;

import dev.bijou.table.text.Phrases;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Which columns of a table are wanted as doubles, and in which order.
///
/// @param names the wanted columns in order, or the columns to leave out when `excluding`
/// @param excluding whether all columns but `names` are wanted, in the order of the table
/// @param text whether the text of every field, wanted or not, is kept so that rows can be passed through
/// @param cells how the cells of a wanted column become doubles
public record ColumnPlan(
    List<String> names, boolean excluding, boolean text, Function<String, CellReader> cells) {
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
    return new ColumnPlan(names, excluding, true, cells);
  }

  /// The same plan with other readers of cells, by the name of the column.
  public ColumnPlan withCells(Function<String, CellReader> readers) {
    return new ColumnPlan(names, excluding, text, readers);
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

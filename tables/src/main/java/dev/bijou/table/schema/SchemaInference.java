package dev.bijou.table.schema;

import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// Infers what the columns of a table hold, in one pass and in memory that does not grow with the table.
///
/// A column is numbers if nine tenths of its cells are; whole numbers, and rounded ones that each occur several times,
/// are integers on a grid. Two names such as `yes` and `no`, or the numbers 0 and 1, are a boolean. Text that has one
/// date format throughout is a date. Other text is a categorical column if names that occur in at least five rows (at
/// most 128 of them, the most frequent) cover half of the rows; else it is free text or a key, as is a column that
/// numbers the rows. A cell is missing if it is empty or one of `NA`, `N/A`, `NaN`, `null`, `?`.
public final class SchemaInference {
  private SchemaInference() {}

  /// The result of a pass over a table.
  ///
  /// @param schema of the columns wanted, in the order of the table; with columns of kinds that cannot be modelled
  /// @param order the names of these columns in the order of the table
  /// @param rows how many rows the table has, without those dropped
  public record Inferred(Schema schema, List<String> order, long rows) {}

  /// Infers the columns of a table.
  ///
  /// Throws a [dev.bijou.table.io.TableException] for anything wrong with the table.
  ///
  /// @param plan the columns wanted
  /// @param given those to condition on
  /// @param missing what to do about missing cells; they are modelled with [Missing#KEEP]
  /// @param seed of the samples by which columns are judged
  public static Inferred of(
      TableSource source, ColumnPlan plan, List<String> given, Missing missing, long seed) {
    return infer(source, plan, given, ColumnDraft::of, missing, seed);
  }

  /// Infers what a draft leaves open of the columns that it names.
  ///
  /// Throws a [dev.bijou.table.io.TableException] for anything wrong with the table, or with the draft for it.
  ///
  /// @param exclude columns of the draft that are not wanted
  public static Inferred of(
      TableSource source,
      SchemaDraft draft,
      Collection<String> exclude,
      Missing missing,
      long seed) {
    List<String> wanted = draft.names().stream().filter(name -> !exclude.contains(name)).toList();
    return infer(
        source,
        ColumnPlan.of(wanted),
        draft.givenNames().stream().filter(wanted::contains).toList(),
        draft.byName(),
        missing,
        seed);
  }

  /// What a part of a table says of its columns. The parts of a table can be read in processes of their own and put together:
  /// the result depends on the parts and their order.
  public static final class Part implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, ColumnCells> columns = new LinkedHashMap<>();
    private long rows;

    private Part() {}

    /// Reads a part, whose missing cells are modelled. It may have no rows.
    ///
    /// Throws a [dev.bijou.table.io.TableException] for anything wrong with it.
    ///
    /// @param columns all of the table
    /// @param empty whether it has no rows
    /// @param seed of the samples by which columns are judged
    public static Part of(TableSource source, List<String> columns, boolean empty, long seed) {
      Part part = new Part();
      for (String name : columns) {
        part.columns.put(name, new ColumnCells(ColumnDraft.of(name), true, seed));
      }
      if (empty) {
        return part;
      }
      ColumnPlan plan =
          ColumnPlan.of(columns).withCells(name -> Objects.requireNonNull(part.columns.get(name)));
      try (TableReader reader = source.open(plan, Missing.KEEP)) {
        for (RowBlock block = reader.next(); block != null; block = reader.next()) {
          part.rows += block.rows();
        }
      }
      return part;
    }

    /// Adds the part that comes next.
    public Part add(Part next) {
      columns.forEach((name, cells) -> cells.add(Objects.requireNonNull(next.columns.get(name))));
      rows += next.rows;
      return this;
    }

    /// What the table holds whose parts have been added.
    ///
    /// @param table its name in messages
    /// @param given the columns to condition on
    public Inferred inferred(String table, List<String> given) {
      Map<String, Column> all = new LinkedHashMap<>();
      columns.forEach((name, cells) ->
          all.put(name, new ColumnInference(ColumnDraft.of(name), cells).column(table)));
      return new Inferred(
          new Schema(
              all.values().stream().filter(column -> !given.contains(column.name())).toList(),
              given.stream().map(name -> Objects.requireNonNull(all.get(name))).toList()),
          List.copyOf(columns.keySet()),
          rows);
    }
  }

  /// @param drafts what the draft says about a column
  private static Inferred infer(
      TableSource source,
      ColumnPlan plan,
      List<String> given,
      Function<String, ColumnDraft> drafts,
      Missing missing,
      long seed) {
    Map<String, ColumnInference> columns = new LinkedHashMap<>();
    ColumnPlan reading =
        plan.withCells(name -> {
          ColumnInference column =
              new ColumnInference(drafts.apply(name), missing == Missing.KEEP, seed);
          columns.put(name, column);
          return column.cells();
        });
    List<String> order;
    long rows = 0;
    try (TableReader reader = source.open(reading, missing)) {
      reader.requireGiven(source.name(), given);
      order = reader.header().stream().filter(reader.columns()::contains).toList();
      for (RowBlock block = reader.next(); block != null; block = reader.next()) {
        rows += block.rows();
      }
    }
    List<Column> targets = new ArrayList<>();
    List<Column> conditions = new ArrayList<>();
    for (String name : given) {
      conditions.add(infer(columns, name, source));
    }
    for (String name : columns.keySet()) {
      if (!given.contains(name)) {
        targets.add(infer(columns, name, source));
      }
    }
    return new Inferred(new Schema(targets, conditions), order, rows);
  }

  private static Column infer(
      Map<String, ColumnInference> columns, String name, TableSource source) {
    ColumnInference column = columns.get(name);
    if (column == null) {
      throw new IllegalStateException("column " + name + " was not read");
    }
    return column.column(source.name());
  }
}

package dev.bijou.table.fit;

import dev.bijou.table.io.ColumnPlan.Added;
import dev.bijou.table.io.ColumnPlan.Cycle;
import dev.bijou.table.io.ColumnPlan.Past;
import dev.bijou.table.io.ColumnPlan.Wave;
import dev.bijou.table.io.ColumnPlan.Window;
import dev.bijou.table.io.TableException;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.ReadingNote;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.schema.SchemaInference;
import dev.bijou.table.text.Phrases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes the schema of rows that stand by themselves one of rows in time.
///
/// - Every column that is modelled or given has its cells in the N − 1 rows before as given columns.
/// - A column of points in time is neither modelled nor given, because every time to come lies beyond those that were.
///   Given instead are the sine and cosine of its time of day and of its day of week, each if the column spans two days
///   or weeks at least, with two rows in each or more on average.
///
/// @param schema of rows in time
/// @param notes on columns of points in time
record WindowSchema(Schema schema, List<ReadingNote> notes) {
  private static final double ROOT_HALF = Math.sqrt(0.5);
  private static final int FEWEST_CYCLES = 2;
  private static final int FEWEST_ROWS = 2; // a cycle

  /// The schema of rows in time; empty if nothing is left to model.
  ///
  /// Throws a [TableException] if the table has a column named like one that rows gain.
  ///
  /// @param table its name in the message
  /// @param inferred what was read of it
  /// @param alone of rows that stand by themselves
  /// @param rows N
  /// @param by the column that tells series apart
  static Optional<WindowSchema> of(
      String table,
      SchemaInference.Inferred inferred,
      Schema alone,
      int rows,
      Optional<String> by) {
    List<Column> targets = alone.targets().stream().filter(column -> !isTime(column)).toList();
    if (targets.isEmpty()) {
      return Optional.empty();
    }
    List<Column> given = new ArrayList<>();
    alone.given().stream().filter(column -> !isTime(column)).forEach(given::add);
    List<Column> remembered =
        Stream.concat(targets.stream(), given.stream())
            .filter(column -> column.kind().isModelled())
            .filter(column -> by.filter(column.name()::equals).isEmpty())
            .toList();
    List<Added> added = new ArrayList<>();
    List<ReadingNote> notes = new ArrayList<>();
    for (Column column : alone.columns()) {
      if (column.kind() instanceof Kind.DateTime(String pattern, double _)) {
        List<Cycle> cycles =
            Arrays.stream(Cycle.values()).filter(cycle -> repeats(column, cycle)).toList();
        notes.add(new ReadingNote.Timed(column.name(), cycles));
        for (Cycle cycle : cycles) {
          for (boolean cosine : new boolean[] {false, true}) {
            Wave wave = new Wave(column.name(), pattern, cycle, cosine);
            added.add(wave);
            given.add(wave(column, wave));
          }
        }
      }
    }
    for (int back = 1; back < rows; back++) {
      for (Column column : remembered) {
        Past past = new Past(column.name(), back);
        added.add(past);
        given.add(column.named(past.name()));
      }
    }
    added.stream()
        .map(Added::name)
        .filter(inferred.order()::contains)
        .findFirst()
        .ifPresent(name -> {
          throw new TableException(
              "%s has a column %s, which is what a window calls a cell of a row before; rename it"
                  .formatted(table, Phrases.quote(name)));
        });
    return Optional.of(
        new WindowSchema(
            new Schema(targets, given, Optional.of(new Window(rows, by, added)), List.of()),
            List.copyOf(notes)));
  }

  private static boolean isTime(Column column) {
    return column.kind() instanceof Kind.DateTime;
  }

  /// Whether a model can learn what repeats so often.
  private static boolean repeats(Column column, Cycle cycle) {
    double cycles = (column.max() - column.min()) / cycle.seconds();
    return cycles >= FEWEST_CYCLES && column.count() >= FEWEST_ROWS * cycles;
  }

  private static Column wave(Column column, Wave wave) {
    return new Column(
        wave.name(),
        new Kind.Continuous(Kind.Atoms.NONE),
        0,
        column.count(),
        column.missing(),
        0,
        ROOT_HALF,
        -1,
        1,
        column.distinct(),
        -1);
  }
}

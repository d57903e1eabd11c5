package dev.bijou.table.schema;

import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.io.pass.RowHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A table in memory, to learn from: cells as floats relative to the offset of their column, and statistics.
///
/// A table that does not fit into the memory allowed is represented by a uniform random sample of its rows.
public final class TrainingTable {
  private static final int FEWEST_ROWS = 1024;

  /// How to load a table.
  ///
  /// @param missing what to do with rows that have a missing cell where the schema knows none
  /// @param memoryLimit bytes that the rows may take; at least a thousand rows are kept in any case
  /// @param seed of the random sample, should one be needed
  public record Options(Missing missing, long memoryLimit, long seed) {
    /// Refuses [Missing#KEEP]: the schema says which columns may have missing cells.
    public Options {
      if (missing == Missing.KEEP) {
        throw new IllegalArgumentException(
            "which columns may have missing cells is a matter of the schema: refuse or drop others");
      }
    }
  }

  private final Schema schema;
  private final FloatMatrix targets;
  private final FloatMatrix given;
  private final long[][] hashes;
  private final long[][] numbers;
  private final Origin origin;

  /// What was read.
  private record Origin(
      List<String> columns,
      long rowsRead,
      long dropped,
      String fingerprint,
      List<ReadingNote> notes) {}

  /// The memory that a row takes, in bytes: its cells, its number, and its place in the sample.
  public static long bytesPerRow(int columns) {
    return (long) Float.BYTES * columns + 2L * Long.BYTES;
  }

  private TrainingTable(
      Schema schema,
      FloatMatrix targets,
      FloatMatrix given,
      long[][] hashes,
      long[][] numbers,
      Origin origin) {
    this.schema = schema;
    this.targets = targets;
    this.given = given;
    this.hashes = hashes;
    this.numbers = numbers;
    this.origin = origin;
  }

  /// Reads the columns of the plan, and learns their offsets and statistics, in one pass.
  ///
  /// Throws a [dev.bijou.table.io.TableException] for anything wrong with the table, and if a given column does not
  /// exist or none is left to model.
  ///
  /// @param given the columns of the plan to condition on, in the order of the context
  public static TrainingTable load(
      TableSource source, ColumnPlan plan, List<String> given, Options options) {
    try (TableReader reader = source.open(plan, options.missing())) {
      List<String> columns = reader.columns();
      reader.requireGiven(source.name(), given);
      List<String> targets = columns.stream().filter(name -> !given.contains(name)).toList();
      return read(source, reader, targets, given, null, options);
    }
  }

  /// Reads the columns of a schema, with its offsets: further rows of the kind that the schema describes. Statistics in
  /// the result are those of the schema.
  ///
  /// Throws a [dev.bijou.table.io.TableException] for anything wrong with the table.
  public static TrainingTable load(TableSource source, Schema schema, Options options) {
    try (TableReader reader = source.open(schema.plan(), options.missing())) {
      return read(source, reader, names(schema.targets()), names(schema.given()), schema, options);
    }
  }

  private static TrainingTable read(
      TableSource source,
      TableReader reader,
      List<String> targets,
      List<String> given,
      @Nullable Schema known,
      Options options) {
    List<String> columns = reader.columns();
    long fitting = options.memoryLimit() / bytesPerRow(columns.size());
    int capacity = Math.clamp(fitting, FEWEST_ROWS, Integer.MAX_VALUE - 8);
    Reservoir reservoir =
        new Reservoir(
            columns.size(), capacity, known == null ? List.of() : known.columns(), options.seed());
    List<ColumnStatistics> statistics = columns.stream().map(_ -> new ColumnStatistics()).toList();
    long rows = 0;
    long fingerprint = columns.hashCode();
    long without = 0;
    for (RowBlock read = reader.next(); read != null; read = reader.next()) {
      without += read.withoutPast();
      RowBlock block = read.withPast();
      if (block == null) {
        continue;
      }
      for (int c = 0; known == null && c < columns.size(); c++) {
        statistics.get(c).add(block.column(c), block.rows());
      }
      for (long hash : reservoir.add(block)) {
        fingerprint = RowHash.mix(31 * fingerprint + hash);
      }
      rows += block.rows();
    }
    String before = known == null ? "" : known.window().map(ColumnPlan.Window::before).orElse("");
    if (rows == 0) {
      throw new TableException("%s: no row has the %s".formatted(source.name(), before));
    }
    double[] offsets = reservoir.offsets();
    Schema schema = known;
    if (schema == null) {
      List<Column> described =
          IntStream.range(0, columns.size())
              .mapToObj(c -> statistics.get(c).column(columns.get(c), offsets[c]))
              .toList();
      schema = new Schema(select(described, columns, targets), select(described, columns, given));
    }
    FloatMatrix matrix = reservoir.matrix(offsets);
    return new TrainingTable(
        schema,
        matrix.select(targets.stream().mapToInt(columns::indexOf).toArray()),
        matrix.select(given.stream().mapToInt(columns::indexOf).toArray()),
        reservoir.hashes(),
        reservoir.numbers(),
        new Origin(
            columns,
            rows + without + reader.dropped(),
            reader.dropped(),
            HexFormat.of().toHexDigits(fingerprint),
            notes(source.name(), rows, reader, without, before, matrix, options.memoryLimit())));
  }

  private static List<ReadingNote> notes(
      String name,
      long rows,
      TableReader reader,
      long without,
      String before,
      FloatMatrix kept,
      long memoryLimit) {
    List<ReadingNote> notes = new ArrayList<>();
    long dropped = reader.dropped();
    if (without > 0) {
      notes.add(new ReadingNote.WithoutPast(name, without, before));
    }
    if (dropped > 0) {
      notes.add(new ReadingNote.Dropped(name, dropped, rows + dropped));
    }
    if (kept.rows() < rows) {
      long bytes = rows * bytesPerRow(kept.columns());
      notes.add(new ReadingNote.Sampled(name, kept.rows(), rows, bytes, memoryLimit));
    }
    return List.copyOf(notes);
  }

  private static List<Column> select(
      List<Column> described, List<String> columns, List<String> names) {
    return names.stream().map(name -> described.get(columns.indexOf(name))).toList();
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  /// The columns that are to be modelled and those that are given.
  public Schema schema() {
    return schema;
  }

  /// The columns to model, relative to their offsets.
  public FloatMatrix targets() {
    return targets;
  }

  /// The given columns, relative to their offsets; without columns if none is given.
  public FloatMatrix given() {
    return given;
  }

  /// The number of rows kept.
  public int rows() {
    return targets.rows();
  }

  /// The names of all columns of the schema, in the order of the table.
  public List<String> columns() {
    List<String> names = names(schema.columns());
    return origin.columns().stream().filter(names::contains).toList();
  }

  /// The number of rows in the table, including those that were dropped or not sampled.
  public long rowsRead() {
    return origin.rowsRead();
  }

  /// The number of rows left out because a cell is missing.
  public long dropped() {
    return origin.dropped();
  }

  /// Sixteen hexadecimal digits that differ, almost certainly, between tables with other columns, rows or row order.
  public String fingerprint() {
    return origin.fingerprint();
  }

  /// What the user should know about how the table was read.
  public List<ReadingNote> notes() {
    return origin.notes();
  }

  /// A number that is equal for rows that are equal in all columns that were read, and otherwise almost certainly not.
  public long hash(int row) {
    return hashes[row >> FloatMatrix.CHUNK_SHIFT][row & (FloatMatrix.CHUNK_ROWS - 1)];
  }

  /// The number of a row in the table that was read: 1 is the first row after the header.
  public long number(int row) {
    return numbers[row >> FloatMatrix.CHUNK_SHIFT][row & (FloatMatrix.CHUNK_ROWS - 1)];
  }

  /// The same rows, of which some columns are known to follow from others.
  public TrainingTable related(List<Relation> found) {
    return new TrainingTable(schema.related(found), targets, given, hashes, numbers, origin);
  }

  /// The same rows without some columns; nothing is copied.
  ///
  /// Throws an [IllegalArgumentException] if no column would be left to model.
  public TrainingTable without(Collection<String> names) {
    return new TrainingTable(
        schema.without(names),
        targets.select(kept(schema.targets(), names)),
        given.select(kept(schema.given(), names)),
        hashes,
        numbers,
        origin);
  }

  /// The same rows with the plain columns alone; empty if none is to be modelled.
  public Optional<TrainingTable> plain() {
    List<String> others =
        schema.columns().stream().filter(column -> !column.isPlain()).map(Column::name).toList();
    return schema.targets().stream().anyMatch(Column::isPlain)
        ? Optional.of(without(others))
        : Optional.empty();
  }

  private static int[] kept(List<Column> columns, Collection<String> names) {
    return IntStream.range(0, columns.size())
        .filter(i -> !names.contains(columns.get(i).name()))
        .toArray();
  }
}

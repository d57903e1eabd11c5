package dev.bijou.table.io;

import dev.bijou.table.text.NumberParser;
import dev.bijou.table.text.Phrases;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.SchemaNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the flat columns of a Parquet file: integers, floats, doubles, decimals and booleans (0 or 1) as numbers, all
/// kinds as text. Null and NaN are missing cells. Lists, maps and structs are not read.
final class ParquetTableReader implements TableReader {
  private final String name;
  private final Path file;
  private final boolean temporary;
  private final ColumnPlan plan;
  private final Missing missing;
  private final ParquetFileReader parquet;
  private final List<String> header;
  private final List<String> columns;
  private final CellReader[] cells; // by planned column
  private final List<ParquetColumn> numeric = new ArrayList<>();
  private final List<ParquetColumn> passed = new ArrayList<>(); // kept as text
  private final ColumnReaders batches;
  private long rowsRead;
  private long dropped;

  /// @param name the name of the table in messages
  /// @param temporary whether the file is to be deleted on closing
  ParquetTableReader(String name, Path file, boolean temporary, ColumnPlan plan, Missing missing)
      throws IOException {
    this.name = name;
    this.file = file;
    this.temporary = temporary;
    this.plan = plan;
    this.missing = missing;
    CheckedFile input = new CheckedFile(file);
    try {
      parquet = ParquetFileReader.open(input);
    } catch (IOException | RuntimeException failure) {
      throw damaged(failure);
    }
    boolean done = false;
    try {
      List<SchemaNode> fields = parquet.getFileSchema().getRootNode().children();
      header = Header.names(name, fields.stream().map(SchemaNode::name).toList());
      columns = plan.positions(name, header).stream().map(header::get).toList();
      cells = columns.stream().map(plan.cells()).toArray(CellReader[]::new);
      checkKinds(fields);
      Set<String> projected = new LinkedHashSet<>(columns);
      if (plan.text()) {
        projected.addAll(header);
      }
      PageCheck.run(input, parquet.getFileMetaData().rowGroups(), projected);
      batches =
          parquet
              .buildColumnReaders(projection(projected))
              .batchSize(BlockSize.rows(columns.size(), plan.text() ? header.size() : 0))
              .build();
      List<String> read = new ArrayList<>();
      for (int i = 0; i < batches.getColumnCount(); i++) {
        read.add(batches.getColumnReader(i).getColumnSchema().fieldPath().topLevelName());
      }
      for (String column : columns) {
        numeric.add(ParquetColumn.of(batches.getColumnReader(read.indexOf(column))));
      }
      for (String column : plan.text() ? header : List.<String>of()) {
        passed.add(ParquetColumn.of(batches.getColumnReader(read.indexOf(column))));
      }
      done = true;
    } catch (TableException e) {
      throw e;
    } catch (IOException | RuntimeException failure) {
      throw damaged(failure);
    } finally {
      if (!done) {
        Closing.quietly(parquet);
      }
    }
  }

  /// In a projection a dot leads into a struct, so columns with a dot in their own name can only be had with all
  /// others.
  private static ColumnProjection projection(Set<String> names) {
    return names.stream().anyMatch(name -> name.contains("."))
        ? ColumnProjection.all()
        : ColumnProjection.columns(names.toArray(String[]::new));
  }

  /// Refuses wanted columns that hold no numbers, all at once, and nested columns that would have to be passed through.
  private void checkKinds(List<SchemaNode> fields) {
    List<String> unusable = new ArrayList<>();
    Set<String> kinds = new LinkedHashSet<>();
    for (int i = 0; i < fields.size(); i++) {
      String kind = ParquetColumn.kind(fields.get(i));
      int slot = columns.indexOf(header.get(i));
      if (slot >= 0
          && !kind.equals(ParquetColumn.NUMBERS)
          && (cells[slot].isNumeric() || kind.equals(ParquetColumn.NESTED))) {
        unusable.add(header.get(i));
        kinds.add(kind);
      }
    }
    if (!unusable.isEmpty()) {
      throw plan.notNumbers(
          "%s, %s %s %s %s, not numbers; "
              .formatted(
                  name,
                  unusable.size() == 1 ? "column" : "columns",
                  Phrases.quoted(unusable),
                  unusable.size() == 1 ? "holds" : "hold",
                  String.join(" and ", kinds)),
          unusable);
    }
    for (int i = 0; plan.text() && i < fields.size(); i++) {
      if (ParquetColumn.kind(fields.get(i)).equals(ParquetColumn.NESTED)) {
        throw new TableException(
            "%s, column %s holds %s, which do not fit into a CSV line; take the column out of the table"
                .formatted(name, Phrases.quote(header.get(i)), ParquetColumn.NESTED));
      }
    }
  }

  @Override
  public List<String> header() {
    return header;
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public long dropped() {
    return dropped;
  }

  @Override
  public @Nullable RowBlock next() {
    try {
      while (batches.nextBatch()) {
        RowBlock block = block(batches.getRecordCount());
        if (block.rows() > 0) {
          return block;
        }
      }
    } catch (TableException e) {
      throw e;
    } catch (RuntimeException failure) {
      throw damaged(failure);
    }
    if (rowsRead == dropped) {
      throw BlockSize.noRows(name, dropped);
    }
    return null;
  }

  private RowBlock block(int count) {
    double[][] values = new double[columns.size()][];
    boolean[] incomplete = new boolean[count];
    for (int c = 0; c < values.length; c++) {
      values[c] = numeric.get(c).cells(count, cells[c]);
      check(c, values[c], count, incomplete);
    }
    String[][] text = plan.text() ? new String[count][passed.size()] : null;
    for (int c = 0; text != null && c < passed.size(); c++) {
      passed.get(c).texts(count, text, c);
    }
    int rows = 0;
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      if (!incomplete[i]) {
        for (double[] column : values) {
          column[rows] = column[i];
        }
        if (text != null) {
          text[rows] = text[i];
        }
        numbers[rows++] = rowsRead + i + 1;
      }
    }
    rowsRead += count;
    dropped += count - rows;
    return new RowBlock(rows, numbers, values, text);
  }

  private void check(int column, double[] values, int count, boolean[] incomplete) {
    for (int i = 0; i < count; i++) {
      if (Math.abs(values[i]) <= NumberParser.LIMIT) {
        continue;
      }
      String where =
          name
              + ", row "
              + (rowsRead + i + 1)
              + ", column "
              + Phrases.quote(columns.get(column))
              + ": ";
      if (Double.isInfinite(values[i]) && !cells[column].complaint().isEmpty()) {
        throw new TableException(where + "the cell " + cells[column].complaint());
      }
      if (Double.isInfinite(values[i])) {
        throw new TableException(
            where + values[i] + " is not finite; correct it or leave the row out");
      }
      if (!Double.isNaN(values[i])) {
        throw new TableException(
            where + values[i] + " is too large; values up to 1e38 are accepted");
      }
      if (cells[column].takesMissing()) {
        continue;
      }
      if (missing == Missing.REFUSE) {
        throw new TableException(
            TableException.Problem.MISSING_CELL,
            where + "the cell is missing; fill it, or leave such rows out");
      }
      incomplete[i] = missing == Missing.DROP;
    }
  }

  private TableException damaged(Exception failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof UnsupportedOperationException)) {
      cause = cause.getCause();
    }
    String said = cause.getMessage() == null ? "" : cause.getMessage().replaceAll("\\s+", " ");
    return new TableException(
        switch (cause) {
          case UnsupportedOperationException _ ->
              name + " uses a feature of Parquet that is not supported: " + said;
          case IOException _ ->
              name + ": the Parquet file is cut short or damaged (" + said + "); write it again";
          default ->
              name + ": the Parquet file is damaged; write it again"; // said in the words of a
            // programming error
        },
        failure);
  }

  @Override
  public void close() {
    Closing.quietly(batches);
    Closing.quietly(parquet);
    if (temporary) {
      Closing.quietly(() -> Files.deleteIfExists(file));
    }
  }
}

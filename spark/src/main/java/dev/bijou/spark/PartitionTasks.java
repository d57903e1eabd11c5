package dev.bijou.spark;

import com.google.gson.JsonParser;
import dev.bijou.flow.Dataset;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.schema.SchemaInference;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/// What is done in the partitions of a large table before a flow learns from them. A cell that cannot be read is told to
/// the driver rather than thrown, since a task that throws would run again.
final class PartitionTasks {
  private PartitionTasks() {}

  private record Rows(RowCells cells, Iterator<Row> rows) implements TableReader.Rows {
    @Override
    public List<String> header() {
      return cells.header();
    }

    @Override
    public Iterator<@Nullable Object[]> iterator() {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return rows.hasNext();
        }

        @Override
        public @Nullable Object[] next() {
          return cells.of(rows.next());
        }
      };
    }
  }

  /// What partitions say about their columns.
  ///
  /// @param part null if there is a problem
  /// @param problem that a cell is, empty if none
  record Looked(SchemaInference.@Nullable Part part, String problem) implements Serializable {
    /// Puts them together.
    static Looked together(List<Looked> all) {
      Looked first = all.getFirst();
      for (Looked next : all) {
        if (!next.problem.isEmpty()) {
          return next;
        }
      }
      SchemaInference.Part sum = first.part;
      for (Looked next : all.subList(1, all.size())) {
        if (sum != null && next.part != null) {
          sum.add(next.part);
        }
      }
      return first;
    }
  }

  /// Looks at a partition.
  record Look(RowCells cells, long seed)
      implements Function2<Integer, Iterator<Row>, Iterator<Ordered.Of<Looked>>> {
    @Override
    public Iterator<Ordered.Of<Looked>> call(Integer partition, Iterator<Row> rows) {
      Looked looked;
      try {
        TableSource source = TableSource.of(BlockRows.NAME, new Rows(cells, rows));
        boolean empty = !rows.hasNext();
        looked =
            new Looked(
                SchemaInference.Part.of(source, cells.header(), empty, seed + partition), "");
      } catch (TableException problem) {
        looked = new Looked(null, where(problem, partition));
      }
      return List.of(new Ordered.Of<>(partition, looked)).iterator();
    }
  }

  private static String where(TableException problem, int partition) {
    return String.valueOf(problem.getMessage())
        .replace(BlockRows.NAME, "partition " + partition + " of " + BlockRows.NAME);
  }

  /// Some rows of a partition.
  ///
  /// @param held out
  /// @param sampled of the others
  record Sample(TableBlock held, TableBlock sampled) implements Serializable {}

  /// Takes some rows of a partition.
  record Take(RowCells cells, RowKeys keys)
      implements Function2<Integer, Iterator<Row>, Iterator<Sample>> {
    @Override
    public Iterator<Sample> call(Integer partition, Iterator<Row> rows) {
      RowKeys.Numbers numbers = keys.of(partition);
      List<@Nullable Object[]> held = new ArrayList<>();
      List<@Nullable Object[]> sampled = new ArrayList<>();
      while (rows.hasNext()) {
        @Nullable Object[] row = cells.of(rows.next());
        switch (numbers.use(RowKeys.hash(row))) {
          case HELD -> held.add(row);
          case SAMPLED -> sampled.add(row);
          case LEARNED -> {}
        }
      }
      int width = cells.header().size();
      return List.of(new Sample(sorted(held, width), sorted(sampled, width))).iterator();
    }

    private static TableBlock sorted(List<@Nullable Object[]> rows, int width) {
      rows.sort(Comparator.comparingLong(RowKeys::hash));
      return TableBlock.of(rows, width);
    }
  }

  /// The rows of a partition that are learned from.
  ///
  /// @param rows encoded
  /// @param problem that a cell is, empty if none
  record Encoded(Dataset rows, String problem) implements Serializable {}

  /// Encodes the rows of a partition that are not held out, in an order that depends on the rows alone.
  ///
  /// @param schema as JSON
  record Encode(RowCells cells, RowKeys keys, String schema)
      implements Function2<Integer, Iterator<Row>, Iterator<Encoded>> {
    @Override
    public Iterator<Encoded> call(Integer partition, Iterator<Row> rows) {
      Schema known = Schema.fromJson(JsonParser.parseString(schema).getAsJsonObject());
      RowEncoder encoder = RowEncoder.of(known);
      Dataset data = new Dataset(encoder.features(), encoder.contextFeatures());
      Kept kept = new Kept(new Rows(cells, rows), keys.of(partition));
      if (!kept.hasNext()) {
        return List.of(new Encoded(data, "")).iterator();
      }
      Dataset read = new Dataset(encoder.features(), encoder.contextFeatures());
      RowKeys.Hashes hashes = new RowKeys.Hashes();
      float[] floats = new float[data.width()];
      try (TableReader reader =
          TableSource.of(BlockRows.NAME, kept).open(known.plan(), Missing.DROP)) {
        for (RowBlock block = reader.next(); block != null; block = reader.next()) {
          for (int i = 0; i < block.rows(); i++) {
            Arrays.fill(floats, 0);
            encoder.encode(block.cells(i), floats);
            read.add(floats);
            hashes.add(kept.hashes.get((int) block.number(i) - 1));
          }
        }
      } catch (TableException problem) {
        return List.of(new Encoded(data, where(problem, partition))).iterator();
      }
      for (int row : hashes.order()) {
        for (int i = 0; i < floats.length; i++) {
          floats[i] = read.get(row, i);
        }
        data.add(floats);
      }
      return List.of(new Encoded(data, "")).iterator();
    }
  }

  /// The rows that are not held out, as they are read.
  private static final class Kept implements TableReader.Rows, Iterator<@Nullable Object[]> {
    private final Rows all;
    private final Iterator<@Nullable Object[]> cells;
    private final RowKeys.Numbers numbers;
    private final RowKeys.Hashes hashes = new RowKeys.Hashes();
    private @Nullable Object @Nullable [] next;

    Kept(Rows all, RowKeys.Numbers numbers) {
      this.all = all;
      this.cells = all.iterator();
      this.numbers = numbers;
    }

    @Override
    public List<String> header() {
      return all.header();
    }

    @Override
    public Iterator<@Nullable Object[]> iterator() {
      return this;
    }

    @Override
    public boolean hasNext() {
      while (next == null && cells.hasNext()) {
        @Nullable Object[] row = cells.next();
        long hash = RowKeys.hash(row);
        if (numbers.use(hash) != RowKeys.Use.HELD) {
          hashes.add(hash);
          next = row;
        }
      }
      return next != null;
    }

    @Override
    public @Nullable Object[] next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      @Nullable Object[] row = next;
      next = null;
      return row;
    }
  }
}

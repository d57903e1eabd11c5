package dev.bijou.spark;

import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/// A table in blocks.
///
/// @param header the names of the columns
record BlockRows(List<String> header, List<TableBlock> blocks)
    implements TableReader.Rows, Serializable {
  /// What messages call a DataFrame.
  static final String NAME = "the DataFrame";

  /// Copies the lists.
  BlockRows {
    header = List.copyOf(header);
    blocks = List.copyOf(blocks);
  }

  @Override
  public Iterator<@Nullable Object[]> iterator() {
    return blocks.stream()
        .flatMap(block -> IntStream.range(0, block.rows()).mapToObj(block::row))
        .iterator();
  }

  /// How many rows there are.
  long rows() {
    return blocks.stream().mapToLong(TableBlock::rows).sum();
  }

  /// The table as others read it.
  TableSource source() {
    return TableSource.of(NAME, this);
  }

  /// Turns the rows of a partition into blocks of cells.
  ///
  /// @param cells which of the rows
  record Maker(RowCells cells) implements FlatMapFunction<Iterator<Row>, TableBlock> {
    private static final int ROWS = 1 << 14;

    @Override
    public Iterator<TableBlock> call(Iterator<Row> rows) {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return rows.hasNext();
        }

        @Override
        public TableBlock next() {
          List<@Nullable Object[]> some = new ArrayList<>();
          while (some.size() < ROWS && rows.hasNext()) {
            some.add(cells.of(rows.next()));
          }
          return TableBlock.of(some, cells.header().size());
        }
      };
    }
  }
}

package dev.bijou.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/// Turns the rows of a partition into blocks of cells.
///
/// @param cells which of the rows
record BlockMaker(RowCells cells) implements FlatMapFunction<Iterator<Row>, TableBlock> {
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

package dev.bijou.spark;

import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableScorer;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/// log p of a struct that has the columns of a model, null if it has none, as a function of SQL.
///
/// @param model the bytes of its file
record DensityFunction(Broadcast<byte[]> model) implements UDF1<Row, Double> {

  @Override
  public @Nullable Double call(Row row) {
    if (row == null) {
      return null;
    }
    TableModel open = OpenModels.of(model.value(), "the model");
    RowCells cells =
        RowCells.ofColumns(
            row.schema(), open.schema().columns().stream().map(column -> column.name()).toList());
    TableReader.Rows one =
        new TableReader.Rows() {
          @Override
          public List<String> header() {
            return cells.header();
          }

          @Override
          public Iterator<@Nullable Object[]> iterator() {
            return Collections.<@Nullable Object[]>singleton(cells.of(row)).iterator();
          }

          @Override
          public void refused(long number, TableException problem) {
            // such a row has no density
          }
        };
    try (TableReader reader =
        TableSource.of("the struct", one).open(open.schema().plan(), Missing.KEEP)) {
      RowBlock block = reader.next();
      if (block == null) {
        return null;
      }
      float logDensity = new TableScorer(open, TaskThread.own()).score(block).logDensity()[0];
      return Float.isNaN(logDensity) ? null : (double) logDensity;
    }
  }
}

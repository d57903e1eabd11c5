package dev.bijou.spark;

import dev.bijou.table.io.TableException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/// How many rows there are, and whether all have the cells that they should.
///
/// @param rows how many
/// @param problem that a row is, empty if none
record Counted(long rows, String problem) implements Serializable {

  /// The number of rows.
  ///
  /// Throws a [TableException] if a vector has another size than the others.
  static long of(JavaRDD<Row> rows, RowCells cells) {
    long count = 0;
    for (Counted part : rows.mapPartitions(new Count(cells)).collect()) {
      if (!part.problem.isEmpty()) {
        throw new TableException(part.problem);
      }
      count += part.rows;
    }
    return count;
  }

  private record Count(RowCells cells) implements FlatMapFunction<Iterator<Row>, Counted> {
    @Override
    public Iterator<Counted> call(Iterator<Row> rows) {
      long count = 0;
      try {
        for (; rows.hasNext(); count++) {
          cells.require(rows.next());
        }
      } catch (TableException problem) {
        return List.of(new Counted(count, String.valueOf(problem.getMessage()))).iterator();
      }
      return List.of(new Counted(count, "")).iterator();
    }
  }
}

package dev.bijou.spark;

import dev.bijou.conditional.ConditionalSampler;
import dev.bijou.conditional.Where;
import dev.bijou.random.Seeds;
import dev.bijou.table.encoding.RowFields;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableSampler;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.tensor.Workers;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/// Rows drawn from a model, in parts that are drawn by tasks of their own. Which rows they are depends on the seed and the
/// count, not on the executors.
///
/// @param model the bytes of its file
/// @param where conditions on the columns; empty for none
/// @param count how many rows
/// @param seed of the draws
record DrawnRows(Broadcast<byte[]> model, String where, long count, long seed)
    implements Serializable {
  private static final long ROWS_IN_PART = 1 << 15;
  private static final int MOST_PARTITIONS = 10_000;

  /// The rows, with the columns of the table that the model was learned from.
  ///
  /// @param types of the columns; of those that it does not have, the one that the model suggests
  Dataset<Row> of(SparkSession spark, StructType types) {
    TableModel open = OpenModels.of(model.value(), "the model");
    int parts = Math.toIntExact(Math.ceilDiv(count, ROWS_IN_PART));
    JavaRDD<Row> rows =
        new JavaSparkContext(spark.sparkContext())
            .parallelize(
                LongStream.range(0, parts).boxed().toList(), Math.clamp(parts, 1, MOST_PARTITIONS))
            .mapPartitions(new Draw(this));
    StructType texts = new StructType();
    for (String name : open.order()) {
      texts = texts.add(name, DataTypes.StringType);
    }
    Dataset<Row> drawn = spark.createDataFrame(rows, texts);
    List<org.apache.spark.sql.Column> typed = new ArrayList<>();
    for (String name : open.order()) {
      typed.add(
          functions
              .col("`" + name.replace("`", "``") + "`")
              .cast(type(open, types, name))
              .as(name));
    }
    return drawn.select(typed.toArray(org.apache.spark.sql.Column[]::new));
  }

  private static DataType type(TableModel model, StructType types, String name) {
    if (List.of(types.fieldNames()).contains(name)) {
      return types.apply(name).dataType();
    }
    Column column =
        model.schema().columns().stream()
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow();
    return switch (column.kind()) {
      case Kind.Continuous _ -> DataTypes.DoubleType;
      case Kind.Integral _ -> column.decimals() == 0 ? DataTypes.LongType : DataTypes.DoubleType;
      default -> DataTypes.StringType;
    };
  }

  /// Draws the parts of a partition.
  private record Draw(DrawnRows how) implements FlatMapFunction<Iterator<Long>, Row> {
    @Override
    public Iterator<Row> call(Iterator<Long> parts) {
      TableModel model = OpenModels.of(how.model.value(), "the model");
      RowFields fields = new RowFields(model.schema(), model.order());
      Workers workers = TaskThread.own();
      Where where =
          how.where.isEmpty() ? Where.none(model.schema()) : Where.parse(model.schema(), how.where);
      Iterable<Long> all = () -> parts;
      return StreamSupport.stream(all.spliterator(), false)
          .flatMap(part -> {
            int size = (int) Math.min(ROWS_IN_PART, how.count - part * ROWS_IN_PART);
            long own = Seeds.of(how.seed, part.intValue());
            double[][] rows =
                how.where.isEmpty() && !model.isConditional()
                    ? new TableSampler(model, own, workers).rows(size)
                    : new ConditionalSampler(model, own, workers).rows(where, size);
            return Arrays.stream(rows);
          })
          .map(row -> RowFactory.create((Object[]) texts(fields.of(row, where.givenText()))))
          .iterator();
    }

    private static String[] texts(List<String> fields) {
      return fields.stream().map(text -> text.isEmpty() ? null : text).toArray(String[]::new);
    }
  }
}

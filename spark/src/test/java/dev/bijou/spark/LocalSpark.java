package dev.bijou.spark;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/// Spark within the tests, and a table for it.
final class LocalSpark {
  static final StructType SCHEMA =
      new StructType()
          .add("x", DataTypes.DoubleType)
          .add("y", DataTypes.DoubleType)
          .add("count", DataTypes.IntegerType)
          .add("color", DataTypes.StringType)
          .add("open", DataTypes.BooleanType);

  private LocalSpark() {}

  static SparkSession.Builder builder(String master) {
    return SparkSession.builder()
        .master(master)
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "UTC");
  }

  static SparkSession session() {
    return builder("local[2]").getOrCreate();
  }

  /// Rows whose columns depend on each other: y on x, the count on the color.
  static List<Row> rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double x = random.nextGaussian();
      boolean red = random.nextDouble() < 0.4;
      int number = red ? 3 + random.nextInt(3) : random.nextInt(3);
      rows.add(
          RowFactory.create(
              x,
              random.nextInt(20) == 0 ? null : 2 * x + 0.3 * random.nextGaussian(),
              number,
              red ? "red" : "blue",
              random.nextDouble() < (red ? 0.9 : 0.2)));
    }
    return rows;
  }

  static Dataset<Row> table(SparkSession spark, int count, long seed) {
    return spark.createDataFrame(rows(count, seed), SCHEMA).coalesce(1);
  }

  static FlowDensity quick() {
    return new FlowDensity().setMembers(1).setEpochs(2);
  }

  /// The numbers of a model's file, without its header, which tells times.
  static byte[] weights(FlowDensityModel model) {
    byte[] file = model.file();
    long header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    return Arrays.copyOfRange(file, (int) (Long.BYTES + header), file.length);
  }
}

package dev.bijou.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import scala.Tuple2;

/// Puts what partitions say together in the order of the partitions, so that the result does not depend on which was done
/// first.
final class Ordered {
  /// Partitions up to which the driver does all of it.
  private static final int FEW = 16;

  private Ordered() {}

  /// What a partition says.
  record Of<T>(int partition, T value) implements Serializable {}

  /// The values of all partitions, those of groups of neighbours put together where they are many.
  ///
  /// @param together puts values together in their order
  static <T> T reduce(JavaRDD<Of<T>> values, Function<List<T>, T> together) throws Exception {
    int count = values.getNumPartitions();
    JavaRDD<Of<T>> few = values;
    if (count > FEW) {
      int group = (int) Math.ceil(Math.sqrt(count));
      few =
          values
              .mapToPair(value -> new Tuple2<>(value.partition() / group, value))
              .groupByKey(Math.ceilDiv(count, group))
              .map(pair -> new Of<>(pair._1(), together.call(inOrder(pair._2()))));
    }
    return together.call(inOrder(few.collect()));
  }

  private static <T> List<T> inOrder(Iterable<Of<T>> values) {
    List<Of<T>> all = new ArrayList<>();
    values.forEach(all::add);
    all.sort(Comparator.comparingInt(Of::partition));
    return all.stream().map(Of::value).toList();
  }
}

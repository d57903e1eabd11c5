package dev.bijou.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/// Sessions that follow each other in a process, as in a notebook.
class RestartTest {
  /// What a session broadcasts has the numbers that the same steps had in the session before.
  @Test
  void learnsFromTheRowsOfItsOwnSession() {
    weights(1);
    List<byte[]> twice = weights(2, 2);
    assertArrayEquals(twice.getLast(), twice.getFirst());
  }

  /// What a new session learns from tables, one after the other.
  private static List<byte[]> weights(long... seeds) {
    SparkSession spark = LocalSpark.session();
    try {
      return LongStream.of(seeds)
          .mapToObj(seed -> LocalSpark.quick().fit(LocalSpark.table(spark, 600, seed)))
          .map(LocalSpark::weights)
          .toList();
    } finally {
      spark.stop();
    }
  }
}

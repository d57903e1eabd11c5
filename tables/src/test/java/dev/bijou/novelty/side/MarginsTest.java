package dev.bijou.novelty.side;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarginsTest {
  /// 0.965 is larger than the float next to it, which a tenth of the rows have.
  @Test
  void aNumberThatEqualsTheLargestDoesNotLieBeyondIt() {
    double largest = 0.965f;
    assertTrue(0.965 > largest);
    double[] percentiles =
        IntStream.rangeClosed(0, 100).mapToDouble(p -> largest * Math.min(p, 90) / 90).toArray();
    Schema schema =
        new Schema(List.of(new Column("a", 0, 2_000, 0.5, 0.3, 0, largest, 1000, -1)), List.of());
    Margins margins = new Margins(schema, new double[][] {percentiles}, 2_000);
    assertEquals(
        margins.extremeness(new double[] {largest}), margins.extremeness(new double[] {0.965}), 0);
    assertTrue(
        margins.extremeness(new double[] {0.97}) > margins.extremeness(new double[] {0.965}) + 1);
  }
}

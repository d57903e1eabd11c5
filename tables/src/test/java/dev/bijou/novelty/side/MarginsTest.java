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
    Margins margins =
        new Margins(schema, List.<double[][]>of(new double[][] {percentiles}), new int[] {2_000});
    assertEquals(extremeness(margins, largest), extremeness(margins, 0.965), 0);
    assertTrue(extremeness(margins, 0.97) > extremeness(margins, 0.965) + 1);
  }

  /// Parts that are compared at once say what each says alone, at their percentiles, between and beyond.
  @Test
  void partsDoNotTouchEachOther() {
    Schema schema =
        new Schema(List.of(new Column("a", 0, 2_000, 5, 3, 0, 10, 1000, -1)), List.of());
    List<double[][]> parts =
        List.of(
            new double[][] {{1, 2, 2, 2, 3, 8}},
            new double[][] {{0, 2, 4, 6, 6, 10}},
            new double[][] {{2.5, 2.5, 3, 3, 3, 3}});
    int[] rows = {100, 200, 300};
    Margins together = new Margins(schema, parts, rows);
    for (double x = -1; x <= 11; x += 0.25) {
      double[] all = together.extremeness(new double[] {x});
      for (int part = 0; part < rows.length; part++) {
        Margins alone =
            new Margins(schema, List.<double[][]>of(parts.get(part)), new int[] {rows[part]});
        assertEquals(extremeness(alone, x), all[part], 1e-12, "part " + part + " at " + x);
      }
    }
    // in the first part 2.5 lies half-way from the fourth of six percentiles to the fifth
    double share = 1 - (3 + 0.5) / 5;
    assertEquals(
        -Math.log(2 * (share * 100 + 1) / 102), together.extremeness(new double[] {2.5})[0], 1e-12);
  }

  private static double extremeness(Margins margins, double number) {
    return margins.extremeness(new double[] {number})[0];
  }
}

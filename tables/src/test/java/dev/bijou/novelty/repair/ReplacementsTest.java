package dev.bijou.novelty.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.conditional.cell.ColumnGrid;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.schema.Column;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplacementsTest {
  /// A number is proposed as its text reads back, however it is found.
  @Test
  void numbersAreThoseOfTheTable() {
    Random random = new Random(1);
    for (int decimals = -1; decimals <= 6; decimals++) {
      for (double largest : new double[] {1, 1e3, 1e9, 1e14}) {
        Column column = new Column("x", 0, 1000, 0, largest / 3, -largest, largest, 900, decimals);
        double[] percentiles =
            IntStream.rangeClosed(0, 100).mapToDouble(p -> largest * (p / 50.0 - 1)).toArray();
        Provenance.Quantiles quantiles = new Provenance.Quantiles("x", percentiles);
        Replacements own = Replacements.of(ColumnGrid.of(column, quantiles), quantiles);
        double step = Math.pow(10, -Math.max(0, decimals));
        for (int i = 0; i < 300; i++) {
          double value = largest * (2 * random.nextDouble() - 1);
          double half = step * (Math.rint(value / step) + 0.5); // which may be rounded either way
          for (double wanted : new double[] {value, half, Math.nextUp(half), Math.nextDown(half)}) {
            if (Math.abs(wanted) < largest) {
              assertEquals(
                  decimals < 0 ? wanted : column.value(column.text(wanted)) + 0.0,
                  own.nearest(wanted));
            }
          }
        }
      }
    }
  }
}

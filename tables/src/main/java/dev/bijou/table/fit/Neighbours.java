package dev.bijou.table.fit;

import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.FloatMatrix;
import dev.bijou.table.schema.TrainingTable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Which of some rows stand alone. Rows that are alike are a rare kind of row rather than errors, and flows that have learned
/// few of them or none cannot tell.
///
/// Distances are over the target columns: numbers in interquartile ranges, other cells 1 apart unless they are equal.
final class Neighbours {
  private static final int NEAREST = 3;
  private static final double USUAL = 0.9; // quantile of the distance to the nearest
  private static final int SAMPLE = 500; // rows whose distances are compared with
  private static final int MOST_ROWS = 20_000; // among which the nearest are looked for

  private final FloatMatrix cells;
  private final double[] unit; // of numbers; 0 of other cells

  private Neighbours(TrainingTable table) {
    this.cells = table.targets();
    List<Column> columns = table.schema().targets();
    this.unit = new double[columns.size()];
    int[] rows = spaced(table.rows(), MOST_ROWS);
    for (int c = 0; c < unit.length; c++) {
      if (columns.get(c).kind().isNumeric()) {
        int column = c;
        double[] sorted =
            IntStream.of(rows)
                .mapToDouble(row -> cells.get(row, column))
                .filter(cell -> !Double.isNaN(cell))
                .sorted()
                .toArray();
        unit[c] = sorted.length == 0 ? 0 : range(sorted);
      }
    }
  }

  private static double range(double[] sorted) {
    int last = sorted.length - 1;
    double middle = sorted[last * 3 / 4] - sorted[last / 4];
    return middle > 0 ? middle : sorted[last] - sorted[0];
  }

  /// Those of the candidates whose third nearest among the others and themselves is farther than that of nine in ten of the
  /// other rows.
  static boolean[] alone(TrainingTable table, boolean[] candidates) {
    int[] some = places(candidates, true);
    int[] others = places(candidates, false);
    boolean[] alone = new boolean[candidates.length];
    if (some.length == 0 || others.length <= NEAREST) {
      return candidates.clone();
    }
    Neighbours neighbours = new Neighbours(table);
    int[] among = spaced(others, MOST_ROWS);
    double[] usual =
        IntStream.of(spaced(others, SAMPLE))
            .mapToDouble(row -> neighbours.nearest(row, among))
            .sorted()
            .toArray();
    double limit = usual[(int) (USUAL * (usual.length - 1))];
    int[] all = IntStream.concat(IntStream.of(among), IntStream.of(some)).toArray();
    for (int row : some) {
      alone[row] = neighbours.nearest(row, all) > limit;
    }
    return alone;
  }

  private static int[] places(boolean[] candidates, boolean value) {
    return IntStream.range(0, candidates.length).filter(row -> candidates[row] == value).toArray();
  }

  private static int[] spaced(int count, int most) {
    return spaced(IntStream.range(0, count).toArray(), most);
  }

  private static int[] spaced(int[] rows, int most) {
    int kept = Math.min(rows.length, most);
    return IntStream.range(0, kept).map(i -> rows[(int) ((long) i * rows.length / kept)]).toArray();
  }

  /// The squared distance to the third nearest of some rows other than itself.
  private double nearest(int row, int[] among) {
    double[] least = new double[NEAREST];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int other : among) {
      double distance = other == row ? Double.POSITIVE_INFINITY : distance(row, other);
      for (int i = 0; i < NEAREST && distance < Double.POSITIVE_INFINITY; i++) {
        if (distance < least[i]) {
          double next = least[i];
          least[i] = distance;
          distance = next;
        }
      }
    }
    return least[NEAREST - 1];
  }

  private double distance(int row, int other) {
    double sum = 0;
    for (int c = 0; c < unit.length; c++) {
      double one = cells.get(row, c);
      double two = cells.get(other, c);
      if (one == two || (Double.isNaN(one) && Double.isNaN(two))) {
        continue;
      }
      double apart =
          unit[c] == 0 || Double.isNaN(one) || Double.isNaN(two) ? 1 : (one - two) / unit[c];
      sum += apart * apart;
    }
    return sum;
  }
}

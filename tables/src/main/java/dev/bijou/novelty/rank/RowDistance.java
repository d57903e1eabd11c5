package dev.bijou.novelty.rank;

import dev.bijou.table.io.ColumnPlan.Added;
import dev.bijou.table.io.ColumnPlan.Past;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/// How far two rows are apart: the largest difference of two cells of the same column,
///
/// ```
/// max_c |a_c − b_c| / unit_c
/// ```
///
/// over the target columns and, of rows in time, their past. The unit of a column of numbers is the spread of the middle 80 % of
/// the training rows, as many standard deviations as that is in a normal distribution. Different names are 1 apart, and so is a
/// missing cell from any other.
public final class RowDistance {
  private static final int LOW = 10; // percentiles
  private static final int HIGH = 90;
  private static final double APART = 2.5631; // of these in a normal distribution
  private static final float FARTHEST = 1e30f;

  private final int[] places;
  private final double[] units; // 0 where cells are only equal or not

  private RowDistance(int[] places, double[] units) {
    this.places = places;
    this.units = units;
  }

  /// The distance of rows of a model.
  public static RowDistance of(TableModel model) {
    Schema schema = model.schema();
    List<Column> targets = schema.targets();
    List<String> names = schema.columns().stream().map(Column::name).toList();
    List<Integer> places = new ArrayList<>();
    List<Double> units = new ArrayList<>();
    List<Added> added = schema.window().map(window -> window.added()).orElse(List.of());
    for (int c = 0; c < targets.size(); c++) {
      Column column = targets.get(c);
      if (column.isAtom()) {
        continue;
      }
      double unit = unit(column, model.provenance().quantiles().get(c).values());
      places.add(c);
      units.add(unit);
      for (Added other : added) {
        if (other instanceof Past && other.of().equals(column.name())) {
          places.add(names.indexOf(other.name()));
          units.add(unit);
        }
      }
    }
    return new RowDistance(
        places.stream().mapToInt(place -> place).toArray(),
        units.stream().mapToDouble(unit -> unit).toArray());
  }

  private static double unit(Column column, double[] percentiles) {
    if (!column.kind().isNumeric()) {
      return 0;
    }
    double middle = (percentiles[HIGH] - percentiles[LOW]) / APART;
    double spread = middle > 0 ? middle : column.standardDeviation();
    return spread > 0 ? spread : 1;
  }

  /// How many cells of a row count.
  int cells() {
    return places.length;
  }

  /// The cells of a row that count, in units.
  ///
  /// @param row a number for each column of the schema
  float[] of(double[] row) {
    float[] cells = new float[places.length];
    for (int i = 0; i < cells.length; i++) {
      double cell = row[places[i]];
      cells[i] =
          (float) (units[i] == 0 ? cell : Math.clamp(cell / units[i], -FARTHEST, FARTHEST));
    }
    return cells;
  }

  /// The distance to the nearest of some rows, at least one.
  float nearest(float[] row, float[][] others) {
    float nearest = Float.POSITIVE_INFINITY;
    for (float[] other : others) {
      nearest = Math.min(nearest, between(row, other, nearest));
    }
    return nearest;
  }

  /// The distance of two rows, or one of at least `enough`.
  private float between(float[] a, float[] b, float enough) {
    float most = 0;
    for (int i = 0; i < a.length && most < enough; i++) {
      float apart = Math.abs(a[i] - b[i]);
      boolean other = units[i] == 0 || Float.isNaN(apart);
      most = Math.max(most, other ? Float.compare(a[i], b[i]) == 0 ? 0 : 1 : apart);
    }
    return most;
  }
}

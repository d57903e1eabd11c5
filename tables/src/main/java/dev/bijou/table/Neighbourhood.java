package dev.bijou.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// How far a row lies from the nearest of some [References]:
///
/// ```
/// distance² = min_r Σ_c d_c(row, r)²,     d_c = (x_c − r_c) / σ_c for numbers
/// ```
///
/// Names that differ, and cells of which one is missing, count as much as two draws of a column do on average: 2 for
/// numbers, 2 / (1 − Σ p²) where names differ. Safe for any number of threads.
final class Neighbourhood {
  private static final float USUAL = 2; // E (x − y)² / σ² of two draws

  private final List<Dimension> dimensions = new ArrayList<>();
  private final int rows;

  /// A column of the reference rows.
  private interface Dimension {
    /// Adds d² to each reference row.
    void add(double cell, float[] squares);
  }

  Neighbourhood(Schema schema, References references) {
    this.rows = references.rows();
    for (int c = 0; c < schema.targets().size(); c++) {
      Column column = schema.targets().get(c);
      float[] cells = references.columns()[c];
      dimensions.add(column.kind().isNumeric() ? numbers(column, cells) : names(column, cells));
    }
  }

  /// The distance of a row to the nearest reference row, in standard deviations.
  float distance(double[] row) {
    float[] squares = new float[rows];
    for (int c = 0; c < dimensions.size(); c++) {
      dimensions.get(c).add(row[c], squares);
    }
    float least = Float.POSITIVE_INFINITY;
    for (float square : squares) {
      least = Math.min(least, square);
    }
    return (float) Math.sqrt(Math.min(least, Float.MAX_VALUE));
  }

  private static Dimension numbers(Column column, float[] cells) {
    double deviation = column.standardDeviation() > 0 ? column.standardDeviation() : 1;
    double center = column.mean() - column.offset();
    float[] z = new float[cells.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = (float) ((cells[i] - center) / deviation);
    }
    boolean complete = column.missing() == 0;
    return (cell, squares) -> {
      if (Double.isNaN(cell)) {
        addMissing(z, squares);
        return;
      }
      float x = (float) ((cell - column.mean()) / deviation);
      if (complete) {
        for (int i = 0; i < z.length; i++) {
          float d = x - z[i];
          squares[i] += d * d;
        }
      } else {
        for (int i = 0; i < z.length; i++) {
          float d = x - z[i];
          squares[i] += Float.isNaN(d) ? USUAL : d * d;
        }
      }
    };
  }

  private static void addMissing(float[] z, float[] squares) {
    for (int i = 0; i < z.length; i++) {
      squares[i] += Float.isNaN(z[i]) ? 0 : USUAL;
    }
  }

  private static Dimension names(Column column, float[] cells) {
    int other = column.kind().namesKnown();
    int[] codes = new int[cells.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = code(cells[i], other);
    }
    double same =
        IntStream.rangeClosed(0, other + 1)
            .mapToDouble(
                code -> (double) Arrays.stream(codes).filter(c -> c == code).count() / codes.length)
            .map(share -> share * share)
            .sum();
    float differ = (float) (USUAL / Math.max(1 - same, 1.0 / codes.length));
    return (cell, squares) -> {
      int own = code(cell, other);
      for (int i = 0; i < codes.length; i++) {
        squares[i] += codes[i] == own ? 0 : differ;
      }
    };
  }

  private static int code(double cell, int other) {
    return Double.isNaN(cell) ? other + 1 : (int) Math.min(cell, other);
  }
}

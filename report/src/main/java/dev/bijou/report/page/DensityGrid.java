package dev.bijou.report.page;

import java.util.Arrays;

/// How the points of two columns are spread over a square of cells, slightly smoothed.
///
/// @param cells along each side
/// @param share of all points in each cell, row by row from the low end of y
public record DensityGrid(int cells, double[] share) {
  /// The shares of all points that the regions of highest density hold, from the outermost level to the innermost.
  private static final double[] MASSES = {0.995, 0.97, 0.92, 0.84, 0.72, 0.55, 0.35, 0.15};

  /// The number of levels.
  public static final int LEVELS = MASSES.length;

  public static DensityGrid of(int cells, double[] x, Axis xAxis, double[] y, Axis yAxis) {
    double[] counts = new double[cells * cells];
    int inside = 0;
    for (int n = 0; n < x.length; n++) {
      int column = (int) Math.floor(cells * xAxis.at(x[n]));
      int row = (int) Math.floor(cells * yAxis.at(y[n]));
      if (column >= 0 && column < cells && row >= 0 && row < cells) {
        counts[row * cells + column]++;
        inside++;
      }
    }
    double[] smooth = smoothed(smoothed(counts, cells, 1), cells, cells);
    double all = Math.max(1, inside);
    return new DensityGrid(cells, Arrays.stream(smooth).map(count -> count / all).toArray());
  }

  /// Each cell with its neighbours along one side, weighted ¼ ½ ¼; nothing leaves the square.
  private static double[] smoothed(double[] values, int cells, int stride) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int place = i / stride % cells;
      double before = place > 0 ? values[i - stride] : values[i];
      double after = place < cells - 1 ? values[i + stride] : values[i];
      result[i] = 0.25 * before + 0.5 * values[i] + 0.25 * after;
    }
    return result;
  }

  /// The least density that belongs to each level: the cells above it hold the level's mass of all points. A uniform
  /// spread over the square has the density 1.
  public double[] thresholds() {
    double[] descending = share.clone();
    Arrays.sort(descending);
    double[] thresholds = new double[LEVELS];
    double sum = 0;
    int level = LEVELS - 1;
    for (int i = descending.length - 1; i >= 0 && level >= 0; i--) {
      sum += descending[i];
      while (level >= 0 && sum >= MASSES[level] * (1 - 1e-9)) {
        thresholds[level--] = cells * cells * descending[i];
      }
    }
    return thresholds;
  }

  /// The level of a cell, 1 … [#LEVELS], or 0 if it is below all of them.
  public int level(int column, int row, double[] thresholds) {
    double density = cells * cells * share[row * cells + column];
    int level = LEVELS;
    while (level > 0 && !(density > 0 && density >= thresholds[level - 1])) {
      level--;
    }
    return level;
  }
}

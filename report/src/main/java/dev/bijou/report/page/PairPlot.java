package dev.bijou.report.page;

/// Two columns of some rows in one square: every row as a dot, or how densely they lie.
///
/// @param rows of which the first column is drawn across and the second upwards
/// @param x the axis of the first
/// @param y the axis of the second
public record PairPlot(Rows rows, Axis x, Axis y) {
  /// The number of rows up to which dots show more than a density.
  public static final int MOST_DOTS = 6_000;

  private static final int FEWEST_CELLS = 20;
  private static final double SIDE = 280;
  private static final double LEFT = 62;
  private static final double BELOW = 46;

  /// How the rows are spread over a grid, which is coarser where there are few.
  ///
  /// @param most cells along a side
  public DensityGrid grid(int most) {
    int cells = (int) Math.clamp(0.6 * Math.sqrt(rows.size()), FEWEST_CELLS, most);
    return DensityGrid.of(cells, rows.columns()[0], x, rows.columns()[1], y);
  }

  /// Every row as a dot, in a square of that side.
  public String dots(double side, String style) {
    PathData path = new PathData();
    for (int n = 0; n < rows.size(); n++) {
      double across = x.at(rows.columns()[0][n]);
      double up = y.at(rows.columns()[1][n]);
      if (across >= 0 && across <= 1 && up >= 0 && up <= 1) {
        path.dot(side * across, side * (1 - up));
      }
    }
    return new Markup().empty("path", "class", "dots " + style, "d", path).toString();
  }

  /// The levels of a density, in a square of that side.
  public static String density(DensityGrid grid, double[] thresholds, double side) {
    PathData[] levels = new PathData[DensityGrid.LEVELS + 1];
    for (int level = 1; level <= DensityGrid.LEVELS; level++) {
      levels[level] = new PathData();
    }
    int cells = grid.cells();
    for (int row = 0; row < cells; row++) {
      for (int from = 0, to; from < cells; from = to) {
        int level = grid.level(from, row, thresholds);
        to = from + 1;
        while (to < cells && grid.level(to, row, thresholds) == level) {
          to++;
        }
        if (level > 0) {
          levels[level].rectangle(from, cells - 1 - row, to - from, 1);
        }
      }
    }
    Markup picture =
        new Markup()
            .open("g", "class", "cells", "transform", "scale(" + (float) (side / cells) + ")");
    for (int level = 1; level <= DensityGrid.LEVELS; level++) {
      if (!levels[level].isEmpty()) {
        picture.empty("path", "class", "level" + level, "d", levels[level]);
      }
    }
    return picture.close("g").toString();
  }

  /// A picture with axes around some content of the side that [#side()] tells.
  public Figure figure(String name, String title, String description, String content) {
    Frame frame = new Frame(LEFT, 8, SIDE, SIDE, x, y);
    return new Figure(
        name,
        LEFT + SIDE + 10,
        8 + SIDE + BELOW,
        title,
        description,
        frame.with(content) + frame.below(rows.names().get(0)) + frame.beside(rows.names().get(1)));
  }

  /// The side of the square in [#figure].
  public static double side() {
    return SIDE;
  }
}

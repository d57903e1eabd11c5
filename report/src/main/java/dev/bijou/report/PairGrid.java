package dev.bijou.report;

import dev.bijou.report.page.Axis;
import dev.bijou.report.page.DensityGrid;
import dev.bijou.report.page.Figure;
import dev.bijou.report.page.Markup;
import dev.bijou.report.page.PairPlot;
import dev.bijou.report.page.PathData;
import dev.bijou.report.page.Rows;
import java.util.List;
import java.util.Optional;

/// Every pair of some columns: the model's density below the diagonal, the data above it.
///
/// @param data rows of the table, if there is one
/// @param samples rows drawn from the model, with the same columns
/// @param axes of the columns
record PairGrid(Optional<Rows> data, Rows samples, List<Axis> axes) {
  private static final double PANEL = 120;
  private static final double GAP = 6;
  private static final int MOST_CELLS = 48;
  private static final int MOST_DOTS = 3_000;

  Figure figure() {
    int columns = axes.size();
    double size = columns * PANEL + (columns - 1) * GAP;
    Markup grid = new Markup();
    for (int row = 0; row < columns; row++) {
      for (int column = 0; column < columns; column++) {
        String content =
            row == column ? name(row) : row > column ? model(column, row) : data(column, row);
        double x = column * (PANEL + GAP);
        double y = row * (PANEL + GAP);
        grid.open("svg", "x", x, "y", y, "width", PANEL, "height", PANEL).add(content).close("svg");
        if (row == column || !content.isEmpty()) {
          String style = row == column ? "frame diagonal" : "frame";
          grid.empty("rect", "class", style, "x", x, "y", y, "width", PANEL, "height", PANEL);
        }
      }
    }
    return new Figure(
        "pairs",
        size,
        size,
        "Pairs of columns, model and data",
        "A square for each pair of "
            + String.join(", ", samples.names())
            + "; below the diagonal the density of the model"
            + (data.isPresent() ? ", above it the rows of the table." : "."),
        grid.toString());
  }

  private String name(int column) {
    String name = samples.names().get(column);
    double size = Math.clamp(1.5 * PANEL / Math.max(1, name.length()), 7, 15);
    String shown = name.length() > 30 ? name.substring(0, 29) + "…" : name;
    return new Markup()
        .element(
            "text",
            shown,
            "class",
            "name middle",
            "x",
            PANEL / 2,
            "y",
            PANEL / 2 + size / 3,
            "style",
            "font-size:" + PathData.coordinate(size) + "px")
        .toString();
  }

  private PairPlot plot(Rows rows, int x, int y) {
    return new PairPlot(rows.select(x, y), axes.get(x), axes.get(y));
  }

  private String model(int x, int y) {
    DensityGrid grid = plot(samples, x, y).grid(MOST_CELLS);
    return PairPlot.density(grid, grid.thresholds(), PANEL);
  }

  /// Few rows as dots, many as a density on the model's scale.
  private String data(int x, int y) {
    if (data.isEmpty()) {
      return "";
    }
    PairPlot plot = plot(data.get(), x, y);
    return data.get().size() <= MOST_DOTS
        ? plot.dots(PANEL, "data fine")
        : PairPlot.density(
            plot.grid(MOST_CELLS), plot(samples, x, y).grid(MOST_CELLS).thresholds(), PANEL);
  }
}

package dev.bijou.report.comparison;

import dev.bijou.report.page.Axis;
import dev.bijou.report.page.BarChart;
import dev.bijou.report.page.DensityGrid;
import dev.bijou.report.page.Ecdf;
import dev.bijou.report.page.Figure;
import dev.bijou.report.page.HistogramChart;
import dev.bijou.report.page.Markup;
import dev.bijou.report.page.NameShares;
import dev.bijou.report.page.PairPlot;
import dev.bijou.report.page.Rows;
import dev.bijou.report.page.Section;
import dev.bijou.table.compare.Cells;
import dev.bijou.table.compare.Comparison;
import dev.bijou.table.text.NumberText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Columns and pairs of columns in real and in drawn rows.
final class ComparedPictures {
  private static final int MOST_COLUMNS = 24;
  private static final int MOST_PAIRS = 3;
  private static final int MOST_LINES = 15;
  private static final int MOST_CELLS = 84;

  private ComparedPictures() {}

  /// Each column, those first that give drawn rows away.
  static Section columns(Comparison comparison) {
    List<Comparison.Column> shown =
        comparison.tellingColumns().stream().limit(MOST_COLUMNS).toList();
    List<Figure> figures = new ArrayList<>();
    Markup html =
        new Markup()
            .add(
                Section.paragraph(
                    ("Each column, those first that alone tell drawn rows best%s. Below each, the area under the ROC "
                            + "curve of trees that see only this column, its share in what trees gain that see "
                            + "all, and its shape.")
                        .formatted(
                            shown.size() < comparison.columns().size()
                                ? " (%d of %d)".formatted(shown.size(), comparison.columns().size())
                                : "")))
            .add(Section.legend("real rows", "drawn rows"))
            .open("div", "class", "cards");
    for (Comparison.Column column : shown) {
      Figure figure = column(comparison, column);
      figures.add(figure);
      html.open("figure")
          .add(figure.inline())
          .open("figcaption")
          .element(
              "span",
              "alone %s ± %s · gain %s"
                  .formatted(
                      ComparisonReport.figure(column.alone().value()),
                      ComparisonReport.figure(column.alone().standardError()),
                      NumberText.percent(column.gain())))
          .element("span", "shape " + ComparisonReport.figure(column.shape()));
      if (column.missingReal() > 0 || column.missingDrawn() > 0) {
        html.element(
            "span",
            "missing %s, drawn %s"
                .formatted(
                    NumberText.percent(column.missingReal()),
                    NumberText.percent(column.missingDrawn())));
      }
      html.close("figcaption").close("figure");
    }
    return new Section("columns", "Columns", html.close("div").toString(), figures);
  }

  private static Figure column(Comparison comparison, Comparison.Column column) {
    int at = comparison.columns().indexOf(column);
    double[] real = comparison.real().columns()[at];
    double[] drawn = comparison.drawn().columns()[at];
    String name = "column-" + (at + 1);
    String description = "Real rows, and drawn ones.";
    if (!column.isNumeric()) {
      return new BarChart(
              Optional.of(shares(column.names(), real)), Optional.of(shares(column.names(), drawn)))
          .figure(name, column.name(), "Shares of the names of " + column.name(), description);
    }
    Ecdf reals = ecdf(real);
    Ecdf draws = ecdf(drawn);
    Axis axis = Axis.of(reals, draws);
    return new HistogramChart(axis, Optional.of(reals), Optional.of(draws))
        .figure(
            name,
            axis.isLinear() ? column.name() : column.name() + " (compressed axis)",
            "Histogram of " + column.name(),
            description);
  }

  private static Ecdf ecdf(double[] cells) {
    double[] there = Arrays.stream(cells).filter(cell -> !Double.isNaN(cell)).toArray();
    return Ecdf.of(there.length == 0 ? new double[] {0} : there);
  }

  private static NameShares shares(List<String> names, double[] codes) {
    double[] shares = new double[names.size() + 2];
    for (double code : codes) {
      int at = Double.isNaN(code) ? names.size() + 1 : (int) Math.min(code, names.size());
      shares[at] += 1.0 / codes.length;
    }
    List<String> all = new ArrayList<>(names);
    all.addAll(List.of("other names", "missing"));
    return new NameShares(all, shares);
  }

  /// The pairs that differ beyond their columns; empty if none does.
  static Optional<Section> pairs(Comparison comparison) {
    List<Comparison.Pair> telling = comparison.tellingPairs();
    if (comparison.pairs().isEmpty()) {
      return Optional.empty();
    }
    if (telling.isEmpty()) {
      return Optional.of(
          new Section(
              "pairs",
              "Pairs of columns",
              Section.paragraph(
                  "No pair of columns differs by more than its columns and chance do."),
              List.of()));
    }
    List<Figure> figures = new ArrayList<>();
    Markup html =
        new Markup()
            .add(
                Section.paragraph(
                    "Pairs that differ beyond their columns: by the share of rows that would have to change, above "
                        + "that of either column and above what chance makes of it, with numbers cut at the tenths of "
                        + "the real ones. Beside it the trend, and how strongly the columns depend on each other: the "
                        + "correlation, or Cramér’s V where there are names."));
    table(comparison, telling, html);
    for (Comparison.Pair pair :
        telling.stream().filter(p -> isDrawable(comparison, p)).limit(MOST_PAIRS).toList()) {
      html.open("div", "class", "pair");
      for (Figure figure : pair(comparison, pair)) {
        figures.add(figure);
        html.add(Section.figure(figure, figure.title()));
      }
      html.close("div");
    }
    return Optional.of(new Section("pairs", "Pairs of columns", html.toString(), figures));
  }

  private static boolean isDrawable(Comparison comparison, Comparison.Pair pair) {
    return comparison.columns().get(pair.first()).isNumeric()
        && comparison.columns().get(pair.second()).isNumeric();
  }

  private static void table(Comparison comparison, List<Comparison.Pair> telling, Markup html) {
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String head : List.of("pair", "beyond its columns", "trend", "real", "drawn")) {
      html.element("th", head, "scope", "col");
    }
    html.close("tr").close("thead").open("tbody");
    for (Comparison.Pair pair : telling.stream().limit(MOST_LINES).toList()) {
      html.open("tr")
          .element("th", comparison.name(pair), "scope", "row")
          .element("td", NumberText.percent(pair.beyond()))
          .element("td", ComparisonReport.figure(pair.trend()))
          .element("td", ComparisonReport.figure(pair.real()))
          .element("td", ComparisonReport.figure(pair.drawn()))
          .close("tr");
    }
    html.close("tbody").close("table").close("div");
  }

  /// Two columns of numbers, real beside drawn.
  private static List<Figure> pair(Comparison comparison, Comparison.Pair pair) {
    Rows real = rows(comparison, comparison.real(), pair);
    Rows drawn = rows(comparison, comparison.drawn(), pair);
    Axis x = Axis.of(real.ecdf(0), drawn.ecdf(0));
    Axis y = Axis.of(real.ecdf(1), drawn.ecdf(1));
    boolean few = Math.max(real.size(), drawn.size()) <= PairPlot.MOST_DOTS;
    int dots = Math.min(real.size(), drawn.size()); // as many of either, so that they look alike
    PairPlot first = new PairPlot(few ? real.thinned(dots) : real, x, y);
    PairPlot second = new PairPlot(few ? drawn.thinned(dots) : drawn, x, y);
    DensityGrid scale = first.grid(MOST_CELLS);
    String name = "pair-" + (pair.first() + 1) + "-" + (pair.second() + 1);
    return List.of(
        picture(first, name + "-real", "Real: " + comparison.name(pair), few ? "data" : "", scale),
        picture(
            second, name + "-drawn", "Drawn: " + comparison.name(pair), few ? "model" : "", scale));
  }

  private static Figure picture(
      PairPlot plot, String name, String title, String dots, DensityGrid scale) {
    String content =
        dots.isEmpty()
            ? PairPlot.density(plot.grid(MOST_CELLS), scale.thresholds(), PairPlot.side())
            : plot.dots(PairPlot.side(), dots);
    return plot.figure(name, title, title + ".", content);
  }

  private static Rows rows(Comparison comparison, Cells table, Comparison.Pair pair) {
    Rows both =
        new Rows(
            List.of(
                comparison.columns().get(pair.first()).name(),
                comparison.columns().get(pair.second()).name()),
            new double[][] {table.columns()[pair.first()], table.columns()[pair.second()]});
    return both.select(0, 1);
  }
}

package dev.bijou.report;

import dev.bijou.report.page.Axis;
import dev.bijou.report.page.DensityGrid;
import dev.bijou.report.page.Figure;
import dev.bijou.report.page.Markup;
import dev.bijou.report.page.PairPlot;
import dev.bijou.report.page.Rows;
import dev.bijou.report.page.Section;
import dev.bijou.table.text.NumberText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How columns depend on each other, in the data and in the model.
final class Pairs {
  private static final int MOST_CELLS = 84;

  private Pairs() {}

  /// Empty if there are no two columns, or no samples.
  static Optional<Section> of(Evidence evidence) {
    if (evidence.samples().isEmpty() || evidence.leading().size() < 2) {
      return Optional.empty();
    }
    Rows samples = evidence.samples().get();
    List<Figure> figures = new ArrayList<>(closest(evidence, samples));
    Markup html = new Markup();
    if (evidence.names().size() > 2) {
      html.add(Section.paragraph(closestText(evidence)));
    }
    html.open("div", "class", "pair");
    figures.forEach(figure -> html.add(Section.figure(figure, figure.title())));
    html.close("div");
    if (evidence.leading().size() > 2) {
      Figure grid = grid(evidence, samples);
      figures.add(grid);
      html.add(Section.paragraph(gridText(evidence, samples)));
      html.open("div", "class", "scroll").add(Section.figure(grid, "")).close("div");
    }
    return Optional.of(
        new Section("pairs", "Pairs of columns", html.toString(), List.copyOf(figures)));
  }

  /// The two columns that depend most on each other, data beside model.
  private static List<Figure> closest(Evidence evidence, Rows samples) {
    int[] pair =
        evidence.leading().stream().limit(2).mapToInt(Integer::intValue).sorted().toArray();
    Axis x = evidence.axis(pair[0]);
    Axis y = evidence.axis(pair[1]);
    PairPlot model = new PairPlot(samples.select(pair), x, y);
    DensityGrid density = model.grid(MOST_CELLS);
    double side = PairPlot.side();
    String names = " of " + String.join(" and ", model.rows().names());
    if (evidence.table().isEmpty()) {
      String picture = PairPlot.density(density, density.thresholds(), side);
      return List.of(model.figure("pair-model", "The model", "The density" + names + ".", picture));
    }
    PairPlot data = new PairPlot(evidence.table().get().select(pair), x, y);
    boolean few = data.rows().size() <= PairPlot.MOST_DOTS;
    PairPlot equal = new PairPlot(model.rows().thinned(data.rows().size()), x, y);
    String dataPicture =
        few
            ? data.dots(side, "data")
            : PairPlot.density(data.grid(MOST_CELLS), density.thresholds(), side);
    String modelPicture =
        few ? equal.dots(side, "model") : PairPlot.density(density, density.thresholds(), side);
    return List.of(
        data.figure(
            "pair-data",
            "The table: " + evidence.tableText(),
            "The rows" + names + ".",
            dataPicture),
        model.figure(
            "pair-model",
            few
                ? "The model: as many samples"
                : "The model: " + NumberText.counted(samples.size(), "sample"),
            "Samples" + names + ".",
            modelPicture));
  }

  private static String closestText(Evidence evidence) {
    List<String> names =
        evidence.leading().stream().limit(2).sorted().map(evidence.names()::get).toList();
    return "%s and %s tell most about each other.".formatted(names.get(0), names.get(1));
  }

  private static Figure grid(Evidence evidence, Rows samples) {
    int[] columns = evidence.leading().stream().mapToInt(Integer::intValue).sorted().toArray();
    List<Axis> axes = evidence.leading().stream().sorted().map(evidence::axis).toList();
    return new PairGrid(
            evidence.table().map(rows -> rows.select(columns)), samples.select(columns), axes)
        .figure();
  }

  private static String gridText(Evidence evidence, Rows samples) {
    String which =
        evidence.leading().size() < evidence.names().size()
            ? "The %d columns that tell most about each other".formatted(evidence.leading().size())
            : "All pairs";
    String model =
        "below the diagonal the density of %s of the model"
            .formatted(NumberText.counted(samples.size(), "sample"));
    return which
        + ": "
        + model
        + evidence
            .table()
            .map(rows -> "; above it the rows of the table, with the axes exchanged.")
            .orElse(".");
  }
}

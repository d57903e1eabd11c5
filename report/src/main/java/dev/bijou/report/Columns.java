package dev.bijou.report;

import dev.bijou.report.page.Axis;
import dev.bijou.report.page.BarChart;
import dev.bijou.report.page.Ecdf;
import dev.bijou.report.page.Figure;
import dev.bijou.report.page.HistogramChart;
import dev.bijou.report.page.Markup;
import dev.bijou.report.page.NameShares;
import dev.bijou.report.page.Rows;
import dev.bijou.report.page.Section;
import dev.bijou.table.text.NumberText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Every column of the data against the same column of the samples.
final class Columns {
  private static final int MOST = 24;

  private Columns() {}

  static Section of(Evidence evidence) {
    int targets = evidence.varying().size();
    List<Integer> shown = shown(evidence);
    List<Figure> figures = new ArrayList<>();
    Markup html = new Markup().add(Section.paragraph(introduction(evidence)));
    if (shown.size() < targets) {
      html.add(
          Section.paragraph(
              "%d of %d columns are shown, those that the samples reproduce worst."
                  .formatted(shown.size(), targets)));
    }
    html.add(
        Section.legend(
            evidence.table().isPresent() ? "rows of the table" : "rows learned from",
            "samples of the model"));
    html.open("div", "class", "cards");
    for (int column : shown) {
      Figure figure =
          evidence.hasNames(column) ? names(evidence, column) : figure(evidence, column);
      figures.add(figure);
      html.open("figure").add(figure.inline()).add(caption(evidence, column)).close("figure");
    }
    return new Section("columns", "Columns", html.close("div").toString(), figures);
  }

  private static String introduction(Evidence evidence) {
    if (evidence.samples().isEmpty()) {
      return "The model is conditional, so that it can be sampled only for given values: "
          + "name a table that has them to see samples beside the data.";
    }
    String below =
        "Below each, the median and the quartiles; "
            + "the gap is the largest difference between the two distribution functions, of names the share of "
            + "rows that would have to change.";
    return "Each column of %s, and of %s drawn from the model. %s"
        .formatted(
            evidence
                .table()
                .map(_ -> evidence.tableText() + " of the table")
                .orElse("the rows learned from, by the percentiles that the model remembers"),
            NumberText.counted(evidence.samples().get().size(), "row"),
            below);
  }

  /// All columns, or those with the largest gaps where there are many, in the order of the table.
  private static List<Integer> shown(Evidence evidence) {
    List<Integer> all = evidence.varying();
    if (all.size() <= MOST || evidence.samples().isEmpty()) {
      return all.subList(0, Math.min(all.size(), MOST));
    }
    Map<Integer, Double> gaps =
        all.stream().collect(Collectors.toMap(column -> column, column -> gap(evidence, column)));
    return all.stream()
        .sorted(Comparator.comparingDouble(column -> -gaps.getOrDefault(column, 0.0)))
        .limit(MOST)
        .sorted()
        .toList();
  }

  private static Figure names(Evidence evidence, int column) {
    String name = evidence.names().get(column);
    Optional<NameShares> samples = evidence.samples().map(rows -> evidence.names(rows, column));
    return new BarChart(Optional.of(evidence.dataNames(column)), samples)
        .figure(
            "column-" + (column + 1),
            name,
            "Shares of the names of " + name,
            samples.isEmpty() ? "The data." : "The data, and samples of the model.");
  }

  private static double gap(Evidence evidence, int column) {
    Rows samples = evidence.samples().orElseThrow();
    return evidence.hasNames(column)
        ? evidence.names(samples, column).gap(evidence.dataNames(column))
        : samples.ecdf(column).gap(evidence.data(column));
  }

  private static Figure figure(Evidence evidence, int column) {
    String name = evidence.names().get(column);
    Optional<Ecdf> samples = evidence.samples().map(rows -> rows.ecdf(column));
    Axis axis = evidence.axis(column);
    return new HistogramChart(axis, Optional.of(evidence.data(column)), samples)
        .figure(
            "column-" + (column + 1),
            axis.isLinear() ? name : name + " (compressed axis)",
            "Histogram of " + name,
            samples.isEmpty() ? "The data." : "The data, and samples of the model.");
  }

  /// The median and the middle half of the data and of the samples, and the gap between them.
  private static String caption(Evidence evidence, int column) {
    Markup caption = new Markup().open("figcaption");
    if (!evidence.hasNames(column)) {
      caption.element("span", "data " + spread(evidence.data(column)));
      evidence
          .samples()
          .map(rows -> "samples " + spread(rows.ecdf(column)))
          .ifPresent(spread -> caption.element("span", spread));
    }
    if (evidence.samples().isPresent()) {
      caption.element("span", "gap " + NumberText.percent(gap(evidence, column)));
    }
    return caption.close("figcaption").toString();
  }

  private static String spread(Ecdf column) {
    return "%s [%s, %s]"
        .formatted(
            NumberText.value(column.quantile(0.5), 3),
            NumberText.value(column.quantile(0.25), 3),
            NumberText.value(column.quantile(0.75), 3));
  }
}

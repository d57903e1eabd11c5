package dev.bijou.report;

import dev.bijou.report.page.Axis;
import dev.bijou.report.page.Ecdf;
import dev.bijou.report.page.Figure;
import dev.bijou.report.page.HistogramChart;
import dev.bijou.report.page.Markup;
import dev.bijou.report.page.Rows;
import dev.bijou.report.page.Section;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.text.NumberText;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The log-densities of the rows of a table, beside those of samples of the model.
final class Scores {
  private static final int ROWS_SHOWN = 5;

  private Scores() {}

  /// Empty without a table.
  static Optional<Section> of(Evidence evidence) {
    if (evidence.table().isEmpty()) {
      return Optional.empty();
    }
    Ecdf table = Ecdf.of(finite(evidence.tableScores()));
    Ecdf own = Ecdf.of(finite(evidence.sampleScores()));
    Figure figure =
        new HistogramChart(
                Axis.linear(low(table, own), high(table, own)),
                Optional.of(table),
                Optional.of(own))
            .figure(
                "scores",
                "log-density, nats",
                "Log-densities",
                "Of the rows of the table, and of samples.");
    String html =
        Section.paragraph(text(table, own))
            + Section.legend("rows of the table", "samples of the model")
            + Section.figure(figure, "")
            + least(evidence);
    return Optional.of(new Section("scores", "Scores", html, List.of(figure)));
  }

  private static double[] finite(float[] scores) {
    return IntStream.range(0, scores.length)
        .mapToDouble(i -> scores[i])
        .filter(Double::isFinite)
        .toArray();
  }

  private static double low(Ecdf table, Ecdf own) {
    return Math.min(table.quantile(0.01), own.quantile(0.01));
  }

  private static double high(Ecdf table, Ecdf own) {
    return Math.max(table.quantile(0.999), own.quantile(0.999));
  }

  private static String text(Ecdf table, Ecdf own) {
    return ("The mean log-density is %s nats on the table and %s on the model’s own samples. "
            + "If the table came from the model, the two histograms would agree; rows far to the left are novelties. "
            + "Rows that the model learned from score a little higher than new ones.")
        .formatted(NumberText.nats(table.mean()), NumberText.nats(own.mean()));
  }

  private static String cell(Evidence evidence, int column, double value) {
    Kind kind = evidence.model().schema().columns().get(column).kind();
    return Double.isNaN(value) || kind instanceof Kind.DateTime
        ? evidence.model().schema().columns().get(column).text(value)
        : NumberText.value(value, 7);
  }

  /// A table of the rows with the lowest scores.
  private static String least(Evidence evidence) {
    Rows rows = evidence.table().orElseThrow();
    float[] scores = evidence.tableScores();
    int[] shown = evidence.leading().stream().mapToInt(Integer::intValue).sorted().toArray();
    List<Integer> lowest =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((a, b) -> Float.compare(scores[a], scores[b]))
            .limit(ROWS_SHOWN)
            .toList();
    Markup html =
        new Markup()
            .element("h3", "The least expected rows")
            .open("div", "class", "scroll")
            .open("table")
            .open("thead")
            .open("tr");
    Arrays.stream(shown)
        .forEach(column -> html.element("th", rows.names().get(column), "scope", "col"));
    html.element("th", "log-density", "scope", "col").close("tr").close("thead").open("tbody");
    for (int row : lowest) {
      html.open("tr");
      Arrays.stream(shown)
          .forEach(c -> html.element("td", cell(evidence, c, rows.columns()[c][row])));
      html.element("td", NumberText.nats(scores[row])).close("tr");
    }
    return html.close("tbody").close("table").close("div").toString();
  }
}

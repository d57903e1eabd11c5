package dev.bijou.report.comparison;

import dev.bijou.report.page.Axis;
import dev.bijou.report.page.Ecdf;
import dev.bijou.report.page.Figure;
import dev.bijou.report.page.HistogramChart;
import dev.bijou.report.page.Markup;
import dev.bijou.report.page.Page;
import dev.bijou.report.page.Section;
import dev.bijou.table.boost.Auc;
import dev.bijou.table.compare.Cells;
import dev.bijou.table.compare.Closest;
import dev.bijou.table.compare.Comparison;
import dev.bijou.table.compare.Efficiency;
import dev.bijou.table.compare.Privacy;
import dev.bijou.table.text.NumberText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/// Drawn rows beside real ones on one page: whether they can be told apart and by what, and what they give away.
///
/// The page is of the same kind as a [dev.bijou.report.ModelReport].
public final class ComparisonReport {
  private final Comparison comparison;

  private ComparisonReport(Comparison comparison) {
    this.comparison = comparison;
  }

  /// Makes the page.
  ///
  /// @param version of the program that made it
  public static String of(Comparison comparison, String version) {
    ComparisonReport report = new ComparisonReport(comparison);
    List<Section> sections = new ArrayList<>();
    sections.add(ComparedPictures.columns(comparison));
    ComparedPictures.pairs(comparison).ifPresent(sections::add);
    comparison.efficiency().map(ComparisonReport::efficiency).ifPresent(sections::add);
    sections.add(report.privacy());
    return Page.html(
        comparison.drawn().name() + " compared", report.header(), sections, "Bijou " + version);
  }

  private String header() {
    Auc auc = comparison.classifier().auc();
    Markup html =
        new Markup()
            .open("header")
            .element("p", "Drawn rows compared", "class", "eyebrow")
            .element("h1", comparison.drawn().name())
            .element(
                "p",
                "%s beside %s.".formatted(rows(comparison.drawn()), rows(comparison.real())),
                "class",
                "muted")
            .open("dl", "class", "numbers");
    Section.number(
        html, "Shape", figure(comparison.shape()), "the columns one by one; 1 is the same");
    Section.number(
        html,
        "Trend",
        figure(comparison.trend()),
        Double.isNaN(comparison.relatedTrend())
            ? "the columns in pairs; 1 is the same"
            : "the columns in pairs; %s of related ones"
                .formatted(figure(comparison.relatedTrend())));
    comparison
        .privacy()
        .test()
        .filter(test -> !Double.isNaN(test.nearer()))
        .ifPresent(test ->
            Section.number(
                html,
                "Nearer than test rows",
                NumberText.percent(test.nearer()),
                "of the drawn rows; 2% is neutral, more is copying"));
    Section.number(
        html,
        "C2ST",
        figure(auc.value()),
        "± %s; 0.5 cannot be told, 1 always. Score %s"
            .formatted(figure(auc.standardError()), figure(comparison.classifier().score())));
    html.close("dl").element("p", verdict(auc));
    notes(html);
    return html.close("header").toString();
  }

  private static String rows(Cells table) {
    return "%s of %s%s"
        .formatted(
            NumberText.counted(table.rows(), "row"),
            table.name(),
            table.isSample()
                ? " (a random sample of %s)".formatted(NumberText.count(table.total()))
                : "");
  }

  /// What the classifier's area means, in a sentence.
  private static String verdict(Auc auc) {
    double above = auc.value() - 0.5;
    if (above <= 2 * auc.standardError()) {
      return "Boosted trees that learned from other rows of both tables cannot tell drawn rows from real ones.";
    }
    return ("Of a drawn row and a real one, boosted trees that learned from other rows of both tables tell "
            + "which is which in %s of all cases; half would be guessing.")
        .formatted(NumberText.percent(auc.value()));
  }

  private void notes(Markup html) {
    if (!comparison.notes().isEmpty()) {
      html.open("aside").element("h2", "How the tables were read").open("ul");
      comparison.notes().forEach(note -> html.element("li", note));
      html.close("ul").close("aside");
    }
  }

  private static Section efficiency(Efficiency efficiency) {
    String text =
        ("%s of the test rows is predicted from the other columns by boosted trees with %s of %s after "
                + "learning from drawn rows, and of %s after learning from real ones; always the same "
                + "prediction has %s.")
            .formatted(
                efficiency.target(),
                efficiency.numeric() ? "a root mean squared error" : "an area under the ROC curve",
                NumberText.value(efficiency.drawn(), 4),
                NumberText.value(efficiency.real(), 4),
                NumberText.value(efficiency.constant(), 4));
    return new Section("prediction", "As training data", Section.paragraph(text), List.of());
  }

  private Section privacy() {
    Privacy privacy = comparison.privacy();
    Ecdf drawn = new Ecdf(privacy.drawn().distances());
    Optional<Ecdf> test = privacy.test().map(rows -> new Ecdf(rows.closest().distances()));
    Axis axis =
        Axis.linear(0, Math.max(drawn.quantile(0.99), test.map(t -> t.quantile(0.99)).orElse(0.0)));
    Figure figure =
        new HistogramChart(axis, test, Optional.of(drawn))
            .figure(
                "closest",
                "distance to the closest real row",
                "Distances to the closest real row",
                "Of drawn rows" + (test.isPresent() ? ", and of test rows." : "."));
    Markup html = new Markup().add(Section.paragraph(introduction(privacy)));
    if (test.isPresent()) {
      html.add(Section.legend("test rows", "drawn rows"));
    }
    html.add(Section.figure(figure, ""));
    html.open("table").open("thead").open("tr").element("th", "", "scope", "col");
    html.element("th", "drawn rows", "scope", "col");
    test.ifPresent(_ -> html.element("th", "test rows", "scope", "col"));
    html.close("tr").close("thead").open("tbody");
    row(html, "median distance", Closest::median, ComparisonReport::figure);
    row(html, "copies of a real row", Closest::copies, NumberText::percent);
    row(html, "closest over second closest", Closest::ratio, ComparisonReport::figure);
    html.close("tbody").close("table");
    guesses().forEach(sentence -> html.add(Section.paragraph(sentence)));
    return new Section(
        "closest-rows", "What drawn rows give away", html.toString(), List.of(figure));
  }

  private static String introduction(Privacy privacy) {
    if (privacy.test().isEmpty()) {
      return "How close drawn rows come to real ones. Only real rows that were not learned from tell whether that is "
          + "closer than chance: name a table of such.";
    }
    double nearer = privacy.test().get().nearer();
    return Double.isNaN(nearer)
        ? "More than 2% of the test rows are equal to a real row, so that nearness tells nothing; compare the copies."
        : "%s ± %s of the drawn rows are nearer to a real row than 98%% of the test rows are; 2%% is neutral, more is copying."
            .formatted(
                NumberText.percent(nearer), NumberText.percent(privacy.test().get().error()));
  }

  private void row(
      Markup html, String what, ToDoubleFunction<Closest> value, DoubleFunction<String> text) {
    Privacy privacy = comparison.privacy();
    html.open("tr")
        .element("th", what, "scope", "row")
        .element("td", text.apply(value.applyAsDouble(privacy.drawn())));
    privacy
        .test()
        .ifPresent(test -> html.element("td", text.apply(value.applyAsDouble(test.closest()))));
    html.close("tr");
  }

  private List<String> guesses() {
    List<String> sentences = new ArrayList<>();
    comparison
        .privacy()
        .test()
        .ifPresent(test ->
            sentences.add(
                "Whether a row was learned from is guessed by its distance to the closest drawn row with an area under the ROC curve of %s; 0.5 is guessing."
                    .formatted(area(test.byDistance()))));
    comparison
        .membership()
        .ifPresent(guess ->
            sentences.add(
                "By its log-density under the model it is guessed with an area of %s."
                    .formatted(area(guess))));
    return sentences;
  }

  private static String area(Auc auc) {
    return figure(auc.value()) + " ± " + figure(auc.standardError());
  }

  static String figure(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value).replace('-', '−');
  }
}

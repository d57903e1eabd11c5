package dev.bijou.report;

import dev.bijou.novelty.NoveltyRule;
import dev.bijou.novelty.PValues;
import dev.bijou.novelty.TableDetector;
import dev.bijou.novelty.Verdict;
import dev.bijou.report.page.Axis;
import dev.bijou.report.page.Ecdf;
import dev.bijou.report.page.Figure;
import dev.bijou.report.page.HistogramChart;
import dev.bijou.report.page.Markup;
import dev.bijou.report.page.Page;
import dev.bijou.report.page.Section;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.text.NumberText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// The novelties of a table on one page: the scores beside those of the calibration rows, the p-values, the most
/// unusual rows with their reasons, and how each column has drifted from the rows that the model learned from.
///
/// The page is of the same kind as a [ModelReport].
public final class NoveltyReport {
  private static final int MOST_COLUMNS = 24;

  private final TableModel model;
  private final List<Sampled> rows;
  private final List<NoveltyTable.Top> tops;
  private final PValues pValues;
  private final TableDetector.Summary summary;

  /// A row of the random sample that the pictures show.
  private record Sampled(double[] cells, float novelty, double pValue) {}

  private NoveltyReport(
      TableModel model,
      List<Sampled> rows,
      List<NoveltyTable.Top> tops,
      PValues pValues,
      TableDetector.Summary summary) {
    this.model = model;
    this.rows = rows;
    this.tops = tops;
    this.pValues = pValues;
    this.summary = summary;
  }

  /// Gathers what the page shows while a table is judged: a uniform random sample of its rows and the most unusual, in
  /// memory that does not grow with the table. The same rows and seed give the same page.
  public static final class Builder {
    private static final int SAMPLED = 10_000;
    private static final int TOPS = 20;
    private static final Comparator<NoveltyTable.Top> LEAST_UNUSUAL_FIRST =
        Comparator.<NoveltyTable.Top>comparingDouble(top -> top.verdict().novelty())
            .thenComparing(Comparator.comparingLong(NoveltyTable.Top::number).reversed());

    private final int columns;
    private final SplittableRandom random;
    private final List<Sampled> sample = new ArrayList<>();
    private final PriorityQueue<NoveltyTable.Top> tops = new PriorityQueue<>(LEAST_UNUSUAL_FIRST);
    private long seen;

    /// @param schema of the model
    /// @param seed of the sample
    public Builder(Schema schema, long seed) {
      this.columns = schema.columns().size();
      this.random = new SplittableRandom(seed);
    }

    /// Adds judged rows; those without a verdict do not count.
    public void add(RowBlock block, List<Optional<Verdict>> verdicts) {
      for (int row = 0; row < block.rows(); row++) {
        if (verdicts.get(row).isPresent()) {
          add(block, row, verdicts.get(row).get());
        }
      }
    }

    private void add(RowBlock block, int row, Verdict verdict) {
      sample(block, row, verdict);
      if (verdict.novel()) {
        tops.add(new NoveltyTable.Top(block.number(row), verdict));
        if (tops.size() > TOPS) {
          tops.poll();
        }
      }
    }

    private void sample(RowBlock block, int row, Verdict verdict) {
      long place = sample.size() < SAMPLED ? sample.size() : random.nextLong(seen + 1);
      seen++;
      if (place >= SAMPLED) {
        return;
      }
      double[] cells = IntStream.range(0, columns).mapToDouble(c -> block.column(c)[row]).toArray();
      Sampled sampled = new Sampled(cells, verdict.novelty(), verdict.pValue());
      if (place == sample.size()) {
        sample.add(sampled);
      } else {
        sample.set((int) place, sampled);
      }
    }

    /// Makes the page.
    ///
    /// @param name what the page calls the model
    /// @param table what it calls the table
    public String build(
        String name,
        String table,
        TableModel model,
        PValues pValues,
        NoveltyRule rule,
        TableDetector.Summary summary) {
      List<NoveltyTable.Top> ordered =
          tops.stream().sorted(LEAST_UNUSUAL_FIRST.reversed()).toList();
      return new NoveltyReport(model, sample, ordered, pValues, summary).html(name, table, rule);
    }
  }

  private String html(String name, String table, NoveltyRule rule) {
    List<Section> sections = new ArrayList<>();
    if (!rows.isEmpty()) {
      sections.add(scores());
      sections.add(pValues());
    }
    sections.add(NoveltyTable.of(tops, summary.novel()));
    if (!rows.isEmpty()) {
      sections.add(drift());
    }
    return Page.html(table, header(name, table, rule), sections, footer());
  }

  private String header(String name, String table, NoveltyRule rule) {
    Markup html =
        new Markup()
            .open("header")
            .element("p", "Novelties", "class", "eyebrow")
            .element("h1", table)
            .element("p", judgedBy(name), "class", "muted")
            .open("dl", "class", "numbers");
    long missing = summary.rows() - summary.judged();
    Section.number(
        html,
        "Rows judged",
        NumberText.count(summary.judged()),
        missing == 0
            ? "all rows"
            : NumberText.counted(missing, "row") + " with a missing cell left out");
    Section.number(
        html,
        "Novel",
        NumberText.count(summary.novel()),
        summary.judged() == 0
            ? "no rows"
            : NumberText.percent((double) summary.novel() / summary.judged()) + " of the rows");
    Section.number(
        html, "Threshold", "p ≤ " + NumberText.value(summary.threshold(), 3), threshold(rule));
    return html.close("dl").close("header").toString();
  }

  private String judgedBy(String name) {
    Provenance.Data data = model.provenance().data();
    return "Judged by %s, which learned from %s of %s; p-values by %s: %s."
        .formatted(
            name,
            NumberText.counted(data.trainingRows(), "row"),
            data.file(),
            NumberText.counted(pValues.rows(), "calibration row"),
            model.calibration().orElseThrow().source());
  }

  private static String threshold(NoveltyRule rule) {
    return switch (rule) {
      case NoveltyRule.Alpha(double alpha) ->
          NumberText.percent(alpha) + " of normal rows are called novel";
      case NoveltyRule.FalseDiscoveryRate(double q) ->
          "at most " + NumberText.percent(q) + " of the novel rows are expected to be normal";
    };
  }

  private double[] sampled(ToDoubleFunction<Sampled> value) {
    return rows.stream().mapToDouble(value).toArray();
  }

  private Section scores() {
    float[] held = pValues.calibration();
    Ecdf table = Ecdf.of(sampled(Sampled::novelty));
    Ecdf calibration = Ecdf.of(IntStream.range(0, held.length).mapToDouble(i -> held[i]).toArray());
    Axis axis =
        Axis.linear(
            Math.min(table.quantile(0.001), calibration.quantile(0.001)),
            Math.max(table.quantile(0.99), calibration.quantile(0.99)));
    Figure figure =
        new HistogramChart(axis, Optional.of(table), Optional.of(calibration))
            .figure(
                "novelty-scores",
                "novelty",
                "Novelties",
                "Of the rows of the table, and of the calibration rows.");
    String html =
        Section.paragraph(
                ("The median novelty is %s in the table and %s in the calibration rows. Where the "
                        + "table reaches further to the right, it holds rows that the model has not seen "
                        + "the like of. The farthest percent is cut off.")
                    .formatted(
                        NumberText.value(table.quantile(0.5), 3),
                        NumberText.value(calibration.quantile(0.5), 3)))
            + Section.legend("rows of the table", "calibration rows")
            + Section.figure(figure, "");
    return new Section("scores", "Scores", html, List.of(figure));
  }

  private Section pValues() {
    Ecdf table = Ecdf.of(sampled(Sampled::pValue));
    Figure figure =
        new HistogramChart(
                new Axis(0, 1, 0, Double.POSITIVE_INFINITY),
                Optional.of(table),
                Optional.of(new Ecdf(new double[] {0, 1})))
            .figure(
                "p-values",
                "p-value",
                "p-values",
                "Of the rows of the table, and if all were normal.");
    String html =
        Section.paragraph(
                ("If every row were as the calibration rows are, the p-values would be spread "
                    + "evenly. Novelties stand on the left; a slope over the whole width means that "
                    + "the table as a whole has drifted."))
            + Section.legend("rows of the table", "evenly spread")
            + Section.figure(figure, "");
    return new Section("p-values", "p-values", html, List.of(figure));
  }

  private Section drift() {
    List<Provenance.Quantiles> training = model.provenance().quantiles();
    int columns = Math.min(training.size(), model.schema().columns().size());
    List<Drift> drifts =
        IntStream.range(0, columns)
            .mapToObj(c ->
                Drift.of(
                    model.schema().columns().get(c),
                    sampled(row -> row.cells()[c]),
                    training.get(c).values()))
            .toList();
    List<Integer> shown =
        IntStream.range(0, columns)
            .boxed()
            .sorted(Comparator.comparingDouble(c -> -drifts.get(c).gap()))
            .limit(MOST_COLUMNS)
            .toList();
    List<Figure> figures = new ArrayList<>();
    Markup html =
        new Markup()
            .add(
                Section.paragraph(
                    ("Each column of the table beside the rows that the model learned from, the most "
                            + "different first%s. The gap is the largest difference between the two "
                            + "distribution functions, by which %s of like rows differ by about %s; of names it is "
                            + "the share of rows that would have to change.")
                        .formatted(
                            columns > shown.size()
                                ? " (%d of %d columns)".formatted(shown.size(), columns)
                                : "",
                            NumberText.count(rows.size()),
                            NumberText.percent(0.87 / Math.sqrt(rows.size())))))
            .add(Section.legend("rows of the table", "rows learned from"))
            .open("div", "class", "cards");
    for (int c : shown) {
      Drift drift = drifts.get(c);
      Figure figure = drift.figure("drift-" + (c + 1));
      figures.add(figure);
      html.add(Section.figure(figure, drift.caption()));
    }
    return new Section("drift", "Drift", html.close("div").toString(), figures);
  }

  private String footer() {
    return "Bijou %s · model fitted %s · data sha256 %s"
        .formatted(
            model.version(), model.provenance().fittedAt(), model.provenance().data().sha256());
  }
}

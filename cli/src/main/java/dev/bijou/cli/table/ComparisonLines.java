package dev.bijou.cli.table;

import dev.bijou.table.boost.Auc;
import dev.bijou.table.compare.Closest;
import dev.bijou.table.compare.Comparison;
import dev.bijou.table.compare.Efficiency;
import dev.bijou.table.compare.Privacy;
import dev.bijou.table.text.NumberText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// A comparison as lines: each figure with its meaning.
final class ComparisonLines {
  private static final int SHOWN = 5;
  private static final double LEAST = 0.01; // of the rows

  private static final int LONGEST = 40; // letters of a name that are aligned

  private final List<Line> lines = new ArrayList<>();

  /// @param value empty for a heading
  private record Line(String what, String value, String meaning) {}

  private ComparisonLines() {}

  static String of(Comparison comparison) {
    ComparisonLines lines = new ComparisonLines();
    lines.likeness(comparison);
    lines.telling(comparison);
    comparison.efficiency().ifPresent(lines::efficiency);
    lines.privacy(comparison.privacy());
    comparison
        .membership()
        .ifPresent(auc ->
            lines.line(
                "membership by density",
                area(auc),
                "how well the log-density tells rows learned from; 0.5 is not at all"));
    return lines.text();
  }

  private void line(String what, String value, String meaning) {
    lines.add(new Line(what, value, meaning));
  }

  private String text() {
    int width =
        lines.stream()
            .filter(line -> !line.value.isEmpty())
            .mapToInt(line -> line.what.length())
            .filter(length -> length <= LONGEST)
            .max()
            .orElse(1);
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      text.append(line.what);
      if (!line.value.isEmpty()) {
        text.append(" ".repeat(Math.max(0, width - line.what.length())))
            .append(String.format(Locale.ROOT, " %-15s %s", line.value, line.meaning));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private void likeness(Comparison comparison) {
    line(
        "C2ST",
        area(comparison.classifier().auc()),
        "how well trees tell drawn rows from real ones; 0.5 is not at all, 1 always");
    line(
        "C2ST score",
        number(comparison.classifier().score()),
        "the same as published: 1 cannot be told, 0 always");
    line(
        "Shape", number(comparison.shape()), "the columns one by one: 1 is the same distributions");
    boolean related = !Double.isNaN(comparison.relatedTrend());
    line(
        "Trend",
        number(comparison.trend())
            + (related ? " (" + number(comparison.relatedTrend()) + ")" : ""),
        "the columns in pairs: 1 is the same dependence"
            + (related ? " (of related pairs alone)" : ""));
  }

  private void telling(Comparison comparison) {
    line("", "", "");
    line("what gives drawn rows away", "", "");
    List<Comparison.Column> columns =
        comparison.tellingColumns().stream()
            .filter(column -> column.alone().value() > 0.5 + 2 * column.alone().standardError())
            .limit(SHOWN)
            .toList();
    if (columns.isEmpty()) {
      line("  no column alone", "", "");
    }
    for (Comparison.Column column : columns) {
      line(
          "  " + column.name(),
          area(column.alone()),
          "alone; shape %s, %s of the trees’ gain%s"
              .formatted(
                  number(column.shape()), NumberText.percent(column.gain()), missing(column)));
    }
    List<Comparison.Pair> pairs =
        comparison.tellingPairs().stream()
            .filter(pair -> pair.beyond() > LEAST)
            .limit(SHOWN)
            .toList();
    if (pairs.isEmpty()) {
      line("  no pair by more than its columns", "", "");
    }
    for (Comparison.Pair pair : pairs) {
      line(
          "  " + comparison.name(pair),
          NumberText.percent(pair.beyond()),
          "of rows beyond the columns; trend %s, %s %s real, %s drawn"
              .formatted(
                  number(pair.trend()),
                  measure(comparison, pair),
                  number(pair.real()),
                  number(pair.drawn())));
    }
    line("", "", "");
  }

  private static String missing(Comparison.Column column) {
    return column.missingReal() == 0 && column.missingDrawn() == 0
        ? ""
        : ", missing %s of the real cells and %s of the drawn"
            .formatted(
                NumberText.percent(column.missingReal()),
                NumberText.percent(column.missingDrawn()));
  }

  private static String measure(Comparison comparison, Comparison.Pair pair) {
    return List.of(pair.first(), pair.second()).stream()
            .allMatch(column -> comparison.columns().get(column).isNumeric())
        ? "correlation"
        : "Cramér’s V";
  }

  private void efficiency(Efficiency efficiency) {
    line(
        "predicting " + efficiency.target(),
        NumberText.value(efficiency.drawn(), 4),
        "%s in test rows by drawn rows; by real ones %s, by a constant %s"
            .formatted(
                efficiency.numeric() ? "root mean squared error" : "area under the curve",
                NumberText.value(efficiency.real(), 4),
                NumberText.value(efficiency.constant(), 4)));
  }

  private void privacy(Privacy privacy) {
    privacy
        .test()
        .ifPresent(test ->
            line(
                "nearer than test rows",
                Double.isNaN(test.nearer())
                    ? "–"
                    : "%s ± %s"
                        .formatted(
                            NumberText.percent(test.nearer()), NumberText.percent(test.error())),
                Double.isNaN(test.nearer())
                    ? "not defined: more than 2% of the test rows are equal to real ones"
                    : "of drawn rows are nearer to a real row than 98% of test rows; 2% is neutral"));
    line(
        "distance to closest",
        number(privacy.drawn().median()),
        "median of drawn rows, 0 … 1" + beside(privacy, Closest::median));
    line(
        "copies",
        NumberText.percent(privacy.drawn().copies()),
        "of the drawn rows are equal to a real row"
            + privacy
                .test()
                .map(test ->
                    "; " + NumberText.percent(test.closest().copies()) + " of the test rows")
                .orElse(""));
    line(
        "closest to second",
        number(privacy.drawn().ratio()),
        "median ratio of distances; near 0 singles a real row out"
            + beside(privacy, Closest::ratio));
    privacy
        .test()
        .ifPresent(test ->
            line(
                "membership by distance",
                area(test.byDistance()),
                "how well the closest drawn row tells rows learned from; 0.5 is not at all"));
  }

  private static String beside(Privacy privacy, ToDoubleFunction<Closest> figure) {
    return privacy
        .test()
        .map(test -> "; " + number(figure.applyAsDouble(test.closest())) + " of test rows")
        .orElse("");
  }

  private static String area(Auc auc) {
    return String.format(Locale.ROOT, "%.3f ± %.3f", auc.value(), auc.standardError());
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
  }
}

package dev.bijou.report;

import dev.bijou.novelty.Verdict;
import dev.bijou.report.page.Markup;
import dev.bijou.report.page.Section;
import dev.bijou.table.text.NumberText;
import java.util.List;

/// The most unusual rows of a table, with their reasons.
final class NoveltyTable {
  private static final int REASONS_SHOWN = 3;
  private static final String REASONS =
      " Of each, the cells that have to change before it is usual, then what the others lead to expect of the most "
          + "surprising cells; the number behind is the surprise in nats.";

  private NoveltyTable() {}

  /// A row.
  ///
  /// @param number in the table, 1 for the first
  record Top(long number, Verdict verdict) {}

  /// The rows, the most unusual first.
  ///
  /// @param novel how many rows are novel
  static Section of(List<Top> tops, long novel) {
    if (tops.isEmpty()) {
      return new Section(
          "novelties", "Novelties", Section.paragraph("No row is novel."), List.of());
    }
    boolean explained = tops.stream().anyMatch(top -> !top.verdict().reasons().isEmpty());
    Markup html =
        new Markup()
            .add(
                Section.paragraph(
                    (novel > tops.size()
                            ? "The %d most unusual rows, the most unusual first."
                                .formatted(tops.size())
                            : "All novel rows, the most unusual first.")
                        + (explained ? REASONS : "")))
            .open("div", "class", "scroll")
            .open("table")
            .open("thead")
            .open("tr");
    for (String column : List.of("row", "novelty", "p-value")) {
      html.element("th", column, "scope", "col");
    }
    if (explained) {
      html.element("th", "reasons", "scope", "col", "class", "text");
    }
    html.close("tr").close("thead").open("tbody");
    for (Top top : tops) {
      html.open("tr")
          .element("td", NumberText.count(top.number()))
          .element("td", NumberText.value(top.verdict().novelty(), 4))
          .element("td", NumberText.value(top.verdict().pValue(), 2));
      if (explained) {
        html.open("td", "class", "text");
        html.element("div", top.verdict().reason());
        int blamed = top.verdict().repair().map(repair -> repair.cells().size()).orElse(0);
        top.verdict().reasons().stream()
            .skip(blamed)
            .limit(REASONS_SHOWN - 1)
            .forEach(reason ->
                html.element(
                    "div", reason.sentence() + " (" + NumberText.nats(reason.surprise()) + ")"));
        html.close("td");
      }
      html.close("tr");
    }
    return new Section(
        "novelties",
        "Novelties",
        html.close("tbody").close("table").close("div").toString(),
        List.of());
  }
}

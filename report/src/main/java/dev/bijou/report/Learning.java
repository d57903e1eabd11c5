package dev.bijou.report;

import dev.bijou.report.page.Figure;
import dev.bijou.report.page.Markup;
import dev.bijou.report.page.Section;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.text.NumberText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// How the members of the model learned.
final class Learning {
  private Learning() {}

  static Section of(Provenance provenance) {
    List<Provenance.Member> members =
        provenance.members().stream().filter(member -> member.epochs().length > 0).toList();
    if (members.isEmpty()) {
      return section(Section.paragraph("The model holds no learning curve."), List.of());
    }
    LearningChart chart = new LearningChart(members, provenance.heldOut());
    Figure figure = chart.figure();
    String legend =
        new Markup()
            .open("p", "class", "legend")
            .element("span", "training rows", "class", "key training")
            .element("span", "held-out rows", "class", "key heldout")
            .element(
                "span",
                members.size() > 1 ? "held-out rows, all members together" : "the model as saved",
                "class",
                "key final")
            .element(
                "span",
                "Gaussian baseline" + (chart.showsGaussian() ? "" : " (below the picture)"),
                "class",
                "key gaussian")
            .close("p")
            .toString();
    Markup html =
        new Markup()
            .add(legend)
            .open("div", "class", "scroll")
            .add(Section.figure(figure, ""))
            .close("div");
    return section(html.add(Section.paragraph(endings(members))).toString(), List.of(figure));
  }

  private static Section section(String html, List<Figure> figures) {
    return new Section("learning", "Learning", html, figures);
  }

  /// How long the training took, and why it ended.
  private static String endings(List<Provenance.Member> members) {
    long steps = members.stream().mapToLong(Provenance.Member::steps).sum();
    double seconds = members.stream().mapToDouble(Provenance.Member::seconds).sum();
    String cost = NumberText.counted(steps, "step") + " in " + NumberText.duration(seconds);
    Map<String, Long> endings =
        members.stream()
            .collect(
                Collectors.groupingBy(
                    member -> ending(member.ended()), LinkedHashMap::new, Collectors.counting()));
    if (members.size() == 1) {
      return "%s; it %s.".formatted(cost, endings.keySet().iterator().next());
    }
    String how =
        endings.size() == 1
            ? "each " + endings.keySet().iterator().next()
            : endings.entrySet().stream()
                .map(ending -> ending.getValue() + " " + ending.getKey())
                .collect(Collectors.joining(", "));
    return "%d flows, whose densities are averaged: %s; %s.".formatted(members.size(), cost, how);
  }

  private static String ending(String ended) {
    return switch (ended) {
      case "COMPLETED" -> "ran to the end of its schedule";
      case "NO_IMPROVEMENT" -> "stopped when the held-out rows no longer gained";
      case "BUDGET" -> "stopped when its time was used up";
      case "INTERRUPTED" -> "was interrupted";
      case "DIVERGED" -> "diverged, and kept the best weights";
      default -> ended;
    };
  }
}

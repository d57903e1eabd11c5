package dev.bijou.report;

import dev.bijou.report.page.Markup;
import dev.bijou.report.page.Section;
import dev.bijou.report.step.FlowSteps;
import dev.bijou.table.text.NumberText;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How a flow turns noise into data.
final class Steps {
  private Steps() {}

  static Section of(Evidence evidence) {
    if (evidence.steps().isEmpty()) {
      return new Section(
          "flow", "From noise to data", Section.paragraph(absence(evidence)), List.of());
    }
    FlowSteps steps = evidence.steps().get();
    String panels =
        IntStream.range(0, steps.steps().size())
            .mapToObj(i -> Section.figure(new StepPanel(steps, i).figure(), ""))
            .collect(Collectors.joining());
    String html =
        Section.paragraph(text(evidence, steps))
            + new Markup().open("div", "class", "steps").add(panels).close("div");
    return new Section("flow", "From noise to data", html, List.of(StepPanel.strip(steps)));
  }

  private static String text(Evidence evidence, FlowSteps steps) {
    int layers = steps.steps().getLast().layers();
    boolean several = evidence.model().provenance().members().size() > 1;
    int targets = evidence.varying().size();
    return ("%s of %s, carried through %s: every point keeps the colour of its angle at the start. "
            + "Shown %s %s and %s; each picture has axes of its own.%s")
        .formatted(
            NumberText.counted(steps.points(), "draw"),
            several ? "the first flow’s base" : "the base",
            NumberText.counted(layers, "layer"),
            targets > 2 ? "are two of %d columns,".formatted(targets) : "are",
            evidence.names().get(steps.first()),
            evidence.names().get(steps.second()),
            steps.circles() ? " The curves were circles that hold 50 and 90 % of the base." : "");
  }

  private static String absence(Evidence evidence) {
    if (evidence.varying().size() < 2) {
      return "One column is a line; there is no picture of a flow on it.";
    }
    return evidence.samples().isEmpty()
        ? "The model is conditional, so that its flow can be followed only for given values: "
            + "name a table that has them."
        : "The model is no flow of layers that could be followed.";
  }
}

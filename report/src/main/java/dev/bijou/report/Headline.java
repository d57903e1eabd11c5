package dev.bijou.report;

import dev.bijou.report.page.Markup;
import dev.bijou.report.page.Section;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.text.NumberText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The subject of the report, and its main numbers.
final class Headline {
  private static final int NAMES_SHOWN = 8;

  private Headline() {}

  static String of(String name, TableModel model, Optional<String> comparison) {
    Provenance provenance = model.provenance();
    Markup html =
        new Markup()
            .open("header")
            .element("p", "Density model", "class", "eyebrow")
            .element("h1", name)
            .element("p", density(model.schema()), "class", "density")
            .element("p", origin(provenance), "class", "muted")
            .add(provenance.isPrivate() ? "" : numbers(provenance.heldOut()));
    comparison.ifPresent(page ->
        html.open("p")
            .element("a", "How its drawn rows compare with real ones", "href", page)
            .close("p"));
    List<String> shortfall = provenance.shortfall();
    if (shortfall.isEmpty()) {
      aside("What limits this density", provenance.findings(), html);
    } else {
      aside("Why it is no better than a Gaussian", shortfall, html);
    }
    return html.close("header").toString();
  }

  private static String numbers(Provenance.HeldOut heldOut) {
    Markup html = new Markup().open("dl", "class", "numbers");
    Section.number(
        html,
        "Held-out log-density",
        NumberText.nats(heldOut.logDensity()),
        "nats a row, in the units of the table");
    Section.number(
        html,
        heldOut.baseline() + " baseline",
        NumberText.nats(heldOut.gaussian()),
        heldOut.baseline().equals(Provenance.HeldOut.GAUSSIAN)
            ? "nats a row, full covariance"
            : "nats a row");
    Section.number(
        html, "Gain", NumberText.signed(heldOut.gain()), "nats a row: " + factor(heldOut.gain()));
    return html.close("dl").toString();
  }

  private static String density(Schema schema) {
    String given = schema.given().isEmpty() ? "" : " | " + names(schema.given());
    List<Column> varying =
        schema.targets().stream().filter(column -> column.kind().isModelled()).toList();
    return "p(" + names(varying) + given + ")";
  }

  private static String names(List<Column> columns) {
    String shown =
        columns.stream().limit(NAMES_SHOWN).map(Column::name).collect(Collectors.joining(", "));
    int more = columns.size() - NAMES_SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private static String origin(Provenance provenance) {
    Provenance.Data data = provenance.data();
    if (provenance.isPrivate()) {
      return "Learned from %s of %s under differential privacy, epsilon %s, delta %s."
          .formatted(
              NumberText.counted(data.trainingRows(), "row"),
              data.file(),
              provenance.options().get("epsilon"),
              provenance.options().get("delta"));
    }
    return "Learned from %s of %s in %s; judged by %s, %s."
        .formatted(
            NumberText.counted(data.trainingRows(), "row"),
            data.file(),
            NumberText.duration(provenance.seconds()),
            NumberText.counted(provenance.heldOut().rows(), "held-out row"),
            provenance.heldOut().source());
  }

  /// A gain in nats as a factor of the density of a row.
  private static String factor(double gain) {
    if (gain <= 0) {
      return "the Gaussian is no worse";
    }
    if (gain > Math.log(1e6)) {
      return "densities more than a million times as high";
    }
    return "densities "
        + NumberText.value(Math.exp(gain), gain > Math.log(10) ? 2 : 3)
        + " times as high";
  }

  private static void aside(String heading, List<String> lines, Markup html) {
    if (lines.isEmpty()) {
      return;
    }
    html.open("aside").element("h2", heading).open("ul");
    lines.forEach(line -> html.element("li", line));
    html.close("ul").close("aside");
  }
}

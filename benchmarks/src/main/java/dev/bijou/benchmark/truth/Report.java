package dev.bijou.benchmark.truth;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.OptionalDouble;

/// Measurements as text and as JSON.
final class Report {
  private Report() {}

  /// Two lines.
  static String header() {
    return "%-37s | %-46s | %28s | shares of draws%n"
            .formatted("", "mean log-density", "indepen-  Bijou −")
        + "%-22s %9s %4s | %9s %9s %18s %7s | %9s %9s %8s | %6s %4s %6s | %7s"
            .formatted(
                "table",
                "rows",
                "cols",
                "truth",
                "Bijou",
                "Bijou − truth",
                "mark",
                "Gaussian",
                "dent",
                "better",
                "shares",
                "> 2",
                "worst",
                "s");
  }

  static String line(Measurement measured) {
    KnownTruth truth = measured.truth();
    Shares shares = measured.shares();
    return "%-22s %,9d %4d | %9.3f %9.3f %9.3f ± %6.3f %7.3f | %9s %9s %8.3f | %6d %4d %6.1f | %7.1f"
        .formatted(
            truth.name(),
            truth.rows(),
            truth.columns().size(),
            measured.trueMean(),
            measured.model(),
            measured.difference().mean(),
            measured.difference().standardError(),
            -Marks.loss(truth),
            cell(measured.gaussian()),
            cell(measured.independent()),
            measured.model() - measured.baseline(),
            shares.all().size(),
            shares.far(),
            shares.worst().map(Shares.Share::z).orElse(Double.NaN),
            measured.seconds());
  }

  private static String cell(OptionalDouble value) {
    return value.isPresent() ? "%.3f".formatted(value.getAsDouble()) : "-";
  }

  /// The worst share of each table, then for each table with a failure a line for each.
  static String failures(List<Measurement> all) {
    StringBuilder text = new StringBuilder("\nWorst shares\n");
    for (Measurement measured : all) {
      measured
          .shares()
          .worst()
          .ifPresent(
              worst -> text.append("%-22s %s%n".formatted(measured.truth().name(), worst.text())));
    }
    text.append("\nBelow the marks\n");
    boolean none = true;
    for (Measurement measured : all) {
      for (String failure : Marks.failures(measured)) {
        text.append("%-22s %s%n".formatted(measured.truth().name(), failure));
        none = false;
      }
    }
    return none ? text + "none\n" : text.toString();
  }

  static JsonObject json(Measurement measured, long seed) {
    JsonObject line = new JsonObject();
    line.addProperty("table", measured.truth().name());
    line.addProperty("seed", seed);
    line.addProperty("rows", measured.truth().rows());
    line.addProperty("columns", measured.truth().columns().size());
    number(line, "truth", measured.trueMean());
    number(line, "bijou", measured.model());
    number(line, "difference", measured.difference().mean());
    number(line, "standard_error", measured.difference().standardError());
    number(line, "mark", -Marks.loss(measured.truth()));
    number(line, "gaussian", measured.gaussian().orElse(Double.NaN));
    number(line, "independent", measured.independent().orElse(Double.NaN));
    line.addProperty("shares", measured.shares().all().size());
    line.addProperty("shares_beyond_2", measured.shares().far());
    measured
        .shares()
        .worst()
        .ifPresent(worst -> {
          number(line, "worst_z", worst.z());
          line.addProperty("worst_share", worst.column() + " " + worst.cells());
        });
    number(line, "seconds", measured.seconds());
    JsonArray failures = new JsonArray();
    Marks.failures(measured).forEach(failures::add);
    line.add("failures", failures);
    return line;
  }

  /// JSON knows no infinities: null stands for those and for what is not known.
  private static void number(JsonObject line, String name, double value) {
    line.addProperty(name, Double.isFinite(value) ? (Double) value : null);
  }
}

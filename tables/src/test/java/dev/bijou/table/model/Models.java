package dev.bijou.table.model;

import dev.bijou.distribution.DiagonalNormal;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.flow.Flows;
import dev.bijou.storage.Version;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Small models that nobody trained, for tests.
public final class Models {
  private static final double FAR = 1.7e9;

  private Models() {}

  /// A density of y and x given t, of which the table had the order x, t, y; x lies far from zero.
  public static TableModel conditional() {
    DistributionSpec spec = Flows.realNvp(2, Flows.Options.standard().withContext(1).withLayers(2));
    return model(
        spec,
        List.of(column("y", 0), column("x", FAR)),
        List.of(column("t", 5)),
        List.of("x", "t", "y"));
  }

  /// A normal density of x, which lies far from zero.
  public static TableModel normal() {
    return model(new DiagonalNormal.Spec(1), List.of(column("x", FAR)), List.of(), List.of("x"));
  }

  private static TableModel model(
      DistributionSpec spec, List<Column> targets, List<Column> given, List<String> order) {
    return new TableModel(
        spec.build(1),
        new Schema(targets, given),
        order,
        provenance(new Schema(targets, given).columns()),
        Optional.of(new Calibration("t.csv", List.of("density"), new float[][] {{1, 2, 3}})),
        Version.current());
  }

  private static Column column(String name, double offset) {
    return new Column(name, offset, 100, offset, 1, offset - 3, offset + 3, 100, -1);
  }

  public static Provenance provenance() {
    return provenance(List.of(column("x", 1e9 + 0.1)));
  }

  private static Provenance.Quantiles quantiles(Column column) {
    double width = column.max() - column.min();
    return new Provenance.Quantiles(
        column.name(),
        IntStream.rangeClosed(0, 100).mapToDouble(p -> column.min() + width * p / 100).toArray());
  }

  /// A provenance of a table of some columns.
  public static Provenance provenance(List<Column> columns) {
    return new Provenance(
        new Provenance.Data(
            "t.csv", "ab".repeat(32), "0123456789abcdef", 120, 3, 100, List.of("k")),
        Map.of("seed", "0"),
        new Provenance.HeldOut(17, "a random 10.0% of the rows of t.csv", -1.25, -2.5),
        3.5,
        "2026-01-01T00:00:00Z",
        "scalar Java",
        List.of(
            new Provenance.Member(
                "COMPLETED",
                40,
                2.5,
                new float[] {1, 2},
                new float[] {-3, -2.5f},
                new float[] {-3, -2.75f})),
        columns.stream().map(Models::quantiles).toList(),
        List.of("column \"k\" is constant and has no density; it is left out of the model"));
  }
}

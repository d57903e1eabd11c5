package dev.bijou.novelty;

import dev.bijou.distribution.DiagonalNormal;
import dev.bijou.novelty.side.RowSides;
import dev.bijou.table.model.Calibration;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.score.Scores;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// A model of independent standard normal columns a and b, of which everything is known, and a column c of zeros and
/// ones, which to the model is normal too.
final class Normals {
  static final int CALIBRATION = 999;

  private Normals() {}

  static TableModel model() {
    double[] normal = percentiles();
    double[] binary = IntStream.rangeClosed(0, 100).mapToDouble(p -> p < 60 ? 0 : 1).toArray();
    List<Column> columns =
        List.of(
            new Column("a", 0, 2_000, 0, 1, normal[0], normal[100], 1000, -1),
            new Column("b", 0, 2_000, 0, 1, normal[0], normal[100], 1000, -1),
            new Column("c", 0, 2_000, 0.4, 0.49, 0, 1, 2, 0));
    Provenance provenance =
        new Provenance(
            new Provenance.Data(
                "t.csv", "ab".repeat(32), "0123456789abcdef", 2_000, 0, 2_000, List.of()),
            Map.of("seed", "0"),
            new Provenance.HeldOut(CALIBRATION, "the rest of t.csv", -3, -3),
            1,
            "2026-01-01T00:00:00Z",
            "scalar Java",
            List.of(),
            List.of(
                new Provenance.Quantiles("a", normal),
                new Provenance.Quantiles("b", normal),
                new Provenance.Quantiles("c", binary)),
            List.of());
    TableModel model =
        new TableModel(
            new DiagonalNormal.Spec(3).build(1),
            new Schema(columns, List.of()),
            List.of("a", "b", "c"),
            provenance,
            "0.1");
    Random random = new Random(7);
    RowSides sides = RowSides.of(model);
    float[][] calibration = new float[sides.names().size()][CALIBRATION];
    for (int i = 0; i < CALIBRATION; i++) {
      double[] row = {random.nextGaussian(), random.nextGaussian(), random.nextInt(2)};
      float density = (float) -logDensity(row);
      float[] all = sides.of(row, new Scores(new float[] {-density}, new float[][] {{density}}), 0);
      for (int side = 0; side < all.length; side++) {
        calibration[side][i] = all[side];
      }
    }
    return model.withCalibration(new Calibration("the rest of t.csv", sides.names(), calibration));
  }

  /// The log-density of standard normal columns.
  static double logDensity(double... cells) {
    return -Arrays.stream(cells).map(x -> 0.5 * (x * x + Math.log(2 * Math.PI))).sum();
  }

  private static double[] percentiles() {
    Random random = new Random(3);
    double[] all =
        IntStream.range(0, 2_000).mapToDouble(_ -> random.nextGaussian()).sorted().toArray();
    return IntStream.rangeClosed(0, 100).mapToDouble(p -> all[p * 1_999 / 100]).toArray();
  }
}

package dev.bijou.novelty;

import dev.bijou.conditional.cell.RowDensity;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.novelty.side.RowSides;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.score.Scores;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Models of standard normal columns a, b, c, …, each pair of which has the same high correlation: all cells of a row are
/// nearly equal. So of cells that differ the fewest are wrong.
final class Factors {
  static final double RHO = 0.95;

  private static final int CALIBRATION = 999;

  private Factors() {}

  /// A model of so many columns.
  ///
  /// @param given how many of them, the last, are given
  static TableModel model(int columns, int given) {
    double[] percentiles = percentiles();
    List<Column> all =
        IntStream.range(0, columns)
            .mapToObj(i ->
                new Column(
                    String.valueOf((char) ('a' + i)),
                    0,
                    2_000,
                    0,
                    1,
                    percentiles[0],
                    percentiles[100],
                    1000,
                    -1))
            .toList();
    Schema schema =
        new Schema(all.subList(0, columns - given), all.subList(columns - given, columns));
    List<String> names = all.stream().map(Column::name).toList();
    Provenance provenance =
        new Provenance(
            new Provenance.Data("t.csv", "ab".repeat(32), "0", 2_000, 0, 2_000, List.of()),
            Map.of("seed", "0"),
            new Provenance.HeldOut(CALIBRATION, "the rest of t.csv", -3, -3),
            1,
            "2026-01-01T00:00:00Z",
            "scalar Java",
            List.of(),
            names.stream().map(name -> new Provenance.Quantiles(name, percentiles)).toList(),
            List.of());
    TableModel model =
        new TableModel(new Equal(columns - given, given), schema, names, provenance, "0.1");
    SplittableRandom random = new SplittableRandom(5);
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < CALIBRATION; i++) {
      rows.add(row(columns, random));
    }
    RowSides sides = RowSides.of(model);
    Scores scores = new RowDensity(model).scores(rows);
    List<float[]> judged =
        IntStream.range(0, rows.size()).mapToObj(i -> sides.of(rows.get(i), scores, i)).toList();
    return model.withCalibration(
        Calibrations.of(
            "the rest of t.csv", sides.names(), judged, _ -> 0, List.of(), new float[0][]));
  }

  private static double[] row(int columns, SplittableRandom random) {
    double factor = random.nextGaussian();
    return IntStream.range(0, columns)
        .mapToDouble(_ -> Math.sqrt(RHO) * factor + Math.sqrt(1 - RHO) * random.nextGaussian())
        .toArray();
  }

  private static double[] percentiles() {
    SplittableRandom random = new SplittableRandom(3);
    double[] all =
        IntStream.range(0, 2_000).mapToDouble(_ -> random.nextGaussian()).sorted().toArray();
    return IntStream.rangeClosed(0, 100).mapToDouble(p -> all[p * 1_999 / 100]).toArray();
  }

  private record Spec(int features, int contextFeatures) implements DistributionSpec {
    @Override
    public double size() {
      return 0;
    }

    @Override
    public Distribution build(RandomGenerator random) {
      return new Equal(features, contextFeatures);
    }
  }

  private record Equal(int features, int contextFeatures) implements Distribution {
    private static double[] sums(Tensor x, int lane) {
      double[] sums = new double[2];
      for (int f = 0; f < x.features(); f++) {
        sums[0] += x.get(f, lane);
        sums[1] += x.get(f, lane) * x.get(f, lane);
      }
      return sums;
    }

    private static double[] sums(Context context, int lane) {
      return context instanceof Context.Given(Tensor values, _)
          ? sums(values, lane)
          : new double[2];
    }

    private static double log(int n, double sum, double squares) {
      double all = 1 + (n - 1) * RHO;
      return -0.5
          * (n * Math.log(2 * Math.PI)
              + (n - 1) * Math.log(1 - RHO)
              + Math.log(all)
              + (squares - RHO * sum * sum / all) / (1 - RHO));
    }

    @Override
    public Tensor logProb(Tensor x, Context context) {
      Tensor out = Workspace.current().scratch(1, x.lanes());
      Workspace.current()
          .compute(() -> {
            for (int n = 0; n < x.lanes(); n++) {
              double[] own = sums(x, n);
              double[] given = sums(context, n);
              double all = log(features + contextFeatures, own[0] + given[0], own[1] + given[1]);
              double rest = contextFeatures == 0 ? 0 : log(contextFeatures, given[0], given[1]);
              out.data()[out.offset() + n] = (float) (all - rest);
            }
          });
      return out;
    }

    @Override
    public Tensor sample(int lanes, Context context, RandomGenerator random) {
      Tensor x = Workspace.current().scratch(features, lanes);
      double known = 1 - RHO + contextFeatures * RHO;
      for (int n = 0; n < lanes; n++) {
        double factor =
            Math.sqrt(RHO) * sums(context, n)[0] / known
                + Math.sqrt((1 - RHO) / known) * random.nextGaussian();
        for (int f = 0; f < features; f++) {
          x.data()[x.at(f) + n] =
              (float) (Math.sqrt(RHO) * factor + Math.sqrt(1 - RHO) * random.nextGaussian());
        }
      }
      return x;
    }

    @Override
    public DistributionSpec spec() {
      return new Spec(features, contextFeatures);
    }

    @Override
    public void visit(String prefix, Visitor visitor) {}
  }
}

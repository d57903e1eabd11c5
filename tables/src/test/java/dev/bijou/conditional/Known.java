package dev.bijou.conditional;

import dev.bijou.distribution.Distribution;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.Schema;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Models of which everything is known.
final class Known {
  /// The correlation of neighbours of [#chain()].
  static final double RHO = 0.8;

  /// The probability of the name "left" of [#groups()].
  static final double LEFT = 0.3;

  /// The probability that x is missing in [#groups()].
  static final double MISSING = 0.1;

  private static final double TINY = 1e-4; // probability of an unseen name

  private Known() {}

  /// Standard normal columns a, b and c, each with correlation ρ to the one before: an autoregression. Plain, without grid
  /// and decimals.
  static TableModel chain() {
    return model(new Chain(0), List.of(plain("a"), plain("b"), plain("c")), List.of());
  }

  /// The same, but a is given.
  static TableModel chainGiven() {
    return model(new Chain(1), List.of(plain("b"), plain("c")), List.of(plain("a")));
  }

  /// A column `group` that is left or right, and x with two decimals that is normal around −2 or 2, or missing.
  static TableModel groups() {
    Kind names =
        new Kind.Categorical(
            List.of(new Kind.Level("right", 700), new Kind.Level("left", 300)), List.of());
    Column group = new Column("group", names, 0, 1000, 0, 0.3, 0.5, 0, 1, 2, 0);
    Column x =
        new Column("x", new Kind.Continuous(Kind.Atoms.NONE), 0, 900, 100, 0, 2.2, -7, 7, 900, 2);
    return model(new Groups(), List.of(group, x), List.of());
  }

  private static Column plain(String name) {
    return new Column(name, 0, 2_000, 0, 1, -9, 9, 1000, -1);
  }

  private static TableModel model(
      Distribution distribution, List<Column> targets, List<Column> given) {
    Schema schema = new Schema(targets, given);
    return new TableModel(
        distribution,
        schema,
        schema.columns().stream().map(Column::name).sorted().toList(),
        new Provenance(
            new Provenance.Data("t.csv", "ab".repeat(32), "0", 2_000, 0, 2_000, List.of()),
            Map.of("seed", "0"),
            new Provenance.HeldOut(200, "the rest of t.csv", -3, -3),
            1,
            "2026-01-01T00:00:00Z",
            "scalar Java",
            List.of(),
            schema.columns().stream()
                .map(column ->
                    new Provenance.Quantiles(
                        column.name(), percentiles(column.standardDeviation())))
                .toList(),
            List.of()),
        "0.1");
  }

  private static double[] percentiles(double deviation) {
    SplittableRandom random = new SplittableRandom(3);
    double[] all =
        IntStream.range(0, 2_000)
            .mapToDouble(_ -> deviation * random.nextGaussian())
            .sorted()
            .toArray();
    return IntStream.rangeClosed(0, 100).mapToDouble(p -> all[p * 1_999 / 100]).toArray();
  }

  static double logNormal(double x, double mean, double variance) {
    return -0.5 * ((x - mean) * (x - mean) / variance + Math.log(2 * Math.PI * variance));
  }

  /// @param given how many of the three columns are given
  private record Chain(int given) implements Distribution {
    @Override
    public int features() {
      return 3 - given;
    }

    @Override
    public int contextFeatures() {
      return given;
    }

    private double before(Tensor x, Context context, int feature, int lane) {
      if (feature > 0) {
        return x.get(feature - 1, lane);
      }
      return context instanceof Context.Given(Tensor values, _) ? values.get(0, lane) : Double.NaN;
    }

    @Override
    public Tensor logProb(Tensor x, Context context) {
      Tensor out = Workspace.current().scratch(1, x.lanes());
      for (int n = 0; n < x.lanes(); n++) {
        double sum = 0;
        for (int f = 0; f < features(); f++) {
          double before = before(x, context, f, n);
          sum +=
              Double.isNaN(before)
                  ? logNormal(x.get(f, n), 0, 1)
                  : logNormal(x.get(f, n), RHO * before, 1 - RHO * RHO);
        }
        out.data()[out.offset() + n] = (float) sum;
      }
      return out;
    }

    @Override
    public Tensor sample(int lanes, Context context, RandomGenerator random) {
      Tensor x = Workspace.current().scratch(features(), lanes);
      for (int n = 0; n < lanes; n++) {
        for (int f = 0; f < features(); f++) {
          double before = before(x, context, f, n);
          double z = random.nextGaussian();
          x.data()[x.at(f) + n] =
              (float) (Double.isNaN(before) ? z : RHO * before + Math.sqrt(1 - RHO * RHO) * z);
        }
      }
      return x;
    }

    @Override
    public void visit(String prefix, Visitor visitor) {}
  }

  /// The code of the group, the state of x, and x.
  private record Groups() implements Distribution {
    @Override
    public int features() {
      return 3;
    }

    @Override
    public int contextFeatures() {
      return 0;
    }

    private static double probability(int code) {
      return code == 1 ? LEFT : code == 0 ? 1 - LEFT - TINY : TINY;
    }

    private static double mean(int code) {
      return code == 1 ? -2 : 2;
    }

    @Override
    public Tensor logProb(Tensor x, Context context) {
      Tensor out = Workspace.current().scratch(1, x.lanes());
      for (int n = 0; n < x.lanes(); n++) {
        int code = (int) x.get(0, n);
        boolean there = x.get(1, n) == 0;
        out.data()[out.offset() + n] =
            (float)
                (Math.log(probability(code))
                    + (there
                        ? Math.log(1 - MISSING) + logNormal(x.get(2, n), mean(code), 1)
                        : Math.log(MISSING)));
      }
      return out;
    }

    @Override
    public Tensor sample(int lanes, Context context, RandomGenerator random) {
      Tensor x = Workspace.current().scratch(3, lanes);
      for (int n = 0; n < lanes; n++) {
        double u = random.nextDouble();
        int code = u < LEFT ? 1 : u < 1 - TINY ? 0 : 2;
        double drawn = mean(code) + random.nextGaussian();
        boolean there = random.nextDouble() >= MISSING;
        x.data()[x.at(0) + n] = code;
        x.data()[x.at(1) + n] = there ? 0 : 1;
        x.data()[x.at(2) + n] = there ? (float) drawn : 0;
      }
      return x;
    }

    @Override
    public void visit(String prefix, Visitor visitor) {}
  }
}

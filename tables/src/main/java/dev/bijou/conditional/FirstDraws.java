package dev.bijou.conditional;

import dev.bijou.conditional.cell.CellSet;
import dev.bijou.conditional.cell.RowDensity;
import dev.bijou.distribution.Categorical;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.Distribution.Weighted;
import dev.bijou.distribution.Ensemble;
import dev.bijou.flow.Mixed;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.model.TableModel;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Draws rows from a model with their codes restricted to sets of cells: each code is drawn, in the order of the
/// columns, from what its set leaves of its distribution given the codes before, and weighted by how much that is.
/// Values with a density are drawn given all codes, whatever their sets.
final class FirstDraws {
  private final List<Distribution> members;
  private final RowEncoder encoder;
  private final RowDensity density;
  private final int targets;

  FirstDraws(TableModel model, RowDensity density) {
    this.members =
        model.distribution() instanceof Ensemble ensemble
            ? ensemble.members()
            : List.of(model.distribution());
    this.encoder = RowEncoder.of(model.schema());
    this.density = density;
    this.targets = model.schema().targets().size();
  }

  /// How many distributions the model is the mean of.
  int members() {
    return members.size();
  }

  /// Replaces the targets of rows.
  ///
  /// @param rows doubles in the order of the schema, whose given cells are kept
  /// @param sets the cells that each target column of each row may have
  /// @param member which distribution draws them
  /// @return the logarithm of each row's weight, −∞ for a row that the table could not have
  double[] draw(
      List<double[]> rows, List<List<CellSet>> sets, int member, Workspace workspace, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    return workspace.run(() -> draw(rows, sets, members.get(member), random));
  }

  private double[] draw(
      List<double[]> rows,
      List<List<CellSet>> sets,
      Distribution distribution,
      RandomGenerator random) {
    int lanes = rows.size();
    Context context = context(rows);
    Tensor factors = factors(sets);
    Weighted drawn =
        switch (distribution) {
          case Mixed mixed -> mixed.sampleAmong(factors, context, random);
          case Categorical codes -> codes.sampleAmong(factors, context, random);
          default -> weighted(distribution.sample(lanes, context, random), factors);
        };
    double[] logWeights = new double[lanes];
    float[] mixed = new float[encoder.features()];
    double[] row = new double[targets];
    for (int n = 0; n < lanes; n++) {
      for (int f = 0; f < mixed.length; f++) {
        mixed[f] = drawn.value().get(f, n);
      }
      boolean sound = encoder.decode(mixed, random, row);
      // A rare name is drawn among all; here it has to be one of the set.
      for (int c = 0; c < targets; c++) {
        CellSet set = sets.get(n).get(c);
        boolean rare = !Double.isNaN(row[c]) && isRare(set, row[c]) && set.rareNames().share() > 0;
        row[c] = rare ? set.rareNames().draw(random) : row[c];
      }
      System.arraycopy(row, 0, rows.get(n), 0, targets);
      logWeights[n] = sound ? drawn.logWeight().get(0, n) : Double.NEGATIVE_INFINITY;
    }
    return logWeights;
  }

  private static boolean isRare(CellSet set, double cell) {
    return !set.column().kind().isNumeric() && cell >= set.column().kind().namesKnown();
  }

  /// Draws without restriction.
  private Weighted weighted(Tensor drawn, Tensor factors) {
    Tensor logWeight = Workspace.current().scratch(1, drawn.lanes());
    logWeight.fill(0);
    int row = 0;
    List<Integer> cardinalities = encoder.layout().cardinalities();
    for (int code = 0; code < cardinalities.size(); code++) {
      for (int n = 0; n < drawn.lanes(); n++) {
        double factor = factors.get(row + (int) drawn.get(code, n), n);
        logWeight.data()[logWeight.offset() + n] += (float) Math.log(factor);
      }
      row += cardinalities.get(code);
    }
    return new Weighted(drawn, logWeight);
  }

  private Context context(List<double[]> rows) {
    int features = encoder.contextFeatures();
    if (features == 0) {
      return Context.NONE;
    }
    Tensor given = Workspace.current().scratch(features, rows.size());
    for (int n = 0; n < rows.size(); n++) {
      float[] encoded = density.encode(rows.get(n));
      for (int f = 0; f < features; f++) {
        given.data()[given.at(f) + n] = encoded[encoder.features() + f];
      }
    }
    return Context.of(given);
  }

  private Tensor factors(List<List<CellSet>> sets) {
    int codes = encoder.layout().cardinalities().stream().mapToInt(Integer::intValue).sum();
    Tensor factors = Workspace.current().scratch(codes, sets.size());
    float[] last = {};
    for (int n = 0; n < sets.size(); n++) {
      // Rows often share their sets.
      last = n > 0 && sets.get(n) == sets.get(n - 1) ? last : Where.factors(encoder, sets.get(n));
      for (int k = 0; k < codes; k++) {
        factors.data()[factors.at(k) + n] = last[k];
      }
    }
    return factors;
  }
}

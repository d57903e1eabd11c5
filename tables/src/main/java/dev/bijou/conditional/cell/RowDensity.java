package dev.bijou.conditional.cell;

import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.Ensemble;
import dev.bijou.table.encoding.ConstantCells;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.score.Scores;
import dev.bijou.table.score.Sides;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;

/// The log-density of rows of doubles in the order of the schema. Safe for any number of threads, each with its own
/// working memory.
public final class RowDensity {
  /// Rows that are scored together: a network's activations fit the second-level cache.
  private static final int LANES = 128;

  /// Lanes that take no longer than fewer of them: each kernel computes so many at once, and takes care with a rest.
  private static final int FULL = 16;

  private static final ThreadLocal<Workspace> WORKSPACES =
      ThreadLocal.withInitial(Workspace::reusing);

  private final Distribution distribution;
  private final RowEncoder encoder;
  private final ConstantCells constants;
  private final int width;

  /// The density of a model.
  public RowDensity(TableModel model) {
    this(model, model.distribution());
  }

  /// The density of the first member alone, where the model is an ensemble: an approximation for less work.
  public static RowDensity approximate(TableModel model) {
    Distribution all = model.distribution();
    return new RowDensity(
        model, all instanceof Ensemble ensemble ? ensemble.members().getFirst() : all);
  }

  /// The members of an ensemble.
  static List<RowDensity> members(TableModel model) {
    return model.distribution() instanceof Ensemble ensemble
        ? ensemble.members().stream().map(member -> new RowDensity(model, member)).toList()
        : List.of(new RowDensity(model));
  }

  private RowDensity(TableModel model, Distribution distribution) {
    this.distribution = distribution;
    this.encoder = RowEncoder.of(model.schema());
    this.constants = ConstantCells.of(model.schema());
    this.width = model.schema().columns().size();
  }

  /// The number of cells of a row.
  public int width() {
    return width;
  }

  /// A row as the distribution models it.
  public float[] encode(double[] row) {
    float[] encoded = new float[encoder.features() + encoder.contextFeatures()];
    encoder.encode(row, encoded);
    return encoded;
  }

  /// The log-density of each row, in nats; NaN if a cell is missing where the model allows none.
  public float[] of(List<double[]> rows) {
    float[] all = new float[rows.size()];
    inParts(
        rows,
        (from, x, context) -> {
          Tensor logProb = distribution.logProb(x, context);
          int count = Math.min(logProb.lanes(), all.length - from);
          System.arraycopy(logProb.data(), logProb.offset(), all, from, count);
        });
    addConstants(rows, all);
    return all;
  }

  private void addConstants(List<double[]> rows, float[] logDensity) {
    for (int i = 0; i < logDensity.length && !constants.isEmpty(); i++) {
      logDensity[i] += (float) constants.logProbability(rows.get(i));
    }
  }

  /// All scores of each row.
  public Scores scores(List<double[]> rows) {
    Scores all = Scores.allocate(Sides.count(distribution), rows.size());
    inParts(rows, (from, x, context) -> all.set(from, Sides.of(distribution, x, context)));
    addConstants(rows, all.logDensity());
    return all;
  }

  private interface Part {
    void compute(int from, Tensor x, Context context);
  }

  private void inParts(List<double[]> rows, Part part) {
    Workspace workspace = WORKSPACES.get();
    for (int from = 0; from < rows.size(); from += LANES) {
      int first = from;
      int count = Math.min(LANES, rows.size() - from);
      int lanes = count == 1 ? 1 : Math.ceilDiv(count, FULL) * FULL;
      workspace.reset();
      Tensor x = workspace.scratch(encoder.features(), lanes);
      Tensor given = workspace.scratch(encoder.contextFeatures(), lanes);
      for (int n = 0; n < lanes; n++) {
        float[] encoded =
            encode(rows.get(from + Math.min(n, count - 1))); // the rest are its last row again
        for (int f = 0; f < encoded.length; f++) {
          boolean own = f < x.features();
          Tensor tensor = own ? x : given;
          tensor.data()[tensor.at(own ? f : f - x.features()) + n] = encoded[f];
        }
      }
      Context context = given.features() == 0 ? Context.NONE : Context.of(given);
      workspace.run(() -> {
        part.compute(first, x, context);
        return x;
      });
    }
  }
}

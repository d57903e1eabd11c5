package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.kernel.Matrix;
import dev.bijou.kernel.Staircase;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Attention of several heads in which keys and values depend on how far apart two lanes are, up to a window of ±w (Shaw
/// et al., 2018, arXiv:1803.02155); the relative keys a and values b are shared by the heads, and 0 beyond the window:
///
/// ```
/// s_ij = q_i · (k_j + a_{j−i}) / √d      p_ij = exp s_ij / Σ_l exp s_il      y_i = Σ_j p_ij (v_j + b_{j−i})
/// dp_ij = dy_i · (v_j + b_{j−i})         ds_ij = p_ij (dp_ij − Σ_l p_il dp_il)
/// dq_i = Σ_j ds_ij (k_j + a_{j−i}) / √d  dk_j = Σ_i ds_ij q_i / √d             dv_j = Σ_i p_ij dy_i
/// da_r = Σ_i ds_{i,i+r} q_i / √d         db_r = Σ_i p_{i,i+r} dy_i
/// ```
///
/// While a tape records, a share of the p_ij is dropped, see [Dropout]. Time and memory grow with the square of the lanes.
public final class RelativeAttention {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private RelativeAttention() {}

  /// The queries, keys and values of the lanes.
  ///
  /// @param queries q, (heads · d) × lanes
  /// @param keys k, (heads · d) × lanes
  /// @param values v, (heads · d) × lanes
  /// @param relativeKeys a, d × (2w + 1), from the window's first lane to its last
  /// @param relativeValues b, d × (2w + 1)
  public record Operands(
      Tensor queries, Tensor keys, Tensor values, Tensor relativeKeys, Tensor relativeValues) {

    boolean tracked() {
      return queries.tracked()
          || keys.tracked()
          || values.tracked()
          || relativeKeys.tracked()
          || relativeValues.tracked();
    }

    private void requireShapes(int heads) {
      Shapes.requireSame("queries", queries, "keys", keys);
      Shapes.requireSame("queries", queries, "values", values);
      Shapes.requireSame("relativeKeys", relativeKeys, "relativeValues", relativeValues);
      if (heads < 1 || relativeKeys.features() * heads != queries.features()) {
        throw new IllegalArgumentException(
            "%d heads of %d features do not make the %d of the queries"
                .formatted(heads, relativeKeys.features(), queries.features()));
      }
      if (relativeKeys.lanes() % 2 == 0) {
        throw new IllegalArgumentException(
            "a window has an odd number of lanes, got " + relativeKeys.lanes());
      }
    }
  }

  /// (heads · d) × lanes → the same shape.
  ///
  /// @param dropout share of the attention that is dropped while a tape records, in [0, 1)
  /// @throws IllegalArgumentException if the shapes do not fit each other
  public static Tensor apply(int heads, float dropout, Operands operands) {
    operands.requireShapes(heads);
    Workspace workspace = Workspace.current();
    int lanes = operands.queries.lanes();
    int d = operands.relativeKeys.features();
    Tensor y = workspace.output(operands.queries.features(), lanes, operands.tracked());
    boolean drops = dropout > 0 && workspace.training();
    List<Head> all = new ArrayList<>();
    for (int h = 0; h < heads; h++) {
      int seed = drops ? workspace.nextSeed() : 0;
      all.add(new Head(workspace, operands, h * d, drops ? dropout : 0, seed, y));
    }
    workspace.compute(() -> all.forEach(Head::forward));
    workspace.record(y, () -> all.forEach(Head::backward));
    return y;
  }

  /// One head. Its attention is kept as keys × queries, so that what is done for a query is done for all lanes at once.
  private static final class Head {
    private final Workspace workspace;
    private final Tensor q;
    private final Tensor k;
    private final Tensor v;
    private final Tensor a;
    private final Tensor b;
    private final Tensor y;
    private final float rate;
    private final int seed;
    private final float scale;
    private final Tensor scaled; // q / √d
    private final Tensor p; // (keys × queries)
    private final Tensor kept; // p after dropout
    private final Tensor near; // (2w + 1) × queries, the p_{i,i+r} after dropout
    private final Staircase byFeature;
    private final Staircase byOffset;

    Head(Workspace workspace, Operands operands, int from, float rate, int seed, Tensor y) {
      this.workspace = workspace;
      this.a = operands.relativeKeys;
      this.b = operands.relativeValues;
      int d = a.features();
      int n = y.lanes();
      this.q = operands.queries.rows(from, from + d);
      this.k = operands.keys.rows(from, from + d);
      this.v = operands.values.rows(from, from + d);
      this.y = y.rows(from, from + d);
      this.rate = rate;
      this.seed = seed;
      this.scale = (float) (1 / Math.sqrt(d));
      this.scaled = workspace.scratch(d, n);
      this.p = workspace.scratch(n, n);
      this.kept = rate == 0 ? p : workspace.scratch(n, n);
      this.near = workspace.scratch(a.lanes(), n);
      this.byFeature = Staircase.full(d, n);
      this.byOffset = Staircase.full(d, a.lanes());
    }

    void forward() {
      scaled.fill(0);
      addScaled(scale, q, scaled);
      p.fill(0);
      KERNELS.linearBackwardData(k.matrix(), scaled.matrix(), p.matrix(), byFeature);
      near.fill(0);
      KERNELS.linearBackwardData(a.matrix(), scaled.matrix(), near.matrix(), byOffset);
      addDiagonals(near, p);
      softmax();
      if (rate > 0) {
        kept.fill(0);
        KERNELS.dropout(seed, rate, p.data(), p.offset(), kept.data(), kept.offset(), p.size());
      }
      takeDiagonals(kept, near);
      y.fill(0);
      KERNELS.addProduct(v.matrix(), kept.matrix(), y.matrix(), byFeature);
      KERNELS.addProduct(b.matrix(), near.matrix(), y.matrix(), byOffset);
    }

    /// Over the keys of each query, in double; the greatest score is subtracted first.
    private void softmax() {
      int n = p.lanes();
      float[] data = p.data();
      float[] most = new float[n];
      Arrays.fill(most, Float.NEGATIVE_INFINITY);
      for (int j = 0; j < n; j++) {
        int at = p.at(j);
        for (int i = 0; i < n; i++) {
          most[i] = Math.max(most[i], data[at + i]);
        }
      }
      double[] sums = new double[n];
      for (int j = 0; j < n; j++) {
        int at = p.at(j);
        for (int i = 0; i < n; i++) {
          double e = Math.exp(data[at + i] - most[i]);
          data[at + i] = (float) e;
          sums[i] += e;
        }
      }
      for (int j = 0; j < n; j++) {
        int at = p.at(j);
        for (int i = 0; i < n; i++) {
          data[at + i] = (float) (data[at + i] / sums[i]);
        }
      }
    }

    void backward() {
      int n = p.lanes();
      Matrix dy = y.gradient().matrix();
      Tensor ds =
          workspace.scratch(n, n); // first that of what was kept, then of p, then of the scores
      ds.fill(0);
      KERNELS.linearBackwardData(v.matrix(), dy, ds.matrix(), byFeature);
      Tensor dNear = workspace.scratch(a.lanes(), n);
      dNear.fill(0);
      KERNELS.linearBackwardData(b.matrix(), dy, dNear.matrix(), byOffset);
      addDiagonals(dNear, ds);
      if (v.tracked()) {
        KERNELS.linearBackwardWeight(dy, kept.matrix(), v.gradient().matrix(), byFeature);
      }
      if (b.tracked()) {
        KERNELS.linearBackwardWeight(dy, near.matrix(), b.gradient().matrix(), byOffset);
      }
      softmaxBackward(rate > 0 ? dropped(ds) : ds, ds);
      takeDiagonals(ds, dNear);
      if (k.tracked()) {
        KERNELS.linearBackwardWeight(
            scaled.matrix(), ds.matrix(), k.gradient().matrix(), byFeature);
      }
      if (a.tracked()) {
        KERNELS.linearBackwardWeight(
            scaled.matrix(), dNear.matrix(), a.gradient().matrix(), byOffset);
      }
      if (q.tracked()) {
        Tensor dScaled = workspace.scratch(q.features(), n);
        dScaled.fill(0);
        KERNELS.addProduct(k.matrix(), ds.matrix(), dScaled.matrix(), byFeature);
        KERNELS.addProduct(a.matrix(), dNear.matrix(), dScaled.matrix(), byOffset);
        addScaled(scale, dScaled, q.gradient());
      }
    }

    private Tensor dropped(Tensor gradient) {
      Tensor dp = workspace.scratch(p.features(), p.lanes());
      dp.fill(0);
      KERNELS.dropout(
          seed, rate, gradient.data(), gradient.offset(), dp.data(), dp.offset(), dp.size());
      return dp;
    }

    /// ds = p (dp − Σ p dp); `ds` may be `dp`.
    private void softmaxBackward(Tensor dp, Tensor ds) {
      int n = p.lanes();
      double[] sums = new double[n];
      for (int j = 0; j < n; j++) {
        int at = p.at(j);
        int from = dp.at(j);
        for (int i = 0; i < n; i++) {
          sums[i] += (double) p.data()[at + i] * dp.data()[from + i];
        }
      }
      for (int j = 0; j < n; j++) {
        int at = p.at(j);
        int from = dp.at(j);
        int to = ds.at(j);
        for (int i = 0; i < n; i++) {
          ds.data()[to + i] = (float) (p.data()[at + i] * (dp.data()[from + i] - sums[i]));
        }
      }
    }

    /// square[i + r, i] += diagonals[w + r, i] for r in −w … w, as far as there is such a lane.
    private static void addDiagonals(Tensor diagonals, Tensor square) {
      int n = square.lanes();
      int w = diagonals.features() / 2;
      for (int r = -w; r <= w; r++) {
        int from = diagonals.at(w + r);
        for (int i = Math.max(0, -r); i < Math.min(n, n - r); i++) {
          square.data()[square.at(i + r) + i] += diagonals.data()[from + i];
        }
      }
    }

    /// diagonals[w + r, i] = square[i + r, i], and 0 where there is no such lane.
    private static void takeDiagonals(Tensor square, Tensor diagonals) {
      int n = square.lanes();
      int w = diagonals.features() / 2;
      diagonals.fill(0);
      for (int r = -w; r <= w; r++) {
        int to = diagonals.at(w + r);
        for (int i = Math.max(0, -r); i < Math.min(n, n - r); i++) {
          diagonals.data()[to + i] = square.data()[square.at(i + r) + i];
        }
      }
    }

    private static void addScaled(float factor, Tensor x, Tensor y) {
      KERNELS.addScaled(factor, x.data(), x.offset(), y.data(), y.offset(), x.size());
    }
  }
}

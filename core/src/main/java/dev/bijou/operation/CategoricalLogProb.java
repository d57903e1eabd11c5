package dev.bijou.operation;

import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// The log-probability of codes under softmax heads with a floor ε, in nats; column i has K_i codes and as many logits:
///
/// ```
/// log p(c) = Σ_i log p_i,      p_i = (1 − K_i ε) · s_i[c_i] + ε,      s_i = softmax(logits_i + prior_i)
/// dlogits_i[k] = (1 − K_i ε) · s_i[c_i] / p_i · ([k = c_i] − s_i[k])
/// ```
///
/// Codes are read as [OneHot#code] says; nothing flows back to them, nor to the prior.
public final class CategoricalLogProb {
  private CategoricalLogProb() {}

  /// logits of Σ K × lanes, codes of columns × lanes → 1 × lanes.
  ///
  /// @param cardinalities K of each column
  /// @param floor ε, less than 1 / K for every column
  /// @param prior Σ K × 1, added to the logits
  public static Tensor apply(
      int[] cardinalities, float floor, Tensor prior, Tensor logits, Tensor codes) {
    Shapes.requireFeatures("logits", logits, "the prior", prior.features());
    Shapes.requireSameLanes("logits", logits, "codes", codes);
    Workspace workspace = Workspace.current();
    Tensor logProb = workspace.output(1, codes.lanes(), logits.tracked());
    Tensor shares = softmax(cardinalities, prior, logits);
    workspace.compute(() -> compute(cardinalities, floor, shares, codes, logProb));
    workspace.record(
        logProb, () -> backward(cardinalities, floor, shares, logits, codes, logProb.gradient()));
    return Numerics.markNonFinite(codes, logProb);
  }

  /// log p_i of each column on its own. Nothing flows back.
  ///
  /// @return columns × lanes
  public static Tensor each(
      int[] cardinalities, float floor, Tensor prior, Tensor logits, Tensor codes) {
    Shapes.requireFeatures("logits", logits, "the prior", prior.features());
    Shapes.requireSameLanes("logits", logits, "codes", codes);
    Workspace workspace = Workspace.current();
    Tensor each = workspace.scratch(cardinalities.length, codes.lanes());
    Tensor shares = softmax(cardinalities, prior, logits);
    workspace.compute(() -> {
      int row = 0;
      for (int i = 0; i < cardinalities.length; i++) {
        for (int n = 0; n < codes.lanes(); n++) {
          each.data()[each.at(i) + n] =
              log(shares, row, cardinalities[i], floor, codes.get(i, n), n);
        }
        row += cardinalities[i];
      }
    });
    return each;
  }

  private static void compute(
      int[] cardinalities, float floor, Tensor shares, Tensor codes, Tensor logProb) {
    logProb.fill(0);
    int row = 0;
    for (int i = 0; i < cardinalities.length; i++) {
      for (int n = 0; n < codes.lanes(); n++) {
        logProb.data()[logProb.offset() + n] +=
            log(shares, row, cardinalities[i], floor, codes.get(i, n), n);
      }
      row += cardinalities[i];
    }
  }

  /// log p of a code, from the softmax that begins at feature `row`.
  private static float log(
      Tensor shares, int row, int cardinality, float floor, float code, int lane) {
    float share = shares.get(row + OneHot.code(code, cardinality), lane);
    return (float) Math.log(floored(share, floor, cardinality));
  }

  /// The probability of a code from its share of the softmax.
  public static double floored(double share, float floor, int cardinality) {
    return (1 - (double) cardinality * floor) * share + floor;
  }

  /// The softmax of the logits plus the prior, column by column. Nothing flows back.
  ///
  /// @param prior Σ K × 1
  /// @param logits Σ K × lanes
  /// @return Σ K × lanes
  public static Tensor softmax(int[] cardinalities, Tensor prior, Tensor logits) {
    Workspace workspace = Workspace.current();
    Tensor shares = workspace.scratch(logits.features(), logits.lanes());
    Tensor work = workspace.scratch(2, logits.lanes());
    int row = 0;
    for (int cardinality : cardinalities) {
      Tensor start = prior.rows(row, row + cardinality);
      Tensor own = logits.rows(row, row + cardinality);
      Tensor target = shares.rows(row, row + cardinality);
      workspace.compute(() -> softmax(start, own, target, work));
      row += cardinality;
    }
    return shares;
  }

  private static void softmax(Tensor prior, Tensor logits, Tensor shares, Tensor row) {
    int lanes = logits.lanes();
    float[] work = row.data();
    int most = row.at(0);
    int sum = row.at(1);
    row.rows(0, 1).fill(Float.NEGATIVE_INFINITY);
    row.rows(1, 2).fill(0);
    float[] out = shares.data();
    for (int k = 0; k < logits.features(); k++) {
      float start = prior.get(k, 0);
      int from = logits.at(k);
      int to = shares.at(k);
      for (int n = 0; n < lanes; n++) {
        float value = logits.data()[from + n] + start;
        out[to + n] = value;
        work[most + n] = Math.max(work[most + n], value);
      }
    }
    for (int k = 0; k < logits.features(); k++) {
      int to = shares.at(k);
      for (int n = 0; n < lanes; n++) {
        float share = (float) Math.exp(out[to + n] - work[most + n]);
        out[to + n] = share;
        work[sum + n] += share;
      }
    }
    for (int k = 0; k < logits.features(); k++) {
      int to = shares.at(k);
      for (int n = 0; n < lanes; n++) {
        out[to + n] /= work[sum + n];
      }
    }
  }

  private static void backward(
      int[] cardinalities,
      float floor,
      Tensor shares,
      Tensor logits,
      Tensor codes,
      Tensor dLogProb) {
    Tensor d = logits.gradient();
    int lanes = codes.lanes();
    Tensor pulls = Workspace.current().scratch(1, lanes);
    int row = 0;
    for (int i = 0; i < cardinalities.length; i++) {
      int cardinality = cardinalities[i];
      for (int n = 0; n < lanes; n++) {
        int chosen = row + OneHot.code(codes.get(i, n), cardinality);
        double share = shares.get(chosen, n);
        double pull =
            (1 - (double) cardinality * floor) * share / floored(share, floor, cardinality);
        float slope = (float) (pull * dLogProb.get(0, n));
        pulls.data()[pulls.offset() + n] = slope;
        d.data()[d.at(chosen) + n] += slope;
      }
      for (int k = row; k < row + cardinality; k++) {
        for (int n = 0; n < lanes; n++) {
          d.data()[d.at(k) + n] -=
              pulls.data()[pulls.offset() + n] * shares.data()[shares.at(k) + n];
        }
      }
      row += cardinality;
    }
  }
}

package dev.bijou.operation;

import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// The log-density of a mixture of normals with diagonal covariance, in nats:
///
/// ```
/// log p(x) = log Σ_k exp j_k,   j_k = log softmax(a)_k − Σ_f (½ z_kf² + s_kf + ½ log 2π)
/// z_kf = (x_f − m_kf) exp(−s_kf)
/// ```
///
/// With the responsibilities r_k = exp(j_k − log p) the derivative is
///
/// ```
/// da_k = r_k − softmax(a)_k,  dm_kf = r_k z_kf exp(−s_kf),  ds_kf = r_k (z_kf² − 1),  dx_f = −Σ_k r_k z_kf exp(−s_kf)
/// ```
///
/// Squares count up to [NormalLogProb#CAP]; beyond, they are flat and their derivative is 0. To a
/// captured computation the logits and log-scales are constants.
public final class MixtureLogProb {
  private static final float CAP = NormalLogProb.CAP;

  private MixtureLogProb() {}

  /// x of features × lanes → 1 × lanes.
  ///
  /// @param logits a, components × 1
  /// @param mean m, components × features
  /// @param logScale s, components × features
  public static Tensor apply(Tensor logits, Tensor mean, Tensor logScale, Tensor x) {
    Shapes.requireSame("mean", mean, "logScale", logScale);
    Shapes.requireFeatures("logits", logits, "mean", mean.features());
    Workspace workspace = Workspace.current();
    boolean tracked = x.tracked() || logits.tracked() || mean.tracked() || logScale.tracked();
    Tensor joint = workspace.scratch(logits.features(), x.lanes());
    Tensor logProb = workspace.output(1, x.lanes(), tracked);
    double[] constants = constants(logits, logScale);
    Tensor inverse = FeatureAffine.exp(workspace, -1, logScale);
    workspace.compute(() -> {
      joint.fill(0);
      for (int k = 0; k < joint.features(); k++) {
        addSquares(mean, inverse, x, k, joint);
        for (int n = joint.at(k), end = n + x.lanes(); n < end; n++) {
          joint.data()[n] = (float) (constants[k] - 0.5 * joint.data()[n]);
        }
      }
      for (int n = 0; n < x.lanes(); n++) {
        logProb.data()[logProb.offset() + n] = (float) logSum(joint, n);
      }
    });
    Numerics.markNonFinite(x, logProb);
    workspace.record(logProb, () -> backward(workspace, logits, mean, logScale, x, joint, logProb));
    return logProb;
  }

  /// What the log-density of each component holds beside its squares.
  private static double[] constants(Tensor logits, Tensor logScale) {
    double[] constants = new double[logits.features()];
    double logTotal = logTotal(logits);
    for (int k = 0; k < constants.length; k++) {
      constants[k] =
          logits.get(k, 0) - logTotal - 0.5 * logScale.lanes() * NormalLogProb.LOG_TWO_PI;
      for (int f = 0; f < logScale.lanes(); f++) {
        constants[k] -= logScale.get(k, f);
      }
    }
    return constants;
  }

  /// sums[k, n] += Σ_f min(z_kf², cap).
  private static void addSquares(Tensor mean, Tensor inverse, Tensor x, int k, Tensor sums) {
    float[] values = x.data();
    float[] squares = sums.data();
    int to = sums.at(k);
    for (int f = 0; f < x.features(); f++) {
      int from = x.at(f);
      float center = mean.get(k, f);
      float factor = inverse.get(k, f);
      for (int n = 0; n < x.lanes(); n++) {
        float z = (values[from + n] - center) * factor;
        squares[to + n] += Math.min(z * z, CAP);
      }
    }
  }

  /// log Σ_k exp j_k of a lane.
  private static double logSum(Tensor joint, int lane) {
    float max = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < joint.features(); k++) {
      max = Math.max(max, joint.data()[joint.at(k) + lane]);
    }
    double sum = 0;
    for (int k = 0; k < joint.features(); k++) {
      sum += Math.exp(joint.data()[joint.at(k) + lane] - max);
    }
    return max + Math.log(sum);
  }

  /// log Σ_k exp a_k, the normalization of the softmax.
  private static double logTotal(Tensor logits) {
    return logSum(logits, 0);
  }

  private static void backward(
      Workspace workspace,
      Tensor logits,
      Tensor mean,
      Tensor logScale,
      Tensor x,
      Tensor joint,
      Tensor logProb) {
    Tensor responsibility = workspace.scratch(1, x.lanes()); // r_k · dLogProb
    double total = 0; // Σ_n dLogProb
    for (int n = 0; n < x.lanes(); n++) {
      total += logProb.gradient().get(0, n);
    }
    double logTotal = logTotal(logits);
    for (int k = 0; k < logits.features(); k++) {
      double share = 0;
      for (int n = 0; n < x.lanes(); n++) {
        double r = Math.exp(joint.get(k, n) - logProb.get(0, n)) * logProb.gradient().get(0, n);
        responsibility.data()[responsibility.offset() + n] = (float) r;
        share += r;
      }
      if (logits.tracked()) {
        Tensor d = logits.gradient();
        d.data()[d.at(k)] += (float) (share - Math.exp(logits.get(k, 0) - logTotal) * total);
      }
      for (int f = 0; f < x.features(); f++) {
        backward(mean, logScale, x, k, f, responsibility, share);
      }
    }
  }

  private static void backward(
      Tensor mean, Tensor logScale, Tensor x, int k, int f, Tensor responsibility, double share) {
    float center = mean.get(k, f);
    float inverse = (float) Math.exp(-logScale.get(k, f));
    double first = 0; // Σ_n r z
    double second = 0; // Σ_n r z²
    for (int n = 0; n < x.lanes(); n++) {
      float z = (x.data()[x.at(f) + n] - center) * inverse;
      if (z * z < CAP) {
        float pull = responsibility.data()[responsibility.offset() + n] * z;
        first += pull;
        second += pull * z;
        if (x.tracked()) {
          x.gradient().data()[x.gradient().at(f) + n] -= pull * inverse;
        }
      }
    }
    if (mean.tracked()) {
      Tensor d = mean.gradient();
      d.data()[d.at(k) + f] += (float) (first * inverse);
    }
    if (logScale.tracked()) {
      Tensor d = logScale.gradient();
      d.data()[d.at(k) + f] += (float) (second - share);
    }
  }
}

package dev.bijou.operation;

import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// The same number for every lane: `sign · Σ_f v[f]`, the log-determinant of a map that scales each feature by exp(v).
///
/// v holds parameters: to a captured computation the sum is a constant.
public final class FeatureSum {
  private FeatureSum() {}

  /// v of features × 1 → 1 × lanes.
  public static Tensor apply(float sign, Tensor v, int lanes) {
    Workspace workspace = Workspace.current();
    Tensor sum = workspace.output(1, lanes, v.tracked());
    double total = 0;
    for (int f = 0; f < v.features(); f++) {
      total += v.get(f, 0);
    }
    sum.fill((float) (sign * total));
    workspace.record(
        sum,
        () -> {
          Tensor d = sum.gradient();
          double slope = 0;
          for (int n = 0; n < lanes; n++) {
            slope += d.data()[d.offset() + n];
          }
          Tensor dv = v.gradient();
          for (int f = 0; f < v.features(); f++) {
            dv.data()[dv.at(f)] += (float) (sign * slope);
          }
        });
    return sum;
  }
}

package dev.bijou.operation;

import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// A line for each feature, the same for all lanes: y = slope · x + intercept.
public final class FeatureLine {
  private FeatureLine() {}

  /// slope and intercept of features × 1, x of features × lanes → features × lanes.
  public static Tensor apply(Tensor slope, Tensor intercept, Tensor x) {
    Workspace workspace = Workspace.current();
    boolean tracked = x.tracked() || slope.tracked() || intercept.tracked();
    Tensor y = workspace.output(x.features(), x.lanes(), tracked);
    workspace.compute(() -> apply(slope, intercept, x, y));
    workspace.record(
        y,
        () -> {
          for (int f = 0; f < x.features(); f++) {
            double sum = 0;
            double moment = 0;
            for (int n = 0; n < x.lanes(); n++) {
              float dy = y.gradient().get(f, n);
              sum += dy;
              moment += (double) dy * x.get(f, n);
              if (x.tracked()) {
                x.gradient().data()[x.gradient().at(f) + n] += dy * slope.get(f, 0);
              }
            }
            add(slope, f, moment);
            add(intercept, f, sum);
          }
        });
    return y;
  }

  /// Overwrites y, which may be x, and records nothing.
  public static void apply(Tensor slope, Tensor intercept, Tensor x, Tensor y) {
    for (int f = 0; f < x.features(); f++) {
      float a = slope.get(f, 0);
      float b = intercept.get(f, 0);
      for (int n = 0; n < x.lanes(); n++) {
        y.data()[y.at(f) + n] = a * x.data()[x.at(f) + n] + b;
      }
    }
  }

  private static void add(Tensor parameter, int feature, double gradient) {
    if (parameter.tracked()) {
      parameter.gradient().data()[parameter.gradient().at(feature)] += (float) gradient;
    }
  }
}

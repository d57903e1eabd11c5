package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// Batch normalization over the lanes (Ioffe and Szegedy, 2015, arXiv:1502.03167), feature by feature:
///
/// ```
/// y = gain · u + shift,  u = (x − mean) · k,  k = 1 / √(variance + 1e-5)
/// dgain = Σ dy · u    dshift = Σ dy    dx = gain · k · (dy − dshift / lanes − u · dgain / lanes)
/// ```
///
/// While a tape records, mean and variance are those of the lanes at hand, and the backward pass adds them to the gradient
/// of the running averages, from where the optimizer takes them. Without a tape, and on a settled one
/// ([Workspace#settled]), they are the running averages, and each feature is mapped by a fixed line, see [#line]:
/// dx = gain · k · dy.
public final class BatchNormalization {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();
  private static final double EPSILON = 1e-5;

  private BatchNormalization() {}

  /// gain and shift of features × 1, averages of 2·features × 1 (the means, then the variances), x of features × lanes →
  /// features × lanes.
  ///
  /// @throws IllegalArgumentException if a shape does not fit
  public static Tensor apply(Tensor gain, Tensor shift, Tensor averages, Tensor x) {
    Shapes.requireFeatures("x", x, "gain", gain.features());
    Shapes.requireFeatures("averages", averages, "mean and variance", 2 * gain.features());
    Workspace workspace = Workspace.current();
    return workspace.training() && x.lanes() > 0
        ? byLanes(workspace, gain, shift, averages, x)
        : byAverages(workspace, gain, shift, averages, x);
  }

  /// The line that a feature is mapped by without a tape, y = scale · x + offset.
  ///
  /// @param scale of each feature
  /// @param offset of each feature
  public record Line(float[] scale, float[] offset) {}

  /// The line that each feature is mapped by without a tape; to a captured computation a constant.
  public static Line line(Tensor gain, Tensor shift, Tensor averages) {
    int features = gain.features();
    float[] scale = new float[features];
    float[] offset = new float[features];
    for (int f = 0; f < features; f++) {
      double k = gain.get(f, 0) / Math.sqrt(averages.get(features + f, 0) + EPSILON);
      scale[f] = (float) k;
      offset[f] = (float) (shift.get(f, 0) - k * averages.get(f, 0));
    }
    return new Line(scale, offset);
  }

  private static Tensor byAverages(
      Workspace workspace, Tensor gain, Tensor shift, Tensor averages, Tensor x) {
    boolean tracked = gain.tracked() || shift.tracked() || x.tracked();
    Tensor y = workspace.output(x.features(), x.lanes(), tracked);
    Line line = line(gain, shift, averages);
    workspace.compute(() -> map(line, x, y));
    workspace.record(y, () -> backwardByAverages(gain, shift, averages, line, y.gradient(), x));
    return y;
  }

  private static void backwardByAverages(
      Tensor gain, Tensor shift, Tensor averages, Line line, Tensor dy, Tensor x) {
    float[] dots = new float[1];
    for (int f = 0; f < x.features(); f++) {
      double slopes = sum(dy.rows(f, f + 1));
      if (gain.tracked()) {
        dots[0] = 0;
        KERNELS.rowDots(dy.rows(f, f + 1).matrix(), x.rows(f, f + 1).matrix(), dots, 0, 1);
        double dGain = (dots[0] - averages.get(f, 0) * slopes) * inverseDeviation(averages, f);
        gain.gradient().data()[gain.gradient().at(f)] += (float) dGain;
      }
      if (shift.tracked()) {
        shift.gradient().data()[shift.gradient().at(f)] += (float) slopes;
      }
    }
    if (x.tracked()) {
      KERNELS.addScaledRows(line.scale, 0, 1, dy.matrix(), x.gradient().matrix());
    }
  }

  private static void map(Line line, Tensor x, Tensor y) {
    for (int f = 0; f < x.features(); f++) {
      y.rows(f, f + 1).fill(line.offset[f]);
    }
    KERNELS.addScaledRows(line.scale, 0, 1, x.matrix(), y.matrix());
  }

  private static Tensor byLanes(
      Workspace workspace, Tensor gain, Tensor shift, Tensor averages, Tensor x) {
    int features = x.features();
    boolean tracked = gain.tracked() || shift.tracked() || x.tracked() || averages.tracked();
    Tensor y = workspace.output(features, x.lanes(), tracked);
    Tensor statistics = workspace.scratch(2 * features, 1); // the means, then the variances
    Tensor center = workspace.scratch(features, 1); // nearly the means
    Tensor row = workspace.scratch(1, x.lanes());
    workspace.compute(() -> {
      center.fill(0);
      KERNELS.rowSums(x.matrix(), center.data(), center.offset());
      for (int f = 0; f < features; f++) {
        float about = center.get(f, 0) / x.lanes();
        center.data()[center.at(f)] = about;
        centered(x, f, about, row);
        double rest = sum(row) / x.lanes();
        double square = KERNELS.squaredNorm(row.data(), row.offset(), row.size()) / row.size();
        statistics.data()[statistics.at(f)] = (float) (about + rest);
        statistics.data()[statistics.at(features + f)] = (float) Math.max(0, square - rest * rest);
        double k = gain.get(f, 0) * inverseDeviation(statistics, f);
        y.rows(f, f + 1).fill((float) (shift.get(f, 0) - k * rest));
        KERNELS.addScaled((float) k, row.data(), row.offset(), y.data(), y.at(f), x.lanes());
      }
    });
    workspace.record(
        y,
        () -> {
          if (averages.tracked()) {
            Add.accumulate(statistics, averages);
          }
          for (int f = 0; f < features; f++) {
            centered(x, f, center.get(f, 0), row);
            backward(gain, shift, inverseDeviation(statistics, f), row, f, y.gradient(), x);
          }
        });
    return y;
  }

  private static double inverseDeviation(Tensor statistics, int feature) {
    return 1 / Math.sqrt(statistics.get(statistics.features() / 2 + feature, 0) + EPSILON);
  }

  /// row = x[f, ·] − about, which keeps the digits of a feature that varies little around a large mean.
  private static void centered(Tensor x, int feature, float about, Tensor row) {
    row.fill(-about);
    KERNELS.addScaled(1, x.data(), x.at(feature), row.data(), row.offset(), x.lanes());
  }

  private static double sum(Tensor row) {
    float[] sum = new float[1];
    KERNELS.rowSums(row.matrix(), sum, 0);
    return sum[0];
  }

  /// @param k 1 / the standard deviation
  /// @param row the centered values of the feature
  private static void backward(
      Tensor gain, Tensor shift, double k, Tensor row, int f, Tensor dy, Tensor x) {
    int lanes = x.lanes();
    float[] dots = new float[1];
    KERNELS.rowDots(dy.rows(f, f + 1).matrix(), row.matrix(), dots, 0, 1);
    double slopes = sum(dy.rows(f, f + 1));
    double rest = sum(row) / lanes;
    double dGain = k * (dots[0] - rest * slopes); // Σ dy · u
    if (gain.tracked()) {
      gain.gradient().data()[gain.gradient().at(f)] += (float) dGain;
    }
    if (shift.tracked()) {
      shift.gradient().data()[shift.gradient().at(f)] += (float) slopes;
    }
    if (x.tracked()) {
      double scale = gain.get(f, 0) * k;
      double byValue = -scale * dGain / lanes * k;
      float constant = (float) (-scale * slopes / lanes - byValue * rest);
      Tensor dx = x.gradient();
      int at = dx.at(f);
      KERNELS.addScaled((float) scale, dy.data(), dy.at(f), dx.data(), at, lanes);
      KERNELS.addScaled((float) byValue, row.data(), row.offset(), dx.data(), at, lanes);
      for (int n = at; n < at + lanes; n++) {
        dx.data()[n] += constant;
      }
    }
  }
}

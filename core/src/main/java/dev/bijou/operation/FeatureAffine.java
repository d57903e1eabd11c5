package dev.bijou.operation;

import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// A shift and a scale for each feature, the same for all lanes, in both directions:
///
/// ```
/// toBase: z = (x − shift) · exp(−logScale)      toData: x = z · exp(logScale) + shift
/// ```
///
/// The log-determinants are ∓Σ logScale; see [FeatureSum]. Images are clipped to ±[Numerics#IMAGE].
///
/// To a captured computation the log-scale is a constant.
public final class FeatureAffine {
  private FeatureAffine() {}

  /// shift and logScale of features × 1, x of features × lanes → features × lanes.
  public static Tensor toBase(Tensor shift, Tensor logScale, Tensor x) {
    requireShapes(shift, logScale, x);
    Workspace workspace = Workspace.current();
    Tensor z =
        workspace.output(
            x.features(), x.lanes(), x.tracked() || shift.tracked() || logScale.tracked());
    Tensor scale = exp(workspace, -1, logScale);
    workspace.compute(() -> {
      for (int f = 0; f < x.features(); f++) {
        float t = shift.get(f, 0);
        float k = scale.get(f, 0);
        for (int n = 0; n < x.lanes(); n++) {
          z.data()[z.at(f) + n] = Numerics.clip((x.data()[x.at(f) + n] - t) * k);
        }
      }
    });
    workspace.record(
        z,
        () -> {
          Tensor dz = z.gradient();
          for (int f = 0; f < x.features(); f++) {
            float k = scale.get(f, 0);
            double sum = 0; // Σ dz
            double moment = 0; // Σ dz · z
            for (int n = 0; n < x.lanes(); n++) {
              float value = z.data()[z.at(f) + n];
              float slope = Math.abs(value) < Numerics.IMAGE ? dz.data()[dz.at(f) + n] : 0;
              sum += slope;
              moment += slope * value;
              if (x.tracked()) {
                x.gradient().data()[x.gradient().at(f) + n] += slope * k;
              }
            }
            add(shift, f, -sum * k);
            add(logScale, f, -moment);
          }
        });
    return z;
  }

  /// shift and logScale of features × 1, z of features × lanes → features × lanes.
  public static Tensor toData(Tensor shift, Tensor logScale, Tensor z) {
    requireShapes(shift, logScale, z);
    Workspace workspace = Workspace.current();
    Tensor x =
        workspace.output(
            z.features(), z.lanes(), z.tracked() || shift.tracked() || logScale.tracked());
    Tensor scale = exp(workspace, 1, logScale);
    workspace.compute(() -> {
      for (int f = 0; f < z.features(); f++) {
        float t = shift.get(f, 0);
        float k = scale.get(f, 0);
        for (int n = 0; n < z.lanes(); n++) {
          x.data()[x.at(f) + n] = Numerics.clip(z.data()[z.at(f) + n] * k + t);
        }
      }
    });
    workspace.record(
        x,
        () -> {
          Tensor dx = x.gradient();
          for (int f = 0; f < z.features(); f++) {
            float k = scale.get(f, 0);
            double sum = 0; // Σ dx
            double moment = 0; // Σ dx · z
            for (int n = 0; n < z.lanes(); n++) {
              float inside = Math.abs(x.data()[x.at(f) + n]) < Numerics.IMAGE ? 1 : 0;
              float slope = inside * dx.data()[dx.at(f) + n];
              sum += slope;
              moment += slope * z.data()[z.at(f) + n];
              if (z.tracked()) {
                z.gradient().data()[z.gradient().at(f) + n] += slope * k;
              }
            }
            add(shift, f, sum);
            add(logScale, f, moment * k);
          }
        });
    return x;
  }

  /// exp(sign · logScale), for log-scales of any shape.
  static Tensor exp(Workspace workspace, int sign, Tensor logScale) {
    Tensor scale = workspace.scratch(logScale.features(), logScale.lanes());
    for (int i = 0; i < logScale.size(); i++) {
      float s = logScale.data()[logScale.offset() + i];
      scale.data()[scale.offset() + i] = (float) Math.exp(sign * s);
    }
    return scale;
  }

  private static void add(Tensor parameter, int feature, double gradient) {
    if (parameter.tracked()) {
      parameter.gradient().data()[parameter.gradient().at(feature)] += (float) gradient;
    }
  }

  private static void requireShapes(Tensor shift, Tensor logScale, Tensor x) {
    Shapes.requireFeatures("x", x, "shift", shift.features());
    Shapes.requireFeatures("x", x, "logScale", logScale.features());
  }
}

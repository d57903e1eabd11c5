package dev.bijou.bijection;

import dev.bijou.operation.FeatureAffine;
import dev.bijou.operation.FeatureSum;
import dev.bijou.operation.Moments;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.random.RandomGenerator;

/// z = (x − shift) · exp(−s) for each feature, trained, starting from the first batch's mean and standard deviation
/// (Kingma and Dhariwal, 2018, arXiv:1807.03039). The log-scale s = a / (1 + |a| / 10) is bounded smoothly.
///
/// What the first batch set is an ordinary parameter, and whether it has been set is saved beside it: a loaded ActNorm
/// never initializes again.
public final class ActNorm implements Bijection {
  private static final float LIMIT = 10;

  private final Parameter shift; // (features × 1)
  private final Parameter rawScale; // (features × 1)
  private final Tensor initialized = Tensor.zeros(1, 1);

  /// The identity, until it is initialized, trained or loaded.
  public ActNorm(int features) {
    this.shift = new Parameter(Tensor.zeros(features, 1));
    this.rawScale = new Parameter(Tensor.zeros(features, 1));
  }

  @Override
  public int features() {
    return shift.value().features();
  }

  @Override
  public Mapped forward(Tensor z, Context context) {
    Workspace workspace = Workspace.current();
    Tensor logScale = Numerics.softClip(LIMIT, workspace.read(rawScale));
    Tensor x = FeatureAffine.toData(workspace.read(shift), logScale, z);
    return new Mapped(x, FeatureSum.apply(1, logScale, z.lanes()));
  }

  @Override
  public Mapped inverse(Tensor x, Context context) {
    Workspace workspace = Workspace.current();
    Tensor logScale = Numerics.softClip(LIMIT, workspace.read(rawScale));
    Tensor z = FeatureAffine.toBase(workspace.read(shift), logScale, x);
    return new Mapped(z, FeatureSum.apply(-1, logScale, x.lanes()));
  }

  @Override
  public Tensor initialize(Tensor x, Context context) {
    if (initialized.get(0, 0) == 0) {
      Shapes.requireFeatures("x", x, "the map", features());
      Moments moments = Moments.of(x);
      for (int f = 0; f < features(); f++) {
        set(f, moments.mean()[f], Math.log(moments.deviation()[f]));
      }
      initialized.fill(1);
    }
    return inverse(x, context).value();
  }

  @Override
  public Tensor initializeForward(Tensor z, Context context) {
    if (initialized.get(0, 0) == 0) {
      Shapes.requireFeatures("z", z, "the map", features());
      Moments moments = Moments.of(z);
      for (int f = 0; f < features(); f++) {
        double deviation = moments.deviation()[f];
        set(f, -moments.mean()[f] / deviation, -Math.log(deviation));
      }
      initialized.fill(1);
    }
    return forward(z, context).value();
  }

  private void set(int feature, double center, double logDeviation) {
    double s = Math.clamp(logDeviation, -0.9 * LIMIT, 0.9 * LIMIT);
    shift.value().data()[shift.value().at(feature)] = (float) center;
    double raw = s / (1 - Math.abs(s) / LIMIT); // the inverse of the soft clip
    rawScale.value().data()[rawScale.value().at(feature)] = (float) raw;
  }

  @Override
  public BijectionSpec spec() {
    return new Spec(features());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    visitor.parameter(prefix + "shift", shift);
    visitor.parameter(prefix + "rawScale", rawScale);
    visitor.state(prefix + "initialized", initialized);
    visitor.range(prefix + "initialized", initialized, 0, 1);
  }

  /// The architecture as data.
  ///
  /// @param features number of features
  public record Spec(int features) implements BijectionSpec {
    public Spec {
      Ranges.requireFeatures(features);
    }

    @Override
    public Bijection build(RandomGenerator random) {
      return new ActNorm(features);
    }

    @Override
    public double size() {
      return features;
    }

    @Override
    public List<String> description() {
      return List.of("activation normalization");
    }
  }
}

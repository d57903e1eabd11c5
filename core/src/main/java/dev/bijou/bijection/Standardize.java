package dev.bijou.bijection;

import dev.bijou.operation.FeatureAffine;
import dev.bijou.operation.FeatureSum;
import dev.bijou.operation.Moments;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;

/// z = (x − shift) / scale for each feature, with shift and scale taken from the data and not trained, so that a
/// flow's density is in the user's units.
///
/// [#initialize] sets them to the mean and the standard deviation of the batch, between exp(−80) and exp(80); a constant
/// feature gets scale 1. Values that are not finite do not count.
public final class Standardize implements Bijection {
  /// Bound of a log-scale: exp(80) and its inverse are ordinary floats.
  private static final double LIMIT = 80;

  private final Tensor shift; // (features × 1)
  private final Tensor logScale; // (features × 1)

  /// The identity, until it is initialized or loaded.
  public Standardize(int features) {
    this.shift = Tensor.zeros(features, 1);
    this.logScale = Tensor.zeros(features, 1);
  }

  @Override
  public int features() {
    return shift.features();
  }

  @Override
  public Mapped forward(Tensor z, Context context) {
    Tensor x = FeatureAffine.toData(shift, logScale, z);
    return new Mapped(x, FeatureSum.apply(1, logScale, z.lanes()));
  }

  @Override
  public Mapped inverse(Tensor x, Context context) {
    Tensor z = FeatureAffine.toBase(shift, logScale, x);
    return new Mapped(z, FeatureSum.apply(-1, logScale, x.lanes()));
  }

  @Override
  public Tensor initialize(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the map", features());
    Moments moments = Moments.of(x);
    for (int f = 0; f < features(); f++) {
      set(f, moments.mean()[f], Math.log(moments.deviation()[f]));
    }
    return inverse(x, context).value();
  }

  @Override
  public Tensor initializeForward(Tensor z, Context context) {
    Shapes.requireFeatures("z", z, "the map", features());
    Moments moments = Moments.of(z);
    for (int f = 0; f < features(); f++) {
      double deviation = moments.deviation()[f];
      set(f, -moments.mean()[f] / deviation, -Math.log(deviation));
    }
    return forward(z, context).value();
  }

  private void set(int feature, double center, double logDeviation) {
    shift.data()[shift.at(feature)] = (float) center;
    logScale.data()[logScale.at(feature)] = (float) Math.clamp(logDeviation, -LIMIT, LIMIT);
  }

  @Override
  public BijectionSpec spec() {
    return new Spec(features());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    visitor.state(prefix + "shift", shift);
    visitor.state(prefix + "logScale", logScale);
    visitor.range(prefix + "logScale", logScale, (float) -LIMIT, (float) LIMIT);
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
      return new Standardize(features);
    }

    @Override
    public double size() {
      return features;
    }

    @Override
    public List<String> description() {
      return List.of("standardize");
    }
  }
}

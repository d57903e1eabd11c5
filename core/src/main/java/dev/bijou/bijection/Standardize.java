package dev.bijou.bijection;

import dev.bijou.operation.FeatureAffine;
import dev.bijou.operation.FeatureSum;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;

/// z = (x − shift) / scale for each feature, with shift and scale taken from the data and not trained, so that a
/// flow's density is in the user's units.
///
/// [#initialize] sets them to the mean and the standard deviation of the batch; a constant feature gets scale 1.
public final class Standardize implements Bijection {
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
    Moments.set(x, shift, logScale);
    return inverse(x, context).value();
  }

  @Override
  public BijectionSpec spec() {
    return new BijectionSpec.Standardize(features());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    visitor.state(prefix + "shift", shift);
    visitor.state(prefix + "logScale", logScale);
  }

  /// Mean and log standard deviation of each feature of a batch, in double.
  static final class Moments {
    private Moments() {}

    /// Sets mean and logScale (features × 1) from x; the standard deviation is the population's, 1 where it is 0.
    static void set(Tensor x, Tensor mean, Tensor logScale) {
      Shapes.requireFeatures("x", x, "the map", mean.features());
      for (int f = 0; f < x.features(); f++) {
        double sum = 0;
        for (int n = 0; n < x.lanes(); n++) {
          sum += x.get(f, n);
        }
        double center = sum / Math.max(1, x.lanes());
        double squares = 0;
        for (int n = 0; n < x.lanes(); n++) {
          double d = x.get(f, n) - center;
          squares += d * d;
        }
        double variance = squares / Math.max(1, x.lanes());
        mean.data()[mean.at(f)] = (float) center;
        logScale.data()[logScale.at(f)] = variance > 0 ? (float) (Math.log(variance) / 2) : 0;
      }
    }
  }
}

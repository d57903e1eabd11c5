package dev.bijou.distribution;

import dev.bijou.operation.NormalFunctions;
import dev.bijou.operation.NormalLogProb;
import dev.bijou.spec.support.Outline;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.random.RandomGenerator;

/// Independent standard normal features, the usual base of a flow:
///
/// ```
/// log p(z) = −½ Σ_f z_f² − (features / 2) · log 2π
/// ```
///
/// @param features number of features
public record StandardNormal(int features) implements Cumulative {
  /// @throws IllegalArgumentException if `features` is out of range
  public StandardNormal {
    features = new Spec(features).features();
  }

  @Override
  public int contextFeatures() {
    return 0;
  }

  @Override
  public Tensor logProb(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the distribution", features);
    context.require(0, x.lanes());
    return NormalLogProb.apply(x);
  }

  @Override
  public Tensor sample(int lanes, Context context, RandomGenerator random) {
    context.require(0, lanes);
    Tensor z = Workspace.current().scratch(features, lanes);
    for (int n = 0; n < lanes; n++) {
      for (int f = 0; f < features; f++) {
        z.data()[z.at(f) + n] = (float) random.nextGaussian();
      }
    }
    return z;
  }

  @Override
  public Tensor cdf(Tensor x, Context context) {
    return Univariate.cdf(this, x, context, NormalFunctions::cdf);
  }

  @Override
  public Tensor quantile(Tensor p, Context context) {
    return Univariate.quantile(this, p, context, NormalFunctions::quantile);
  }

  @Override
  public DistributionSpec spec() {
    return new Spec(features);
  }

  @Override
  public void visit(String prefix, Visitor visitor) {}

  /// The architecture as data.
  ///
  /// @param features number of features
  public record Spec(int features) implements DistributionSpec {
    public Spec {
      Ranges.requireFeatures(features);
    }

    @Override
    public Distribution build(RandomGenerator random) {
      return new StandardNormal(features);
    }

    @Override
    public double size() {
      return 0;
    }

    @Override
    public List<String> description() {
      return List.of("standard normal, " + Outline.features(features));
    }
  }
}

package dev.bijou.distribution;

import dev.bijou.operation.StudentTLogProb;
import dev.bijou.spec.support.Outline;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.random.RandomGenerator;

/// Independent standard Student t features, a base with heavy tails (Jaini et al., 2020, arXiv:1907.04481):
///
/// ```
/// log p(x) = Σ_f [log Γ((ν + 1)/2) − log Γ(ν/2) − ½ log(νπ) − (ν + 1)/2 · log(1 + x_f²/ν)]
/// ```
///
/// @param features number of features
/// @param degreesOfFreedom ν, in [0.1, 1e6]; the smaller, the heavier the tails
public record StudentT(int features, float degreesOfFreedom) implements Cumulative {
  /// @throws IllegalArgumentException if a value is out of range
  public StudentT {
    features = new Spec(features, degreesOfFreedom).features();
  }

  @Override
  public int contextFeatures() {
    return 0;
  }

  @Override
  public Tensor logProb(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the distribution", features);
    context.require(0, x.lanes());
    return StudentTLogProb.apply(
        degreesOfFreedom, StudentTFunctions.logDensityAtZero(degreesOfFreedom), x);
  }

  /// Draws t = √(ν (U^(−2/ν) − 1)) · cos 2πV with uniform U and V (Bailey, 1994, Mathematics of Computation 62),
  /// clipped to ±1e30.
  @Override
  public Tensor sample(int lanes, Context context, RandomGenerator random) {
    context.require(0, lanes);
    double nu = degreesOfFreedom;
    Tensor x = Workspace.current().scratch(features, lanes);
    for (int n = 0; n < lanes; n++) {
      for (int f = 0; f < features; f++) {
        double radius = Math.sqrt(nu * Math.expm1(-2 / nu * Math.log(Univariate.open(random))));
        double angle = 2 * Math.PI * Univariate.open(random);
        x.data()[x.at(f) + n] = Univariate.saturated(radius * Math.cos(angle));
      }
    }
    return x;
  }

  @Override
  public Tensor cdf(Tensor x, Context context) {
    return Univariate.cdf(this, x, context, v -> StudentTFunctions.cdf(v, degreesOfFreedom));
  }

  @Override
  public Tensor quantile(Tensor p, Context context) {
    return Univariate.quantile(
        this, p, context, v -> StudentTFunctions.quantile(v, degreesOfFreedom));
  }

  @Override
  public DistributionSpec spec() {
    return new Spec(features, degreesOfFreedom);
  }

  @Override
  public void visit(String prefix, Visitor visitor) {}

  /// The architecture as data.
  ///
  /// @param features number of features
  /// @param degreesOfFreedom ν, in [0.1, 1e6]
  public record Spec(int features, float degreesOfFreedom) implements DistributionSpec {
    /// @throws IllegalArgumentException if a value is out of range
    public Spec {
      Ranges.requireFeatures(features);
      if (!(degreesOfFreedom >= 0.1f && degreesOfFreedom <= 1e6f)) {
        throw new IllegalArgumentException(
            "degreesOfFreedom is " + degreesOfFreedom + ", but must lie in [0.1, 1e6]");
      }
    }

    @Override
    public Distribution build(RandomGenerator random) {
      return new StudentT(features, degreesOfFreedom);
    }

    @Override
    public double size() {
      return 0;
    }

    @Override
    public List<String> description() {
      return List.of(
          "Student t, %s, %s degrees of freedom"
              .formatted(Outline.features(features), degreesOfFreedom));
    }
  }
}

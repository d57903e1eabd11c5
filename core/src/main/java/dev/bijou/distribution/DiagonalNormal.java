package dev.bijou.distribution;

import dev.bijou.operation.Add;
import dev.bijou.operation.FeatureAffine;
import dev.bijou.operation.FeatureSum;
import dev.bijou.operation.Moments;
import dev.bijou.operation.NormalFunctions;
import dev.bijou.operation.NormalLogProb;
import dev.bijou.spec.support.Outline;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.random.RandomGenerator;

/// Independent normal features with trained mean m and log-scale s:
///
/// ```
/// log p(x) = −Σ_f (½ z_f² + s_f + ½ log 2π),   z_f = (x_f − m_f) exp(−s_f)
/// ```
///
/// It starts as the standard normal; [#initialize] takes mean and scale from the data. The scale stays within e^±80
/// ([LogScale]).
public final class DiagonalNormal implements Cumulative {
  private final Spec spec;
  private final Parameter mean; // (features × 1)
  private final Parameter logScale; // (features × 1), before the soft clip

  /// @param features number of features
  /// @throws IllegalArgumentException if `features` is out of range
  public DiagonalNormal(int features) {
    this.spec = new Spec(features);
    this.mean = new Parameter(Tensor.zeros(features, 1));
    this.logScale = new Parameter(Tensor.zeros(features, 1));
  }

  @Override
  public int features() {
    return spec.features();
  }

  @Override
  public int contextFeatures() {
    return 0;
  }

  @Override
  public Tensor logProb(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the distribution", features());
    context.require(0, x.lanes());
    Tensor s = LogScale.read(logScale);
    Tensor z = FeatureAffine.toBase(Workspace.current().read(mean), s, x);
    return Numerics.markNonFinite(
        x, Add.apply(NormalLogProb.apply(z), FeatureSum.apply(-1, s, x.lanes())));
  }

  /// Draws m + exp(s) · ε, differentiable in both parameters.
  @Override
  public Tensor sample(int lanes, Context context, RandomGenerator random) {
    Tensor z = new StandardNormal(features()).sample(lanes, context, random);
    return FeatureAffine.toData(Workspace.current().read(mean), LogScale.read(logScale), z);
  }

  @Override
  public Tensor cdf(Tensor x, Context context) {
    double center = mean.value().get(0, 0);
    double scale = Math.exp(LogScale.values(logScale).get(0, 0));
    return Univariate.cdf(this, x, context, v -> NormalFunctions.cdf((v - center) / scale));
  }

  @Override
  public Tensor quantile(Tensor p, Context context) {
    double center = mean.value().get(0, 0);
    double scale = Math.exp(LogScale.values(logScale).get(0, 0));
    return Univariate.quantile(this, p, context, v -> center + scale * NormalFunctions.quantile(v));
  }

  /// Sets the mean and the scale of each feature to those of the batch; scale 1 where a feature is constant.
  @Override
  public void initialize(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the distribution", features());
    context.require(0, x.lanes());
    Moments moments = Moments.of(x);
    for (int f = 0; f < features(); f++) {
      mean.value().data()[mean.value().at(f)] = (float) moments.mean()[f];
      logScale.value().data()[logScale.value().at(f)] = LogScale.of(moments.deviation()[f]);
    }
  }

  @Override
  public DistributionSpec spec() {
    return spec;
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    visitor.parameter(prefix + "mean", mean);
    visitor.parameter(prefix + "logScale", logScale);
  }

  /// The architecture as data.
  ///
  /// @param features number of features
  public record Spec(int features) implements DistributionSpec {
    public Spec {
      Ranges.requireFeatures(features);
    }

    @Override
    public Distribution build(RandomGenerator random) {
      return new DiagonalNormal(features);
    }

    @Override
    public double size() {
      return features;
    }

    @Override
    public List<String> description() {
      return List.of("diagonal normal, " + Outline.features(features));
    }
  }
}

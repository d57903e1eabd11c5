package dev.bijou.distribution;

import dev.bijou.operation.MixtureLogProb;
import dev.bijou.operation.NormalFunctions;
import dev.bijou.spec.support.Outline;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// A mixture of normals with diagonal covariance and trained weights, means and scales:
///
/// ```
/// p(x) = Σ_k softmax(a)_k Π_f N(x_f; m_kf, exp(2 s_kf))
/// ```
///
/// It starts with equal weights, means drawn from the standard normal and scale 1; [#initialize] takes all three from
/// the data. Scales stay within e^±80 ([LogScale]).
public final class GaussianMixture implements Cumulative {
  private final Spec spec;
  private final Parameter logits; // (components × 1)
  private final Parameter mean; // (components × features)
  private final Parameter logScale; // (components × features), before the soft clip
  private final long seed; // of the initialization from data

  /// @param features number of features
  /// @param components number of components
  /// @param random draws the initial means and the seed of [#initialize]
  /// @throws IllegalArgumentException if a count is out of range
  public GaussianMixture(int features, int components, RandomGenerator random) {
    this.spec = new Spec(features, components);
    this.logits = new Parameter(Tensor.zeros(components, 1));
    this.mean = new Parameter(Tensor.zeros(components, features));
    this.logScale = new Parameter(Tensor.zeros(components, features));
    for (int i = 0; i < mean.value().size(); i++) {
      mean.value().data()[i] = (float) random.nextGaussian();
    }
    this.seed = random.nextLong();
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
    Workspace workspace = Workspace.current();
    return MixtureLogProb.apply(
        workspace.read(logits), workspace.read(mean), LogScale.read(logScale), x);
  }

  @Override
  public Tensor sample(int lanes, Context context, RandomGenerator random) {
    context.require(0, lanes);
    double[] weights = weights();
    Tensor scales = LogScale.values(logScale);
    Tensor x = Workspace.current().scratch(features(), lanes);
    for (int n = 0; n < lanes; n++) {
      int k = draw(weights, random.nextDouble());
      for (int f = 0; f < features(); f++) {
        double value = mean.value().get(k, f) + Math.exp(scales.get(k, f)) * random.nextGaussian();
        x.data()[x.at(f) + n] = Univariate.saturated(value);
      }
    }
    return x;
  }

  /// The component in whose share of [0, 1) u lies.
  private static int draw(double[] weights, double u) {
    double left = u;
    int k = 0;
    while (k < weights.length - 1 && left >= weights[k]) {
      left -= weights[k++];
    }
    return k;
  }

  @Override
  public Tensor cdf(Tensor x, Context context) {
    List<Component> components = components();
    return Univariate.cdf(this, x, context, v -> cdf(components, v));
  }

  /// Found between the least and the greatest quantile of a component, where it must lie.
  @Override
  public Tensor quantile(Tensor p, Context context) {
    List<Component> components = components();
    return Univariate.quantile(this, p, context, v -> quantile(components, v));
  }

  private static double cdf(List<Component> components, double x) {
    return components.stream()
        .mapToDouble(c -> c.weight() * NormalFunctions.cdf(c.standardized(x)))
        .sum();
  }

  private static double quantile(List<Component> components, double p) {
    double z = NormalFunctions.quantile(p);
    if (!Double.isFinite(z)) {
      return z;
    }
    return MonotoneRoot.find(
        x -> cdf(components, x) - p,
        x -> components.stream().mapToDouble(c -> c.density(x)).sum(),
        components.stream().mapToDouble(c -> c.mean() + c.scale() * z).min().orElseThrow(),
        components.stream().mapToDouble(c -> c.mean() + c.scale() * z).max().orElseThrow());
  }

  /// The first feature of each component, in double.
  private List<Component> components() {
    double[] weights = weights();
    Tensor scales = LogScale.values(logScale);
    return IntStream.range(0, spec.components())
        .mapToObj(
            k -> new Component(weights[k], mean.value().get(k, 0), Math.exp(scales.get(k, 0))))
        .toList();
  }

  private record Component(double weight, double mean, double scale) {
    double standardized(double x) {
      return (x - mean) / scale;
    }

    double density(double x) {
      return weight * NormalFunctions.density(standardized(x)) / scale;
    }
  }

  /// softmax of the logits, in double.
  private double[] weights() {
    double[] weights = new double[spec.components()];
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < weights.length; k++) {
      max = Math.max(max, logits.value().get(k, 0));
    }
    double sum = 0;
    for (int k = 0; k < weights.length; k++) {
      weights[k] = Math.exp(logits.value().get(k, 0) - max);
      sum += weights[k];
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] /= sum;
    }
    return weights;
  }

  /// Sets weights, means and scales to those of the clusters of the batch, as [Clusters] finds them; without finite
  /// lanes they stay.
  @Override
  public void initialize(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the distribution", features());
    context.require(0, x.lanes());
    Clusters clusters = Clusters.of(x, spec.components(), seed);
    for (int k = 0; k < clusters.share().length; k++) {
      logits.value().data()[logits.value().at(k)] = (float) Math.log(clusters.share()[k]);
      for (int f = 0; f < features(); f++) {
        mean.value().data()[mean.value().at(k) + f] = (float) clusters.mean()[k][f];
        logScale.value().data()[logScale.value().at(k) + f] =
            LogScale.of(clusters.deviation()[k][f]);
      }
    }
  }

  @Override
  public DistributionSpec spec() {
    return spec;
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    visitor.parameter(prefix + "logits", logits);
    visitor.parameter(prefix + "mean", mean);
    visitor.parameter(prefix + "logScale", logScale);
  }

  /// The architecture as data.
  ///
  /// @param features number of features
  /// @param components number of components, at least 1
  public record Spec(int features, int components) implements DistributionSpec {
    /// @throws IllegalArgumentException if a count is out of range
    public Spec {
      Ranges.requireFeatures(features);
      if (components < 1 || components > 65536) {
        throw new IllegalArgumentException(
            "components is " + components + ", but must lie in 1 … 65536");
      }
    }

    @Override
    public Distribution build(RandomGenerator random) {
      return new GaussianMixture(features, components, random);
    }

    @Override
    public double size() {
      return (double) features * components;
    }

    @Override
    public List<String> description() {
      return List.of("mixture of %d normals, %s".formatted(components, Outline.features(features)));
    }
  }
}

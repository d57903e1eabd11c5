package dev.bijou.distribution;

import dev.bijou.bijection.Standardize;
import dev.bijou.operation.Clip;
import dev.bijou.spec.support.Outline;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.OverTime;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;

/// A conditional distribution whose context comes in the user's units: `of` sees (context − shift) / scale for each
/// context feature, clipped to ±1e4.
///
/// [#initialize] takes shift and scale from the first batch's context, as its mean and standard deviation (1 for a
/// constant feature). A lane whose context holds NaN or infinity has the log-density NaN.
public final class ScaledContext implements Cumulative, OverTime {
  private final Distribution of;
  private final Standardize scaling;

  /// @param of the conditional distribution that sees the scaled context
  /// @param contextFeatures number of context features, that of `of`, at least 1
  /// @throws IllegalArgumentException if the context features are none or differ
  public ScaledContext(Distribution of, int contextFeatures) {
    if (contextFeatures < 1 || of.contextFeatures() != contextFeatures) {
      throw new IllegalArgumentException(
          "a scaled context of %d features needs a distribution with as many, at least 1, but it has %d"
              .formatted(contextFeatures, of.contextFeatures()));
    }
    this.of = of;
    this.scaling = new Standardize(contextFeatures);
  }

  @Override
  public int features() {
    return of.features();
  }

  @Override
  public int contextFeatures() {
    return of.contextFeatures();
  }

  @Override
  public Span span() {
    return Span.of(of);
  }

  @Override
  public Tensor logProb(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the distribution", features());
    return Numerics.markNonFinite(context, of.logProb(x, scaled(context, x.lanes())));
  }

  @Override
  public Tensor sample(int lanes, Context context, RandomGenerator random) {
    return of.sample(lanes, scaled(context, lanes), random);
  }

  @Override
  public Sample sampleAndLogProb(int lanes, Context context, RandomGenerator random) {
    Sample sample = of.sampleAndLogProb(lanes, scaled(context, lanes), random);
    return new Sample(sample.value(), Numerics.markNonFinite(context, sample.logProb()));
  }

  @Override
  public Tensor cdf(Tensor x, Context context) {
    return Numerics.markNonFinite(context, Cumulative.of(of).cdf(x, scaled(context, x.lanes())));
  }

  @Override
  public Tensor quantile(Tensor p, Context context) {
    return Numerics.markNonFinite(
        context, Cumulative.of(of).quantile(p, scaled(context, p.lanes())));
  }

  /// The distribution that sees the scaled context.
  public Distribution of() {
    return of;
  }

  /// The context of [#of] for a context in the user's units.
  ///
  /// @throws IllegalArgumentException if the context has another shape than this distribution needs
  public Context scaled(Context context, int lanes) {
    context.require(contextFeatures(), lanes, span().contextRate());
    return switch (context) {
      case Context.None _ -> context;
      case Context.Given(Tensor values, int segments) ->
          Context.of(
              Clip.apply(Numerics.NETWORK_INPUT, scaling.inverse(values, Context.NONE).value()),
              segments);
    };
  }

  @Override
  public void initialize(Tensor x, Context context) {
    context.require(contextFeatures(), x.lanes(), span().contextRate());
    if (context instanceof Context.Given(Tensor values, _)) {
      scaling.initialize(values, Context.NONE);
    }
    of.initialize(x, scaled(context, x.lanes()));
  }

  @Override
  public void warmStart(Tensor x, Context context) {
    of.warmStart(x, scaled(context, x.lanes()));
  }

  @Override
  public DistributionSpec spec() {
    return new Spec(of.spec(), contextFeatures());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    scaling.visit(prefix, visitor);
    of.visit(prefix + "of.", visitor);
  }

  /// The architecture as data.
  ///
  /// @param of the conditional distribution that sees the scaled context
  /// @param context number of context features
  public record Spec(DistributionSpec of, int context) implements DistributionSpec {
    /// @throws IllegalArgumentException if the context is out of range
    public Spec {
      Ranges.requireContext(context);
    }

    @Override
    public int features() {
      return of.features();
    }

    @Override
    public Distribution build(RandomGenerator random) {
      return new ScaledContext(of.build(random), context);
    }

    @Override
    public double size() {
      return context + of.size();
    }

    @Override
    public double computed() {
      return of.computed();
    }

    @Override
    public List<String> description() {
      return Outline.of(
          "given %d standardized columns".formatted(context), List.of(of.description()));
    }
  }
}

package dev.bijou.flow;

import dev.bijou.bijection.Bijection;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.distribution.Cumulative;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.operation.Add;
import dev.bijou.spec.support.Outline;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.OverTime;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.random.RandomGenerator;

/// A normalizing flow: a base distribution carried through a bijection.
///
/// ```
/// log p(x | c) = log p_base(f⁻¹(x; c)) + log |det ∂z/∂x|        x = f(z; c), z ~ base
/// ```
///
/// @param base the distribution of z
/// @param bijection the map between z and x
public record Flow(Distribution base, Bijection bijection) implements Cumulative, OverTime {

  /// @throws IllegalArgumentException if the features differ
  public Flow {
    if (base.features() != bijection.features()) {
      throw new IllegalArgumentException(
          "base has %d features, but bijection has %d"
              .formatted(base.features(), bijection.features()));
    }
  }

  @Override
  public int features() {
    return bijection.features();
  }

  @Override
  public int contextFeatures() {
    return Math.max(base.contextFeatures(), bijection.contextFeatures());
  }

  @Override
  public Span span() {
    return Span.of(bijection);
  }

  /// The base's variable for the data, z = f⁻¹(x), and log |det ∂z/∂x|.
  public Mapped toBase(Tensor x, Context context) {
    check(x, context);
    return bijection.inverse(x, context);
  }

  /// The data for the base's variable, x = f(z), and log |det ∂x/∂z|.
  public Mapped toData(Tensor z, Context context) {
    check(z, context);
    return bijection.forward(z, context);
  }

  @Override
  public Tensor logProb(Tensor x, Context context) {
    Mapped z = toBase(x, context);
    Tensor logProb = Add.apply(base.logProb(z.value(), baseContext(context)), z.logDet());
    return Numerics.markNonFinite(x, Numerics.markNonFinite(context, logProb));
  }

  @Override
  public Tensor sample(int lanes, Context context, RandomGenerator random) {
    return toData(base.sample(lanes, baseContext(context), random), context).value();
  }

  @Override
  public Sample sampleAndLogProb(int lanes, Context context, RandomGenerator random) {
    Sample z = base.sampleAndLogProb(lanes, baseContext(context), random);
    Mapped x = toData(z.value(), context);
    Workspace workspace = Workspace.current();
    Tensor volume = workspace.output(1, lanes, x.logDet().tracked());
    workspace.compute(() -> {
      for (int n = 0; n < lanes; n++) {
        volume.data()[volume.offset() + n] = -x.logDet().get(0, n);
      }
    });
    workspace.record(
        volume,
        () -> {
          Tensor d = x.logDet().gradient();
          for (int n = 0; n < lanes; n++) {
            d.data()[d.offset() + n] -= volume.gradient().get(0, n);
          }
        });
    return new Sample(x.value(), Add.apply(z.logProb(), volume));
  }

  /// P(X ≤ x) of a flow of one feature, whose map is increasing: the base's cdf of z.
  @Override
  public Tensor cdf(Tensor x, Context context) {
    requireOneFeature();
    return Cumulative.of(base).cdf(toBase(x, context).value(), baseContext(context));
  }

  /// The p-quantile of a flow of one feature, whose map is increasing: the image of the base's quantile.
  @Override
  public Tensor quantile(Tensor p, Context context) {
    requireOneFeature();
    return toData(Cumulative.of(base).quantile(p, baseContext(context)), context).value();
  }

  private void requireOneFeature() {
    if (features() != 1) {
      throw new UnsupportedOperationException(
          "the flow has %d features; cdf and quantile are defined for one".formatted(features()));
    }
  }

  private void check(Tensor x, Context context) {
    Shapes.requireFeatures("the argument", x, "the flow", features());
    context.require(contextFeatures(), x.lanes(), span().contextRate());
  }

  private Context baseContext(Context context) {
    return base.contextFeatures() == 0 ? Context.NONE : context;
  }

  @Override
  public void initialize(Tensor x, Context context) {
    base.initialize(bijection.initialize(x, context), baseContext(context));
  }

  /// Begins as the bijection does, see [Bijection#warmStart].
  @Override
  public void warmStart(Tensor x, Context context) {
    bijection.warmStart(x, context);
  }

  @Override
  public DistributionSpec spec() {
    return new Spec(base.spec(), bijection.spec());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    base.visit(prefix + "base.", visitor);
    bijection.visit(prefix + "bijection.", visitor);
  }

  /// The architecture as data.
  ///
  /// @param base the distribution of z
  /// @param bijection the map between z and x
  public record Spec(DistributionSpec base, BijectionSpec bijection) implements DistributionSpec {
    /// @throws IllegalArgumentException if the features differ
    public Spec {
      if (base.features() != bijection.features()) {
        throw new IllegalArgumentException(
            "base has %d features, but bijection has %d"
                .formatted(base.features(), bijection.features()));
      }
    }

    @Override
    public int features() {
      return base.features();
    }

    @Override
    public Distribution build(RandomGenerator random) {
      return new Flow(base.build(random), bijection.build(random));
    }

    @Override
    public double size() {
      return base.size() + bijection.size();
    }

    @Override
    public double computed() {
      return base.computed() + bijection.computed();
    }

    @Override
    public List<String> description() {
      return Outline.of(
          "flow, from the base to the data", List.of(base.description(), bijection.description()));
    }
  }
}

package dev.bijou.sequence.distribution;

import dev.bijou.distribution.Cumulative;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.nn.Initial;
import dev.bijou.operation.Squeeze;
import dev.bijou.operation.Taps;
import dev.bijou.operation.TransposedConvolution;
import dev.bijou.spec.support.Outline;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.OverTime;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.random.RandomGenerator;

/// A conditional distribution of sequences whose context has fewer frames than the data: a learned upsampling makes
/// `stride` frames of each, by a transposed convolution with a kernel of several strides, and `group` of these frames
/// become the context of one lane of `of`, feature by feature (as WaveGlow has it; Prenger et al., 2019,
/// arXiv:1811.00002).
public final class UpsampledContext implements Cumulative, OverTime {
  private final Spec shape;
  private final Distribution of;
  private final Taps taps;
  private final Parameter weight; // (context · stride × kernel / stride · context)
  private final Parameter bias; // (context × 1)

  /// @param shape the numbers; its own `of` is ignored
  /// @param of the conditional distribution that sees the upsampled context, of context · group features
  /// @throws IllegalArgumentException if `of` needs another context
  public UpsampledContext(Spec shape, Distribution of, RandomGenerator random) {
    int context = shape.context();
    if (of.contextFeatures() != (long) context * shape.group()) {
      throw new IllegalArgumentException(
          "an upsampled context of %d × %d features needs a distribution with as many, but it has %d"
              .formatted(context, shape.group(), of.contextFeatures()));
    }
    this.shape = shape;
    this.of = of;
    this.taps = Taps.causal(shape.kernel() / shape.stride(), 1);
    int columns = taps.kernel() * context;
    this.weight =
        new Parameter(
            Initial.uniform(
                Math.multiplyExact(context, shape.stride()),
                columns,
                1 / (float) Math.sqrt(columns),
                random));
    this.bias = new Parameter(Tensor.zeros(context, 1));
  }

  @Override
  public int features() {
    return of.features();
  }

  @Override
  public int contextFeatures() {
    return shape.context();
  }

  @Override
  public Span span() {
    Span inner = Span.of(of);
    int rate = shape.stride() / shape.group() * inner.contextRate();
    return new Span(inner.reach() + taps.reach() * rate, rate);
  }

  @Override
  public Tensor logProb(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the distribution", features());
    return Numerics.markNonFinite(context, of.logProb(x, upsampled(context, x.lanes())));
  }

  @Override
  public Tensor sample(int lanes, Context context, RandomGenerator random) {
    return of.sample(lanes, upsampled(context, lanes), random);
  }

  @Override
  public Sample sampleAndLogProb(int lanes, Context context, RandomGenerator random) {
    Sample sample = of.sampleAndLogProb(lanes, upsampled(context, lanes), random);
    return new Sample(sample.value(), Numerics.markNonFinite(context, sample.logProb()));
  }

  @Override
  public Tensor cdf(Tensor x, Context context) {
    return Numerics.markNonFinite(context, Cumulative.of(of).cdf(x, upsampled(context, x.lanes())));
  }

  @Override
  public Tensor quantile(Tensor p, Context context) {
    return Numerics.markNonFinite(
        context, Cumulative.of(of).quantile(p, upsampled(context, p.lanes())));
  }

  private Context upsampled(Context context, int lanes) {
    context.require(contextFeatures(), lanes, span().contextRate());
    return switch (context) {
      case Context.None _ -> context;
      case Context.Given(Tensor values, int segments) -> {
        Workspace workspace = Workspace.current();
        Tensor wide =
            TransposedConvolution.apply(
                taps,
                shape.stride(),
                workspace.read(weight),
                workspace.read(bias),
                values,
                segments);
        yield Context.of(Squeeze.apply(shape.group(), Squeeze.Order.BY_FEATURE, wide), segments);
      }
    };
  }

  @Override
  public void initialize(Tensor x, Context context) {
    of.initialize(x, upsampled(context, x.lanes()));
  }

  @Override
  public DistributionSpec spec() {
    return new Spec(of.spec(), shape.context(), shape.kernel(), shape.stride(), shape.group());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    visitor.parameter(prefix + "weight", weight);
    visitor.parameter(prefix + "bias", bias);
    of.visit(prefix + "of.", visitor);
  }

  /// The architecture as data.
  ///
  /// @param of the conditional distribution that sees the upsampled context
  /// @param context number of context features
  /// @param kernel frames of the upsampled context that one of the context reaches; a multiple of the stride
  /// @param stride frames of the upsampled context for one of the context; a multiple of the group
  /// @param group frames of the upsampled context in one lane of `of`
  public record Spec(DistributionSpec of, int context, int kernel, int stride, int group)
      implements DistributionSpec {
    /// @throws IllegalArgumentException if a number is out of range or does not fit the others
    public Spec {
      Ranges.requireContext(context);
      if (context == 0) {
        throw new IllegalArgumentException("context is 0, but there must be one to upsample");
      }
      if (group < 1 || stride < 1 || stride > 65536 || stride % group != 0) {
        throw new IllegalArgumentException(
            "stride is %d and group is %d, but the stride must be a multiple of the group, at most 65536"
                .formatted(stride, group));
      }
      if (kernel < stride || kernel > 1 << 20 || kernel % stride != 0) {
        throw new IllegalArgumentException(
            "kernel is %d, but must be a multiple of the stride, %d".formatted(kernel, stride));
      }
    }

    @Override
    public int features() {
      return of.features();
    }

    @Override
    public Distribution build(RandomGenerator random) {
      return new UpsampledContext(this, of.build(random), random);
    }

    @Override
    public double size() {
      return (double) context * context * kernel + of.size();
    }

    @Override
    public double computed() {
      return of.computed();
    }

    @Override
    public List<String> description() {
      return Outline.of(
          "given %d bands, upsampled by %d, in groups of %d".formatted(context, stride, group),
          List.of(of.description()));
    }
  }
}

package dev.bijou.bijection;

import dev.bijou.bijection.BijectionSpec.Pins;
import dev.bijou.nn.Made;
import dev.bijou.operation.Add;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.random.RandomGenerator;

/// Each feature goes through a scalar map whose parameters see the features before it: z_i = τ⁻¹(x_i; θ(x_<i, context))
/// (Papamakarios et al., 2017, arXiv:1705.07057; with splines, Durkan et al., 2019, arXiv:1906.04032).
///
/// The inverse (scoring, training) is one pass of the network. The forward map (sampling) goes feature by feature and
/// computes for each only the hidden units it unlocks, so all features together cost about one pass as well. While a
/// tape records, the forward map runs the whole network once per feature instead: for reverse KL use an inverse
/// autoregressive flow or couplings.
public final class MaskedAutoregressive implements Bijection {
  private final Spec spec;
  private final Made conditioner;

  /// A layer with initial parameters drawn from a generator.
  public MaskedAutoregressive(Spec spec, RandomGenerator random) {
    this.spec = spec;
    this.conditioner =
        new Made(
            spec.network(),
            spec.features(),
            spec.context(),
            spec.transformer().parameterCount(),
            random);
  }

  @Override
  public int features() {
    return spec.features();
  }

  @Override
  public int contextFeatures() {
    return spec.context();
  }

  @Override
  public Mapped inverse(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the layer", features());
    return spec.transformer().inverse(x, conditioner.theta(x, own(context)));
  }

  @Override
  public Mapped forward(Tensor z, Context context) {
    Shapes.requireFeatures("z", z, "the layer", features());
    return Workspace.current().recording()
        ? forwardByPasses(z, context)
        : forwardBySweep(z, context);
  }

  private Mapped forwardBySweep(Tensor z, Context context) {
    Workspace workspace = Workspace.current();
    Tensor x = workspace.scratch(z.features(), z.lanes());
    Tensor logDet = Mapped.withoutDeterminant(z).logDet();
    Made.Sweep sweep = conditioner.sweep(z.lanes(), own(context));
    for (int i = 0; i < z.features(); i++) {
      Mapped feature = spec.transformer().forward(z.rows(i, i + 1), sweep.theta(i));
      Tensor row = x.rows(i, i + 1);
      workspace.compute(() -> row.set(feature.value()));
      logDet = Add.apply(logDet, feature.logDet());
      sweep.give(i, feature.value());
    }
    return new Mapped(x, logDet);
  }

  /// After pass i the first i + 1 features are right; each pass differentiates through the one before.
  private Mapped forwardByPasses(Tensor z, Context context) {
    Mapped mapped = spec.transformer().forward(z, conditioner.theta(z, own(context)));
    for (int i = 1; i < z.features(); i++) {
      mapped = spec.transformer().forward(z, conditioner.theta(mapped.value(), own(context)));
    }
    return mapped;
  }

  /// Sets the initial splines so that the image of each feature of a batch is normal, where that is worthwhile, see
  /// [MarginalSpline]. Does nothing to other scalar maps.
  public void normalize(Tensor x) {
    Shapes.requireFeatures("x", x, "the layer", features());
    if (spec.transformer() instanceof RationalQuadraticSpline spline) {
      for (int f = 0; f < features(); f++) {
        float[] values = x.rows(f, f + 1).toArray();
        conditioner.shift(f * spline.parameterCount(), MarginalSpline.of(spline, values));
      }
    }
  }

  private Context own(Context context) {
    return spec.context() == 0 ? Context.NONE : context;
  }

  @Override
  public BijectionSpec spec() {
    return spec;
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    conditioner.visit(prefix + "conditioner.", visitor);
  }

  /// The architecture as data.
  ///
  /// @param features number of features
  /// @param context number of context features
  /// @param network the conditioner
  /// @param transformer the map of each feature
  public record Spec(int features, int context, NetworkSpec network, ScalarBijection transformer)
      implements BijectionSpec {
    /// @throws IllegalArgumentException if a count is out of range
    public Spec {
      Ranges.requireFeatures(features);
      Ranges.requireContext(context);
    }

    @Override
    public Bijection build(RandomGenerator random) {
      return new MaskedAutoregressive(this, random);
    }

    @Override
    public double size() {
      return network.weights(
          (double) features + context, (double) features * transformer.parameterCount());
    }

    @Override
    public List<String> description() {
      return List.of(
          "masked autoregressive: %s, %s"
              .formatted(transformer.description(), network.description()));
    }

    @Override
    public Pins pins() {
      return Pins.of("MaskedAutoregressive", features, transformer);
    }
  }
}

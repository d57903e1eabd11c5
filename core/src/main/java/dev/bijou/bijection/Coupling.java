package dev.bijou.bijection;

import dev.bijou.bijection.BijectionSpec.Pins;
import dev.bijou.nn.CouplingMap;
import dev.bijou.nn.DenseConditioner;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;

/// The first features pass unchanged and condition a scalar map of each of the others (Dinh et al., 2017,
/// arXiv:1605.08803): x = (z_a, τ(z_b; θ(z_a, context))). Both directions cost one pass of the network.
public final class Coupling implements Bijection {
  private final Spec spec;
  private final CouplingMap map;

  /// A layer with initial parameters drawn from a generator.
  public Coupling(Spec spec, RandomGenerator random) {
    this.spec = spec;
    int parameters = (spec.features() - spec.passing()) * spec.transformer().parameterCount();
    this.map =
        new CouplingMap(
            spec.features(),
            spec.passing(),
            spec.transformer()::forward,
            spec.transformer()::inverse,
            new DenseConditioner(
                spec.network(), spec.passing(), spec.context(), parameters, random));
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
  public Mapped forward(Tensor z, Context given) {
    return map.forward(z, own(given));
  }

  @Override
  public Mapped inverse(Tensor x, Context given) {
    return map.inverse(x, own(given));
  }

  @Override
  public Mapped retrace(Tensor z, Tensor x, Context given) {
    return map.retrace(z, x, own(given));
  }

  private Context own(Context given) {
    return spec.context() == 0 ? Context.NONE : given;
  }

  @Override
  public Spec spec() {
    return spec;
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    map.conditioner().visit(prefix + "conditioner.", visitor);
  }

  /// The architecture as data.
  ///
  /// @param features number of features
  /// @param passing how many leading features pass unchanged and condition the others; 0 … features − 1
  /// @param context number of context features
  /// @param network the conditioner
  /// @param transformer the map of each other feature
  public record Spec(
      int features, int passing, int context, NetworkSpec network, ScalarBijection transformer)
      implements BijectionSpec {
    /// @throws IllegalArgumentException if a count is out of range
    public Spec {
      Ranges.requireFeatures(features);
      Ranges.requireContext(context);
      Ranges.requirePassing(passing, features);
    }

    @Override
    public Bijection build(RandomGenerator random) {
      return new Coupling(this, random);
    }

    @Override
    public double size() {
      return network.weights(
          (double) passing + context, (double) (features - passing) * transformer.parameterCount());
    }

    @Override
    public List<String> description() {
      return List.of(
          "coupling, %d of %d features pass: %s, %s"
              .formatted(passing, features, transformer.description(), network.description()));
    }

    @Override
    public Pins pins() {
      return Pins.of("Coupling", features, transformer);
    }
  }
}

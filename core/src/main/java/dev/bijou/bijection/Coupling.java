package dev.bijou.bijection;

import dev.bijou.nn.Conditioner;
import dev.bijou.nn.DenseConditioner;
import dev.bijou.operation.Concatenate;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import java.util.random.RandomGenerator;

/// The first features pass unchanged and condition a scalar map of each of the others (Dinh et al., 2017,
/// arXiv:1605.08803): x = (z_a, τ(z_b; θ(z_a, context))). Both directions cost one pass of the network.
public final class Coupling implements Bijection {
  private final BijectionSpec.Coupling spec;
  private final Conditioner conditioner;

  /// A layer with initial parameters drawn from a generator.
  public Coupling(BijectionSpec.Coupling spec, RandomGenerator random) {
    this.spec = spec;
    int parameters = (spec.features() - spec.passing()) * spec.transformer().parameterCount();
    this.conditioner =
        new DenseConditioner(spec.network(), spec.passing(), spec.context(), parameters, random);
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
  public Mapped forward(Tensor z, Context context) {
    Shapes.requireFeatures("z", z, "the coupling", features());
    Tensor passing = z.rows(0, spec.passing());
    Mapped rest =
        spec.transformer()
            .forward(z.rows(spec.passing(), features()), conditioner.theta(passing, own(context)));
    return new Mapped(Concatenate.apply(passing, rest.value()), rest.logDet());
  }

  @Override
  public Mapped inverse(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the coupling", features());
    Tensor passing = x.rows(0, spec.passing());
    Mapped rest =
        spec.transformer()
            .inverse(x.rows(spec.passing(), features()), conditioner.theta(passing, own(context)));
    return new Mapped(Concatenate.apply(passing, rest.value()), rest.logDet());
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
}

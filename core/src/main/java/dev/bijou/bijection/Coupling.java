package dev.bijou.bijection;

import dev.bijou.nn.Conditioner;
import dev.bijou.nn.DenseConditioner;
import dev.bijou.operation.Concatenate;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.random.RandomGenerator;

/// The first features pass unchanged and condition a scalar map of each of the others (Dinh et al., 2017,
/// arXiv:1605.08803): x = (z_a, τ(z_b; θ(z_a, context))). Both directions cost one pass of the network.
///
/// The network sees its own lane only, or, for sequences, the neighbouring lanes of the segment too.
public final class Coupling implements Bijection {
  private final BijectionSpec spec;
  private final int passing;
  private final int context;
  private final int rate;
  private final ScalarBijection transformer;
  private final Conditioner conditioner;

  /// A layer with initial parameters drawn from a generator.
  public Coupling(BijectionSpec.Coupling spec, RandomGenerator random) {
    this.spec = spec;
    this.passing = spec.passing();
    this.context = spec.context();
    this.rate = 1;
    this.transformer = spec.transformer();
    int parameters = (spec.features() - passing) * transformer.parameterCount();
    this.conditioner =
        new DenseConditioner(spec.network(), passing, spec.context(), parameters, random);
  }

  /// A layer for sequences with initial parameters drawn from a generator.
  public Coupling(BijectionSpec.SequenceCoupling spec, RandomGenerator random) {
    this.spec = spec;
    this.passing = spec.passing();
    this.context = spec.context();
    this.rate = spec.rate();
    this.transformer = spec.transformer();
    int parameters = (spec.features() - passing) * transformer.parameterCount();
    this.conditioner =
        spec.network().conditioner(passing, spec.context(), spec.rate(), parameters, random);
  }

  @Override
  public int features() {
    return spec.features();
  }

  @Override
  public int contextFeatures() {
    return context;
  }

  @Override
  public int contextRate() {
    return rate;
  }

  @Override
  public int reach() {
    return conditioner.reach();
  }

  @Override
  public Mapped forward(Tensor z, Context given) {
    Shapes.requireFeatures("z", z, "the coupling", features());
    Tensor first = z.rows(0, passing);
    return joined(first, transformer.forward(rest(z), theta(first, given)));
  }

  @Override
  public Mapped inverse(Tensor x, Context given) {
    Shapes.requireFeatures("x", x, "the coupling", features());
    Tensor first = x.rows(0, passing);
    return joined(first, transformer.inverse(rest(x), theta(first, given)));
  }

  /// Runs the network once for both ways: what it sees passes unchanged.
  @Override
  public Mapped retrace(Tensor z, Tensor x, Context given) {
    Tensor first = x.rows(0, passing);
    first.set(z.rows(0, passing));
    Tensor theta = theta(first, given);
    rest(x).set(Workspace.current().unrecorded(() -> transformer.forward(rest(z), theta)).value());
    return joined(first, transformer.inverse(rest(x), theta));
  }

  private Tensor theta(Tensor first, Context given) {
    return conditioner.theta(first, own(given, first.lanes()));
  }

  private Tensor rest(Tensor all) {
    return all.rows(passing, features());
  }

  private static Mapped joined(Tensor first, Mapped rest) {
    return new Mapped(Concatenate.apply(first, rest.value()), rest.logDet());
  }

  /// What is given, without its features if there is no use for them.
  private Context own(Context given, int lanes) {
    if (context > 0) {
      return given;
    }
    return given.segments() == 1
        ? Context.NONE
        : Context.of(Tensor.zeros(0, lanes), given.segments());
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

package dev.bijou.bijection;

import dev.bijou.operation.Concatenate;
import dev.bijou.spec.support.Outline;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.OverTime;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;

/// A map of the last features that leaves the first ones alone and does not see them.
///
/// So a chain gets early outputs (the multi-scale architecture of Dinh et al., 2017, arXiv:1605.08803, and WaveGlow): from
/// some layer on, towards the base, all layers are partial, and the features that they leave alone are already those of
/// the base.
public final class Partial implements Bijection, OverTime {
  private final int untouched;
  private final Bijection of;

  /// @param untouched how many leading features stay as they are
  /// @param of the map of the others
  public Partial(int untouched, Bijection of) {
    this.untouched = untouched;
    this.of = of;
  }

  @Override
  public int features() {
    return untouched + of.features();
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
  public Mapped forward(Tensor z, Context context) {
    Shapes.requireFeatures("z", z, "the map", features());
    return joined(z, of.forward(rest(z), context));
  }

  @Override
  public Mapped inverse(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the map", features());
    return joined(x, of.inverse(rest(x), context));
  }

  @Override
  public Mapped retrace(Tensor z, Tensor x, Context context) {
    x.rows(0, untouched).set(z.rows(0, untouched));
    return joined(x, of.retrace(rest(z), rest(x), context));
  }

  private Tensor rest(Tensor all) {
    return all.rows(untouched, features());
  }

  private Mapped joined(Tensor argument, Mapped image) {
    return new Mapped(
        Concatenate.apply(argument.rows(0, untouched), image.value()), image.logDet());
  }

  @Override
  public Tensor initialize(Tensor x, Context context) {
    return Concatenate.apply(x.rows(0, untouched), of.initialize(rest(x), context));
  }

  @Override
  public Tensor initializeForward(Tensor z, Context context) {
    return Concatenate.apply(z.rows(0, untouched), of.initializeForward(rest(z), context));
  }

  @Override
  public void warmStart(Tensor x, Context context) {
    of.warmStart(rest(x), context);
  }

  @Override
  public BijectionSpec spec() {
    return new Spec(untouched, of.spec());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    of.visit(prefix + "of.", visitor);
  }

  /// The architecture as data.
  ///
  /// @param untouched how many leading features stay as they are, at least 1
  /// @param of the map of the others
  public record Spec(int untouched, BijectionSpec of) implements BijectionSpec {
    /// @throws IllegalArgumentException if `untouched` is out of range
    public Spec {
      Ranges.requireFeatures(untouched);
      Ranges.requireFeatures(untouched + of.features());
    }

    @Override
    public int features() {
      return untouched + of.features();
    }

    @Override
    public Bijection build(RandomGenerator random) {
      return new Partial(untouched, of.build(random));
    }

    @Override
    public double size() {
      return of.size();
    }

    @Override
    public double computed() {
      return of.computed();
    }

    @Override
    public List<String> description() {
      return Outline.of(
          Outline.features(untouched) + " done, of the others", List.of(of.description()));
    }
  }
}

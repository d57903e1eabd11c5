package dev.bijou.bijection;

import dev.bijou.bijection.BijectionSpec.Pins;
import dev.bijou.spec.support.Outline;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.OverTime;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;

/// A bijection run the other way: its forward map is the other's inverse. An inverted masked autoregressive layer is an
/// inverse autoregressive one (Kingma et al., 2016, arXiv:1606.04934): fast to sample, slow to score.
///
/// @param of the map to run the other way
public record Inverted(Bijection of) implements Bijection, OverTime {

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
  public Mapped forward(Tensor z, Context context) {
    return of.inverse(z, context);
  }

  @Override
  public Mapped inverse(Tensor x, Context context) {
    return of.forward(x, context);
  }

  @Override
  public Tensor initialize(Tensor x, Context context) {
    return of.initializeForward(x, context);
  }

  @Override
  public Tensor initializeForward(Tensor z, Context context) {
    return of.initialize(z, context);
  }

  @Override
  public BijectionSpec spec() {
    return new Spec(of.spec());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    of.visit(prefix + "of.", visitor);
  }

  /// The architecture as data.
  ///
  /// @param of the map to run the other way
  public record Spec(BijectionSpec of) implements BijectionSpec {
    @Override
    public int features() {
      return of.features();
    }

    @Override
    public Bijection build(RandomGenerator random) {
      return new Inverted(of.build(random));
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
      return Outline.of("inverse of", List.of(of.description()));
    }

    @Override
    public Pins pins() {
      return of.pins().inverted();
    }
  }
}

package dev.bijou.bijection;

import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;

/// A bijection run the other way: its forward map is the other's inverse. An inverted masked autoregressive layer is an
/// inverse autoregressive one (Kingma et al., 2016, arXiv:1606.04934): fast to sample, slow to score.
///
/// @param of the map to run the other way
public record Inverted(Bijection of) implements Bijection {

  @Override
  public int features() {
    return of.features();
  }

  @Override
  public int contextFeatures() {
    return of.contextFeatures();
  }

  @Override
  public int contextRate() {
    return of.contextRate();
  }

  @Override
  public int reach() {
    return of.reach();
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
  public BijectionSpec spec() {
    return new BijectionSpec.Inverted(of.spec());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    of.visit(prefix + "of.", visitor);
  }
}

package dev.bijou.tensor;

import org.jspecify.annotations.Nullable;

/// A trainable block of numbers: a weight (out × in), a bias or scale (features × 1).
///
/// Operations read it through [Workspace#read], which attaches the gradient while a tape records. Reading is safe from
/// any number of threads as long as nobody trains.
public final class Parameter {
  private Tensor value;
  private @Nullable ParameterPack pack;

  /// A parameter that starts at the given values, which it takes over.
  public Parameter(Tensor value) {
    this.value = value;
  }

  /// The values, without gradient. Writing to them changes the parameter.
  public Tensor value() {
    return value;
  }

  @Nullable ParameterPack pack() {
    return pack;
  }

  void move(ParameterPack newPack, Tensor place) {
    place.set(value);
    value = place;
    pack = newPack;
  }
}

package dev.bijou.tensor;

import org.jspecify.annotations.Nullable;

/// A trainable block of numbers: a weight (out × in), a bias or scale (features × 1).
///
/// Operations read it through [Workspace#read], which attaches the gradient while a workspace records. Reading is safe from
/// any number of threads as long as nobody trains.
public final class Parameter {
  private Tensor value;
  private @Nullable ParameterPack pack;
  private @Nullable Tensor transposed;

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

  /// Promises that the values no longer change, and keeps their transpose, which makes a single lane faster. Packing
  /// for training revokes the promise.
  public void freeze() {
    Tensor turned = Tensor.zeros(value.lanes(), value.features());
    for (int i = 0; i < value.features(); i++) {
      for (int j = 0; j < value.lanes(); j++) {
        turned.data()[j * value.features() + i] = value.get(i, j);
      }
    }
    transposed = turned;
  }

  /// The transpose of the values, once they are frozen.
  public @Nullable Tensor transposed() {
    return transposed;
  }

  void move(ParameterPack newPack, Tensor place) {
    place.set(value);
    value = place;
    pack = newPack;
    transposed = null;
  }
}

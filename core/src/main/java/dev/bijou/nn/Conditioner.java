package dev.bijou.nn;

import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;

/// Computes the parameters θ of a layer's scalar maps from the features the layer may see, and the context.
public interface Conditioner extends Trainable {

  /// visible of features × lanes → θ of parameters × lanes. What the network sees is clipped to ±1e4.
  Tensor theta(Tensor visible, Context context);
}

package dev.bijou.nn;

import dev.bijou.Activation;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import java.util.random.RandomGenerator;

/// A feed-forward network whose units are ordered by degree, evaluated whole or one degree after the other.
sealed interface Network extends Trainable permits Mlp, ResidualNetwork, ConditionedNetwork {

  /// Outputs are scaled down at the start, so that a fresh flow layer is close to the identity.
  float OUTPUT_GAIN = 0.05f;

  /// inputs × lanes → outputs × lanes.
  Tensor apply(Tensor input);

  /// The biases of the outputs, outputs × 1.
  Tensor outputBias();

  /// Starts an evaluation degree by degree over an input that is still being filled in.
  Sweep sweep(Tensor input);

  /// A network of the given shape.
  static Network of(NetworkSpec spec, Degrees degrees, RandomGenerator random) {
    return switch (spec) {
      case NetworkSpec.Mlp mlp -> new Mlp(mlp, degrees, random);
      case NetworkSpec.Residual residual -> new ResidualNetwork(residual, true, degrees, random);
      case NetworkSpec.OpenResidual(int hidden, int blocks, Activation activation, float dropout) ->
          new ResidualNetwork(
              new NetworkSpec.Residual(hidden, blocks, activation, dropout),
              false,
              degrees,
              random);
      case NetworkSpec.ConditionedResidual conditioned ->
          new ConditionedNetwork(conditioned, degrees, random);
    };
  }

  /// An evaluation in progress: what the degrees so far unlocked is kept, so that all steps together cost one pass.
  @FunctionalInterface
  interface Sweep {
    /// Computes the hidden units of one degree, whose inputs must be filled in by now, and the outputs of that degree,
    /// which it returns. Degrees come in order from 0.
    Tensor next(int degree);
  }
}

package dev.bijou.distribution;

import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import java.util.random.RandomGenerator;

/// A probability distribution over features × lanes, each lane an independent draw, possibly given a context.
public interface Distribution extends Trainable {

  /// The number of features of a draw.
  int features();

  /// The number of context features, 0 if unconditional.
  int contextFeatures();

  /// log p(x | context), 1 × lanes, in nats; finite for every finite x, NaN for a lane that holds NaN or infinity.
  ///
  /// @throws IllegalArgumentException if x or the context has another shape than this distribution needs
  Tensor logProb(Tensor x, Context context);

  /// One draw for each of `lanes` lanes, features × lanes, each given its own lane of the context.
  ///
  /// @throws IllegalArgumentException if the context has another shape than this distribution needs
  Tensor sample(int lanes, Context context, RandomGenerator random);

  /// Draws and their log-densities, in one pass where the distribution can.
  default Sample sampleAndLogProb(int lanes, Context context, RandomGenerator random) {
    Tensor value = sample(lanes, context, random);
    return new Sample(value, logProb(value, context));
  }

  /// Sets what depends on the data from a first batch, once, before training.
  default void initialize(Tensor x, Context context) {}

  /// Sets parameters, after [#initialize], so that learning starts from what simple models find in a batch: the shape
  /// of each feature, and the correlations. It helps with few features or rows, and not always with an intricate
  /// density. Does nothing by default.
  default void warmStart(Tensor x, Context context) {}

  /// The architecture of this distribution as data, from which [DistributionSpec#build] makes another one.
  ///
  /// @throws UnsupportedOperationException if the distribution has no place in the model file (a user's own)
  default DistributionSpec spec() {
    throw new UnsupportedOperationException(
        getClass().getName() + " has no specification, so it cannot be saved");
  }

  /// Draws with their log-densities.
  ///
  /// @param value features × lanes
  /// @param logProb 1 × lanes, in nats
  record Sample(Tensor value, Tensor logProb) {}

  /// Draws with importance weights.
  ///
  /// @param value features × lanes
  /// @param logWeight the logarithm of each draw's weight, 1 × lanes; −∞ for one that does not count
  record Weighted(Tensor value, Tensor logWeight) {}
}

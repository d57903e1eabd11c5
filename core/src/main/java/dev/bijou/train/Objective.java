package dev.bijou.train;

import dev.bijou.tensor.Arena;
import dev.bijou.tensor.Tape;
import dev.bijou.tensor.Workers;

/// What a training optimizes: the loss of each step, in shards that can be differentiated in parallel, and a score by
/// which the best weights are kept.
public interface Objective {
  /// Lanes of a shard: chosen for the second-level cache, not for the number of threads.
  int SHARD = 128;

  /// Called once before the first step: sets what depends on the data.
  void initialize();

  /// Steps in an epoch, at least 1.
  long stepsPerEpoch();

  /// Shards in a step.
  int shards();

  /// Prepares a step; its shards follow, from any thread.
  void prepare(long step);

  /// Computes one shard's part of the loss, which is its return value, and adds its gradient to the tape's: records,
  /// sets the gradient of the result and runs the tape backward.
  double backward(int shard, Arena arena, Tape tape);

  /// The score under the current weights, in nats: higher is better.
  double score(Workers workers);

  /// This objective for a model that is already trained: what depends on the data is not set again.
  default Objective initialized() {
    return new Initialized(this);
  }
}

package dev.bijou.train;

import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Dataset;
import dev.bijou.tensor.Workers;
import dev.bijou.tensor.Workspace;

/// What a training optimizes: the loss of each step, in shards that can be differentiated in parallel, and a score by
/// which the best weights are kept.
///
/// Maximum likelihood and reverse KL are ready-made; others implement this interface.
public interface Objective {
  /// Lanes of a shard: chosen for the second-level cache, not for the number of threads.
  int SHARD = 128;

  /// The negative mean log-density of rows, weighted as they are ([Dataset#weigh]). The score is the mean log-density of the
  /// validation rows.
  ///
  /// @param batch rows in a step
  /// @param seed of the order of rows
  /// @throws IllegalArgumentException if a set is empty, holds a number that is not finite, or does not fit the distribution
  static Objective maximumLikelihood(
      Distribution distribution, Dataset training, Dataset validation, int batch, long seed) {
    return new MaximumLikelihood(distribution, training, validation, batch, seed);
  }

  /// KL(q ‖ p) = E_q[log q(x) − log p̃(x)] + const over draws from the distribution q, for a density p̃ known up to a constant
  /// (Rezende and Mohamed, 2015, arXiv:1505.05770). The score is the evidence lower bound E_q[log p̃(x) − log q(x)], in nats,
  /// over 4,096 draws that are the same at each call.
  ///
  /// The distribution must be differentiable when it samples, as a [dev.bijou.flow.Flow] over a base whose draws follow its
  /// parameters is: couplings and inverse autoregressive layers cost one pass. There is no data to initialize scales from, so
  /// layers such as ActNorm start as the identity: give the target in units of about one.
  ///
  /// @param batch draws in a step
  /// @param seed of the draws
  /// @throws IllegalArgumentException if the distribution is conditional, or is no flow, or its base has parameters that
  ///     its draws do not follow (a mixture)
  static Objective reverseKl(Distribution distribution, Target target, int batch, long seed) {
    return new ReverseKl(distribution, target, batch, seed);
  }

  /// A density known up to a constant.
  @FunctionalInterface
  interface Target {
    /// Returns log p̃(x) in nats and writes its gradient in x. Called from several threads at once.
    ///
    /// @param x one point, features long
    /// @param gradient to be overwritten, features long
    double logDensity(double[] x, double[] gradient);
  }

  /// Called once before the first step: sets what depends on the data.
  void initialize();

  /// Steps in an epoch, at least 1.
  long stepsPerEpoch();

  /// Shards in a step.
  int shards();

  /// Prepares a step; its shards follow, from any thread.
  void prepare(long step);

  /// Computes one shard's part of the loss, which is its return value, and adds its gradient to those of the workspace: runs
  /// in it, sets the gradient of the result and calls [Workspace#backward].
  ///
  /// @param workspace records
  double backward(int shard, Workspace workspace);

  /// Whether layers are as after training while it is differentiated ([Workspace#settled]): running averages stay as they are.
  default boolean settled() {
    return false;
  }

  /// Whether the weights of the latest validation are kept rather than those of the best, since the score does not tell which are
  /// better.
  default boolean keepsLatest() {
    return false;
  }

  /// The score under the current weights, in nats: higher is better.
  double score(Workers workers);

  /// This objective for a model that is already trained: what depends on the data is not set again.
  default Objective initialized() {
    return new Initialized(this);
  }
}

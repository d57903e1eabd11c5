package dev.bijou.spark;

import dev.bijou.train.Execution;
import java.util.Arrays;

/// How far a flow has come.
///
/// @param round rounds done
/// @param bestRound the round after which it was best
/// @param rollbacks returns to the best weights
/// @param steps taken by a partition
/// @param nanos time spent
/// @param state from which the next round goes on
/// @param best the best held-out log-density, in nats
/// @param bestWeights that have it
/// @param epochs passes over the rows after each round that was scored
/// @param training mean log-density of the rows learned from in each of these
/// @param scores held-out log-density after each of these
record Progress(
    int round,
    int bestRound,
    int rollbacks,
    long steps,
    long nanos,
    Execution.Parts.State state,
    double best,
    float[] bestWeights,
    float[] epochs,
    float[] training,
    float[] scores) {
  private static final int MOST_ROLLBACKS = 10;

  /// Nothing learned yet.
  static Progress start(Execution.Parts.State state, double score) {
    float[] none = {};
    double best = Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
    return new Progress(0, 0, 0, 0, 0, state, best, state.mean().clone(), none, none, none);
  }

  /// Whether nothing is left to learn.
  ///
  /// @param plan of the rounds
  boolean isDone(Execution.Parts plan) {
    return round >= plan.rounds()
        || isDiverged()
        || plan.passes(round - bestRound) >= plan.patience();
  }

  /// Whether smaller steps did not help.
  boolean isDiverged() {
    return rollbacks > MOST_ROLLBACKS;
  }

  /// A round further, without a score.
  Progress next(Execution.Parts.State mean, long time) {
    return new Progress(
        round + 1,
        bestRound,
        rollbacks,
        steps + mean.steps(),
        time,
        mean,
        best,
        bestWeights,
        epochs,
        training,
        scores);
  }

  /// The same with the held-out log-density of the running mean of the weights.
  Progress scored(double score, Execution.Parts plan) {
    boolean better = score > best;
    return new Progress(
        round,
        better ? round : bestRound,
        rollbacks,
        steps,
        nanos,
        state,
        better ? score : best,
        better ? state.mean() : bestWeights,
        append(epochs, plan.passes(round)),
        append(training, state.training()),
        append(scores, score));
  }

  /// The same round again from the best weights, in smaller steps.
  Progress rolledBack() {
    return new Progress(
        round,
        bestRound,
        rollbacks + 1,
        steps,
        nanos,
        state.restarted(bestWeights),
        best,
        bestWeights,
        epochs,
        training,
        scores);
  }

  private static float[] append(float[] values, double value) {
    float[] longer = Arrays.copyOf(values, values.length + 1);
    longer[values.length] = (float) value;
    return longer;
  }
}

package dev.bijou.spark;

import dev.bijou.train.Execution;
import java.util.Arrays;

/// How far a flow has come.
///
/// @param round rounds done
/// @param rollbacks returns to the best weights
/// @param steps taken by a partition
/// @param nanos time spent
/// @param state from which the next round goes on
/// @param best the best held-out log-density, in nats
/// @param bestWeights that have it
/// @param epochs passes over the rows after each round
/// @param training mean log-density of the rows learned from in each round
/// @param scores held-out log-density after each round
record Progress(
    int round,
    int rollbacks,
    long steps,
    long nanos,
    Execution.Parts.State state,
    double best,
    float[] bestWeights,
    float[] epochs,
    float[] training,
    float[] scores) {

  /// Nothing learned yet.
  static Progress start(Execution.Parts.State state, double score) {
    float[] none = {};
    double best = Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
    return new Progress(0, 0, 0, 0, state, best, state.mean().clone(), none, none, none);
  }

  /// A round further.
  ///
  /// @param score of the running mean of the weights
  Progress next(Execution.Parts.State mean, double score, Execution.Parts plan, long time) {
    boolean better = score > best;
    return new Progress(
        round + 1,
        rollbacks,
        steps + mean.steps(),
        time,
        mean,
        better ? score : best,
        better ? mean.mean() : bestWeights,
        append(epochs, (double) plan.epochs() * (round + 1) / plan.rounds()),
        append(training, mean.training()),
        append(scores, score));
  }

  /// The same round again from the best weights, in smaller steps.
  Progress rolledBack() {
    return new Progress(
        round,
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

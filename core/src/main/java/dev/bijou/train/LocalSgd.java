package dev.bijou.train;

import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Dataset;
import dev.bijou.random.Noise;
import dev.bijou.random.Seeds;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// Steps on the rows of one part between two averages, see [Execution.Parts].
///
/// @param parts how it is divided
record LocalSgd(Execution.Parts parts) {
  private static final double MOST_HASTE = 4;

  /// What the learning rate is multiplied by. The gradients of fewer rows are noisier, and Adam, which divides by their size,
  /// goes a shorter way along their mean; the average of the parts has that noise no more.
  private double haste() {
    return Math.min(MOST_HASTE, Math.sqrt(parts.parts()));
  }

  Execution.Parts.State run(
      Distribution flow,
      Dataset rows,
      int part,
      int round,
      Execution.Parts.State from,
      Workers workers,
      BooleanSupplier stop) {
    long seed = Seeds.of(parts.seed(), part);
    TrainingOptions how = TrainingOptions.standard();
    Objective objective =
        new MaximumLikelihood(flow, rows, rows, Math.min(parts.partBatch(), rows.size()), seed);
    ParameterPack pack = ParameterPack.of(flow);
    Optimizer optimizer = new Optimizer(pack, workers);
    optimizer.restore(from.weights(), from.mean(), from.first(), from.second(), from.updates());
    long all = objective.stepsPerEpoch() * parts.epochs();
    long start = all * round / parts.rounds();
    long end = all * (round + 1) / parts.rounds();
    Schedule schedule = new Schedule((float) (haste() * how.learningRate()), how.warmup());
    double loss = 0;
    for (long step = start; step < end; step++) {
      if (stop.getAsBoolean()) {
        return Execution.Parts.State.failed();
      }
      objective.prepare(step);
      float rate = from.rateFactor() * schedule.rate(step, (double) step / all);
      Optimizer.Outcome outcome =
          optimizer.step(objective, Noise.bits((int) seed, (int) step), rate, how);
      if (!outcome.applied()) {
        return Execution.Parts.State.failed();
      }
      loss += outcome.loss();
    }
    return new Execution.Parts.State(
        rows.size(),
        -loss / Math.max(1, end - start),
        end - start,
        from.rateFactor(),
        optimizer.updates(),
        optimizer.weights(),
        optimizer.mean(),
        optimizer.firstMoment(),
        optimizer.secondMoment());
  }

  /// The mean of states, each weighing as many rows as it has learned from.
  static Execution.Parts.State average(List<Execution.Parts.State> states) {
    double rows = states.stream().mapToLong(Execution.Parts.State::rows).sum();
    if (states.stream().anyMatch(Execution.Parts.State::isFailed)) {
      return Execution.Parts.State.failed();
    }
    double training = 0;
    double steps = 0;
    double updates = 0;
    for (Execution.Parts.State state : states) {
      double share = state.rows() / rows;
      training += share * state.training();
      steps += share * state.steps();
      updates += share * state.updates();
    }
    return new Execution.Parts.State(
        (long) rows,
        training,
        Math.round(steps),
        states.getFirst().rateFactor(),
        Math.round(updates),
        mean(states, Execution.Parts.State::weights, rows),
        mean(states, Execution.Parts.State::mean, rows),
        mean(states, Execution.Parts.State::first, rows),
        mean(states, Execution.Parts.State::second, rows));
  }

  private static float[] mean(
      List<Execution.Parts.State> states,
      Function<Execution.Parts.State, float[]> of,
      double rows) {
    double[] sum = new double[of.apply(states.getFirst()).length];
    for (Execution.Parts.State state : states) {
      float[] values = of.apply(state);
      double share = state.rows() / rows;
      Arrays.setAll(sum, i -> sum[i] + share * values[i]);
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) sum[i];
    }
    return mean;
  }
}

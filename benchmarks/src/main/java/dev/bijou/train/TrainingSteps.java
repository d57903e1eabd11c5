package dev.bijou.train;

import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workers;

/// The steps of a training one at a time, to be timed. It stands in the package of the optimizer, which is not public.
public final class TrainingSteps {
  private final Objective objective;
  private final TrainingOptions options;
  private final Optimizer optimizer;
  private long step;

  /// The steps of a training of `model`, at a fixed learning rate.
  public TrainingSteps(
      Trainable model, Objective objective, TrainingOptions options, Workers workers) {
    this.objective = objective;
    this.options = options;
    this.optimizer = new Optimizer(ParameterPack.of(model.parameters()), workers);
  }

  /// Takes the next step.
  public void next() {
    objective.prepare(step);
    optimizer.step(objective, (int) step, options.learningRate(), options);
    step++;
  }
}

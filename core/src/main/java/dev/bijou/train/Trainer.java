package dev.bijou.train;

import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Dataset;
import dev.bijou.random.Noise;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.train.TrainingEvent.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Trains a model towards an [Objective] and leaves it with the best weights it found.
///
/// Same seed, same floats, at any thread count. A loss that is not finite rolls back to the best weights and halves the
/// learning rate; the trainer never leaves a broken model behind.
public final class Trainer {
  /// Steps after which even an unfinished epoch is validated.
  private static final int ROUND_STEPS = 2_000;

  private static final int MOST_ROLLBACKS = 10;

  private final Trainable model;
  private final Objective objective;
  private final TrainingOptions options;
  private final Execution<TrainingEvent, State> execution;

  /// A training of a distribution, or another model, towards an objective of the same model.
  public Trainer(
      Trainable model,
      Objective objective,
      TrainingOptions options,
      Execution<TrainingEvent, State> execution) {
    this.model = model;
    this.objective = objective;
    this.options = options;
    this.execution = execution;
  }

  /// A training of `distribution` by maximum likelihood on `training`, validated on `validation`.
  ///
  /// @throws IllegalArgumentException if a set is empty, holds a number that is not finite, or does not fit the distribution
  public static Trainer maximumLikelihood(
      Distribution distribution,
      Dataset training,
      Dataset validation,
      TrainingOptions options,
      Execution<TrainingEvent, State> execution) {
    Objective objective =
        new MaximumLikelihood(distribution, training, validation, options.batch(), options.seed());
    return new Trainer(distribution, objective, options, execution);
  }

  /// Trains from the start: initializes, then learns.
  public TrainingEvent.Finished run() {
    objective.initialize();
    return new Run(Optional.empty()).toEnd();
  }

  /// Goes on from a state that an earlier training of the same distribution, data and options reported, with the same
  /// result as if it had never stopped. What initialization sets must be in place, as a loaded model has it.
  ///
  /// @throws IllegalArgumentException if the state belongs to another architecture
  public TrainingEvent.Finished resume(State state) {
    return new Run(Optional.of(state)).toEnd();
  }

  /// All that a training needs to resume bit for bit: between two rounds it is a function of this state and the data.
  ///
  /// @param step steps taken
  /// @param updates optimizer updates since the moments were last zero
  /// @param sinceBest epochs since the best validation
  /// @param rateFactor factor on the learning rate, halved by each rollback
  /// @param rollbacks how many there were
  /// @param best the best validation so far, nats
  /// @param elapsedNanos time spent so far
  /// @param weights the current weights
  /// @param mean their running mean
  /// @param firstMoment of the gradient
  /// @param secondMoment of the gradient
  /// @param bestWeights the weights that gave the best validation
  public record State(
      long step,
      long updates,
      double sinceBest,
      float rateFactor,
      int rollbacks,
      double best,
      long elapsedNanos,
      float[] weights,
      float[] mean,
      float[] firstMoment,
      float[] secondMoment,
      float[] bestWeights) {

    /// Adds this state to the texts and tensors of a checkpoint, exactly.
    public void put(Map<String, String> texts, Map<String, Tensor> tensors) {
      texts.put("step", Long.toString(step));
      texts.put("updates", Long.toString(updates));
      texts.put("sinceBest", Double.toString(sinceBest));
      texts.put("rateFactor", Float.toString(rateFactor));
      texts.put("rollbacks", Integer.toString(rollbacks));
      texts.put("best", Double.toString(best));
      texts.put("elapsedNanos", Long.toString(elapsedNanos));
      tensors.put("weights", tensor(weights));
      tensors.put("mean", tensor(mean));
      tensors.put("firstMoment", tensor(firstMoment));
      tensors.put("secondMoment", tensor(secondMoment));
      tensors.put("bestWeights", tensor(bestWeights));
    }

    private static Tensor tensor(float[] values) {
      return Tensor.over(values, 0, 1, values.length);
    }

    /// Whether a checkpoint with these texts holds a state.
    public static boolean isIn(Map<String, String> texts) {
      return texts.containsKey("step");
    }

    /// The state that [#put] added.
    ///
    /// @throws IllegalArgumentException if there is none, or it is malformed
    public static State of(Map<String, String> texts, Map<String, Tensor> tensors) {
      UnaryOperator<String> text = name -> require(texts, name);
      return new State(
          Long.parseLong(text.apply("step")),
          Long.parseLong(text.apply("updates")),
          Double.parseDouble(text.apply("sinceBest")),
          Float.parseFloat(text.apply("rateFactor")),
          Integer.parseInt(text.apply("rollbacks")),
          Double.parseDouble(text.apply("best")),
          Long.parseLong(text.apply("elapsedNanos")),
          require(tensors, "weights").toArray(),
          require(tensors, "mean").toArray(),
          require(tensors, "firstMoment").toArray(),
          require(tensors, "secondMoment").toArray(),
          require(tensors, "bestWeights").toArray());
    }

    private static <T> T require(Map<String, T> all, String name) {
      T value = all.get(name);
      if (value == null) {
        throw new IllegalArgumentException("it has no " + name);
      }
      return value;
    }
  }

  private final class Run {
    private final ParameterPack pack = ParameterPack.of(model);
    private final Optimizer optimizer = new Optimizer(pack, execution.workers());
    private final Schedule schedule = new Schedule(options.learningRate(), options.warmup());
    private final long stepsPerEpoch = objective.stepsPerEpoch();
    private final long totalSteps = stepsPerEpoch * options.epochs();
    private final long roundSteps = Math.min(stepsPerEpoch, ROUND_STEPS);
    private final long startNanos;
    private final float[] bestWeights;
    private long step;
    private double best = Double.NEGATIVE_INFINITY;
    private double sinceBest;
    private float rateFactor = 1;
    private int rollbacks;

    Run(Optional<State> resumed) {
      bestWeights = pack.values().clone();
      long before = 0;
      if (resumed.isPresent()) {
        State state = resumed.get();
        if (state.weights().length != pack.size()) {
          throw new IllegalArgumentException(
              "the state has %d weights, but the distribution has %d: it belongs to another architecture"
                  .formatted(state.weights().length, pack.size()));
        }
        optimizer.restore(
            state.weights(),
            state.mean(),
            state.firstMoment(),
            state.secondMoment(),
            state.updates());
        System.arraycopy(state.bestWeights(), 0, bestWeights, 0, pack.size());
        step = state.step();
        best = state.best();
        sinceBest = state.sinceBest();
        rateFactor = state.rateFactor();
        rollbacks = state.rollbacks();
        before = state.elapsedNanos();
      }
      startNanos = execution.nanoTime().getAsLong() - before;
    }

    TrainingEvent.Finished toEnd() {
      execution.listener().event(new TrainingEvent.Started(model.parameterCount(), totalSteps));
      Reason reason = learn();
      System.arraycopy(bestWeights, 0, pack.values(), 0, pack.size());
      TrainingEvent.Finished finished = new TrainingEvent.Finished(reason, best, step, elapsed());
      execution.listener().event(finished);
      return finished;
    }

    private Reason learn() {
      if (step == 0) {
        double untrained = objective.score(execution.workers());
        best = Double.isNaN(untrained) ? best : untrained;
      }
      if (step > 0 && (late() || sinceBest >= options.patience())) {
        return late() ? Reason.BUDGET : Reason.NO_IMPROVEMENT; // it ended so before
      }
      while (step < totalSteps) {
        double loss = 0;
        long roundStart = step;
        long roundEnd = Math.min(totalSteps, (step / roundSteps + 1) * roundSteps);
        float rate = 0;
        Optional<Reason> ended = Optional.empty();
        while (step < roundEnd && ended.isEmpty()) {
          rate = rateFactor * schedule.rate(step, progress());
          Optimizer.Outcome outcome = step(rate);
          step++;
          if (outcome.applied()) {
            loss += outcome.loss();
          } else if (!rollBack()) {
            return Reason.DIVERGED;
          } else {
            roundStart = step;
            loss = 0;
          }
          ended = ended();
        }
        // A round that was cut short is resumed in its middle, as if it had never been validated
        // here.
        boolean cut = step < roundEnd && ended.equals(Optional.of(Reason.INTERRUPTED));
        if (cut) {
          execution.checkpoints().accept(state());
        }
        validate(-loss / Math.max(1, step - roundStart), rate, step - roundStart);
        if (!cut) {
          execution.checkpoints().accept(state());
        }
        if (ended.isPresent()) {
          return ended.get();
        }
        if (sinceBest >= options.patience()) {
          return Reason.NO_IMPROVEMENT;
        }
      }
      return Reason.COMPLETED;
    }

    private Optional<Reason> ended() {
      if (execution.listener().stop()) {
        return Optional.of(Reason.INTERRUPTED);
      }
      return late() ? Optional.of(Reason.BUDGET) : Optional.empty();
    }

    private boolean late() {
      return options.budget().filter(budget -> elapsed().compareTo(budget) >= 0).isPresent();
    }

    /// How much of the schedule is done: by steps, or by time where a budget will end it earlier.
    private double progress() {
      double bySteps = (double) step / totalSteps;
      return options
          .budget()
          .map(budget -> Math.max(bySteps, (double) elapsed().toNanos() / budget.toNanos()))
          .orElse(bySteps);
    }

    private Duration elapsed() {
      return Duration.ofNanos(execution.nanoTime().getAsLong() - startNanos);
    }

    private Optimizer.Outcome step(float rate) {
      objective.prepare(step);
      return optimizer.step(objective, Noise.bits((int) options.seed(), (int) step), rate, options);
    }

    private boolean rollBack() {
      rollbacks++;
      rateFactor /= 2;
      optimizer.restart(bestWeights);
      execution.listener().event(new TrainingEvent.RolledBack(step, rateFactor));
      return rollbacks <= MOST_ROLLBACKS;
    }

    private void validate(double trainingScore, float rate, long steps) {
      float[] weights = optimizer.weights().clone();
      System.arraycopy(optimizer.mean(), 0, pack.values(), 0, pack.size());
      double score = objective.score(execution.workers());
      if (score > best || (objective.keepsLatest() && !Double.isNaN(score))) {
        best = score;
        sinceBest = 0;
        System.arraycopy(pack.values(), 0, bestWeights, 0, pack.size());
      } else {
        sinceBest += (double) steps / stepsPerEpoch;
      }
      System.arraycopy(weights, 0, pack.values(), 0, pack.size());
      execution
          .listener()
          .event(
              new TrainingEvent.Validated(
                  (double) step / stepsPerEpoch,
                  step,
                  progress(),
                  trainingScore,
                  score,
                  best,
                  rate,
                  elapsed()));
    }

    private State state() {
      return new State(
          step,
          optimizer.updates(),
          sinceBest,
          rateFactor,
          rollbacks,
          best,
          elapsed().toNanos(),
          optimizer.weights().clone(),
          optimizer.mean().clone(),
          optimizer.firstMoment().clone(),
          optimizer.secondMoment().clone(),
          bestWeights.clone());
    }
  }
}

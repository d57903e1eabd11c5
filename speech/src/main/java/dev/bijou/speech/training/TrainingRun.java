package dev.bijou.speech.training;

import dev.bijou.file.ModelFileException;
import dev.bijou.flow.Workers;
import dev.bijou.speech.SpeechException;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Trainable;
import dev.bijou.train.Objective;
import dev.bijou.train.Trainer;
import dev.bijou.train.TrainingEvent;
import dev.bijou.train.TrainingOptions;
import dev.bijou.train.TrainingState;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One run of a training, from its start or from a checkpoint to its end. A run that goes on from a checkpoint ends with the
/// same numbers as if it had never stopped.
///
/// @param <M> what learns
/// @param <O> what it learns by
public final class TrainingRun<M extends Trainable, O extends Objective> {
  private final Plan<M, O> plan;
  private final Workers workers;
  private final Listener listener;
  private final Optional<Checkpoints> checkpoints;
  private final M model;
  private final O objective;
  private LearningCurve curve = LearningCurve.empty();
  private @Nullable M shown; // the best so far, as a listener is shown it

  /// What is trained.
  ///
  /// @param kind what the model is called, e.g. "voice"
  /// @param identity what makes it this training and no other, by name: data and options
  /// @param model makes the model as it is at the start; always the same
  /// @param objective what a model learns by
  /// @param options how
  /// @param checkpoint a file from which an interrupted training can go on
  /// @param <M> what learns
  /// @param <O> what it learns by
  public record Plan<M extends Trainable, O extends Objective>(
      String kind,
      Map<String, String> identity,
      Supplier<M> model,
      Function<M, O> objective,
      TrainingOptions options,
      Optional<Path> checkpoint) {}

  /// Hears about a run, and may end it.
  public interface Listener {
    /// Told what happens.
    void event(TrainingEvent event);

    /// Told something that the user should know, one line.
    void note(String line);

    /// Told of each round that was not cut short.
    void round(TrainingState state);

    /// Asked after each step; once it is true, the run ends with the best model so far.
    boolean stop();
  }

  /// A run that has not started.
  public TrainingRun(Plan<M, O> plan, Workers workers, Listener listener) {
    this.plan = plan;
    this.workers = workers;
    this.listener = listener;
    this.model = plan.model().get();
    this.objective = plan.objective().apply(model);
    this.checkpoints =
        plan.checkpoint()
            .map(file ->
                new Checkpoints(
                    file, plan.kind(), plan.identity(), listener::note, System::nanoTime));
  }

  /// Learns. After that [#model] is the best that was found.
  ///
  /// @throws SpeechException if the checkpoint belongs to another training
  /// @throws ModelFileException if the checkpoint cannot be read
  public TrainingEvent.Finished toEnd() {
    Optional<Checkpoint> earlier = checkpoints.flatMap(Checkpoints::earlier);
    earlier.ifPresent(checkpoint -> curve = checkpoint.curve());
    Trainer trainer =
        new Trainer(
            model,
            objective,
            plan.options(),
            new Trainer.Surroundings(
                workers, System::nanoTime, listener::stop, this::event, this::checkpoint));
    TrainingEvent.Finished end;
    if (earlier.isPresent()) {
      objective.initialize();
      end = trainer.resume(earlier.get().state());
    } else {
      end = trainer.run();
    }
    checkpoints.ifPresent(Checkpoints::flush);
    return end;
  }

  private void event(TrainingEvent event) {
    if (event instanceof TrainingEvent.Validated point) {
      curve = curve.with(point);
    }
    listener.event(event);
  }

  /// What is reported once a stop was asked for is not kept: that round has been cut short.
  private void checkpoint(TrainingState state) {
    if (listener.stop()) {
      return;
    }
    checkpoints.ifPresent(to -> to.accept(curve, state));
    listener.round(state);
  }

  /// What learns.
  public M model() {
    return model;
  }

  /// What it learns by.
  public O objective() {
    return objective;
  }

  /// How it learned so far.
  public LearningCurve curve() {
    return curve;
  }

  /// A model with the best weights of a state, valid until the next call.
  public M best(TrainingState state) {
    M best = shown;
    if (best == null) {
      best = plan.model().get();
      plan.objective().apply(best).initialize();
      shown = best;
    }
    float[] weights = state.bestWeights();
    System.arraycopy(weights, 0, ParameterPack.of(best).values(), 0, weights.length);
    return best;
  }
}

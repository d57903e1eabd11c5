package dev.bijou.speech.training.run;

import dev.bijou.ModelFileException;
import dev.bijou.speech.training.RoundListener;
import dev.bijou.speech.training.TrainingLimits;
import dev.bijou.speech.training.TrainingProvenance;
import dev.bijou.speech.training.TrainingProvenance.CorpusData;
import dev.bijou.speech.training.TrainingProvenance.LearningCurve;
import dev.bijou.storage.CheckpointFile;
import dev.bijou.storage.CheckpointWriter;
import dev.bijou.storage.FileClaim;
import dev.bijou.storage.Version;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workers;
import dev.bijou.train.Execution;
import dev.bijou.train.Objective;
import dev.bijou.train.Trainer;
import dev.bijou.train.TrainingEvent;
import dev.bijou.train.TrainingOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One run of a training, from its start or from a checkpoint to its end. A resumed run ends with the same numbers as
/// one that never stopped.
///
/// @param <M> what learns: a distribution or a flow
/// @param <T> what is learned: a voice or a speaker
public final class TrainingRun<M extends Trainable, T> {
  private static final Duration CHECKPOINT_PAUSE = Duration.ofMinutes(2);

  private final Plan<M, T> plan;
  private final Workers workers;
  private final RoundListener<T> listener;
  private final Optional<CheckpointFile<Checkpoint>> file;
  private final Optional<CheckpointWriter<Checkpoint>> checkpoints;
  private final M model;
  private final Objective objective;
  private LearningCurve curve = LearningCurve.empty();
  private @Nullable M shown; // the best so far, as the listener is shown it

  /// What is trained.
  ///
  /// @param kind what is learned, e.g. "voice"
  /// @param name of the architecture
  /// @param data the recordings
  /// @param limits how long
  /// @param identity what else identifies the training, by name
  /// @param model makes the initial model; always the same
  /// @param objective of a model
  /// @param options how
  /// @param heldOut what it is validated on; its log-density is ignored
  /// @param result makes a voice or a speaker of a model
  /// @param <M> what learns
  /// @param <T> what is learned
  public record Plan<M extends Trainable, T>(
      String kind,
      String name,
      CorpusData data,
      TrainingLimits limits,
      Map<String, String> identity,
      Supplier<M> model,
      Function<M, Objective> objective,
      TrainingOptions options,
      TrainingProvenance.HeldOut heldOut,
      BiFunction<M, TrainingProvenance, T> result) {

    private Map<String, String> wholeIdentity() {
      Map<String, String> all = limits.described(name);
      all.remove("budget"); // more time may be given
      all.putAll(identity);
      all.put("hash of the recordings", data.sha256());
      all.put("version of Bijou", Version.current());
      return all;
    }
  }

  private TrainingRun(Plan<M, T> plan, Workers workers, RoundListener<T> listener) {
    this.plan = plan;
    this.workers = workers;
    this.listener = listener;
    this.model = plan.model().get();
    this.objective = plan.objective().apply(model);
    this.file =
        plan.limits()
            .checkpoint()
            .map(path ->
                new CheckpointFile<>(path, Checkpoint.kind(plan.kind()), plan.wholeIdentity()));
    this.checkpoints =
        file.map(
            to -> new CheckpointWriter<>(to, CHECKPOINT_PAUSE, listener::note, System::nanoTime));
  }

  /// Trains, from the start or from the checkpoint of the plan if there is one, and gives the best that was found.
  ///
  /// @throws ModelFileException if the checkpoint belongs to another training, cannot be read, or is being written by
  ///     another
  public static <M extends Trainable, T> T toEnd(
      Plan<M, T> plan, Workers workers, RoundListener<T> listener) {
    try (FileClaim _ = plan.limits().checkpoint().map(FileClaim::of).orElse(null)) {
      return new TrainingRun<>(plan, workers, listener).toEnd();
    }
  }

  private T toEnd() {
    Optional<Checkpoint> earlier = file.flatMap(CheckpointFile::read);
    earlier.ifPresent(checkpoint -> curve = checkpoint.curve());
    Trainer trainer =
        new Trainer(
            model,
            objective,
            plan.options(),
            Execution.of(workers, System::nanoTime, listener::stop, this::event, this::checkpoint));
    TrainingEvent.Finished end;
    if (earlier.isPresent()) {
      objective.initialize();
      end = trainer.resume(earlier.get().state());
    } else {
      end = trainer.run();
    }
    checkpoints.ifPresent(CheckpointWriter::flush);
    return result(
        model, end.validation(), end.reason().name(), end.steps(), end.elapsed().toNanos() / 1e9);
  }

  private void event(TrainingEvent event) {
    if (event instanceof TrainingEvent.Validated point) {
      curve = curve.with(point);
    }
    listener.event(event);
  }

  private void checkpoint(Trainer.State state) {
    checkpoints.ifPresent(to -> to.accept(new Checkpoint(curve, state)));
    if (listener.stop()) {
      return;
    }
    listener.round(
        new RoundListener.Progress<>() {
          @Override
          public long step() {
            return state.step();
          }

          @Override
          public T best() {
            double seconds = state.elapsedNanos() / 1e9;
            return result(bestModel(state), state.best(), "RUNNING", state.step(), seconds);
          }
        });
  }

  private M bestModel(Trainer.State state) {
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

  private T result(M of, double score, String ended, long steps, double seconds) {
    TrainingProvenance.HeldOut heldOut = plan.heldOut();
    return plan.result()
        .apply(
            of,
            new TrainingProvenance(
                plan.data(),
                plan.name(),
                plan.limits().described(plan.name()),
                new TrainingProvenance.HeldOut(heldOut.utterances(), heldOut.seconds(), score),
                ended,
                steps,
                seconds,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Workers.kernels(),
                curve));
  }
}

package dev.bijou.spark;

import dev.bijou.distribution.Distribution;
import dev.bijou.file.ModelFile;
import dev.bijou.flow.Dataset;
import dev.bijou.table.model.Provenance;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.train.Execution;
import dev.bijou.train.FlowFit;
import dev.bijou.train.TrainingEvent;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Learns flows from encoded partitions, round by round.
///
/// @param context in which its jobs run
/// @param jobs describes them
/// @param encoded the rows
/// @param sizes how many each partition has
/// @param settings the options
/// @param heldOut the held-out rows
/// @param checkpoints the folder for them; empty for none
record RoundFit(
    JavaSparkContext context,
    Jobs jobs,
    JavaRDD<PartitionTasks.Encoded> encoded,
    int[] sizes,
    FitSettings settings,
    HeldOutScore heldOut,
    String checkpoints)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoundFit.class);

  /// Rows that are learned from for each that is scored, so that scores take little of the time.
  private static final int LEARNED_PER_SCORED = 10;

  static RoundFit of(
      JavaSparkContext context,
      Jobs jobs,
      JavaRDD<PartitionTasks.Encoded> encoded,
      int[] sizes,
      FitSettings settings,
      Dataset heldOut,
      String checkpoints) {
    return new RoundFit(
        context, jobs, encoded, sizes, settings, HeldOutScore.of(context, heldOut), checkpoints);
  }

  /// What was learned.
  ///
  /// @param done the best weights, and how learning ended
  /// @param curve how it went
  record Learned(FlowFit.State.Done done, Provenance.Member curve) {}

  /// Learns a flow, from the start or from the checkpoint of a fit of the same rows and options.
  ///
  /// @param number of the flow, from 0
  /// @param flow before it learns; its weights are overwritten
  /// @param plan how learning is divided
  Learned run(int number, Distribution flow, Execution.Parts plan) {
    float[] weights = ParameterPack.of(flow).values();
    RoundCheckpoint storage =
        RoundCheckpoint.of(checkpoints, number, plan, settings, sizes, weights);
    Broadcast<byte[]> sent =
        context.broadcast(TemporaryFile.bytes(file -> ModelFile.write(file, flow)));
    try {
      Progress progress =
          storage
              .read()
              .orElseGet(() -> Progress.start(plan.start(weights), heldOut.of(sent, weights)));
      long start = System.nanoTime() - progress.nanos();
      while (!progress.isDone(plan)) {
        jobs.describe(
            "bijou: flow %d, round %d of %d, held-out log-density %.4f nats"
                .formatted(number + 1, progress.round() + 1, plan.rounds(), progress.best()));
        Execution.Parts.State mean = round(sent, plan, progress);
        if (mean.isFailed()) {
          LOG.warn("round {}: not finite; back to the best weights", progress.round() + 1);
          progress = progress.rolledBack();
          continue;
        }
        progress = progress.next(mean, System.nanoTime() - start);
        if (isScored(progress.round(), plan)) {
          progress = progress.scored(heldOut.of(sent, mean.mean()), plan);
          LOG.info(
              "flow {}, round {} of {}: held-out log-density {} nats, best {}",
              number + 1,
              progress.round(),
              plan.rounds(),
              progress.scores()[progress.scores().length - 1],
              progress.best());
        }
        storage.write(progress);
      }
      return learned(progress, plan, Duration.ofNanos(System.nanoTime() - start));
    } finally {
      sent.destroy();
    }
  }

  /// Whether the weights after a round are scored: at least once in a pass, and after the last.
  private boolean isScored(int round, Execution.Parts plan) {
    double learned = plan.passes(1) * plan.rows();
    int pass = Math.max(1, plan.rounds() / plan.epochs());
    int every = Math.clamp((long) (LEARNED_PER_SCORED * heldOut.rows() / learned), 1, pass);
    return round % every == 0 || round == plan.rounds();
  }

  private static Learned learned(Progress progress, Execution.Parts plan, Duration time) {
    TrainingEvent.Reason reason =
        progress.isDiverged()
            ? TrainingEvent.Reason.DIVERGED
            : progress.round() < plan.rounds()
                ? TrainingEvent.Reason.NO_IMPROVEMENT
                : TrainingEvent.Reason.COMPLETED;
    return new Learned(
        new FlowFit.State.Done(
            progress.bestWeights(),
            new TrainingEvent.Finished(reason, progress.best(), progress.steps(), time)),
        new Provenance.Member(
            reason.name(),
            progress.steps(),
            time.toNanos() / 1e9,
            progress.epochs(),
            progress.training(),
            progress.scores()));
  }

  private Execution.Parts.State round(
      Broadcast<byte[]> flow, Execution.Parts plan, Progress progress) {
    Broadcast<Execution.Parts.State> state = context.broadcast(progress.state());
    try {
      return Ordered.reduce(
          encoded.mapPartitionsWithIndex(new Step(flow, state, plan, progress.round()), true),
          Execution.Parts::average);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      state.destroy();
    }
  }

  /// Learns from a partition for a round.
  private record Step(
      Broadcast<byte[]> flow,
      Broadcast<Execution.Parts.State> state,
      Execution.Parts plan,
      int round)
      implements Function2<
          Integer, Iterator<PartitionTasks.Encoded>, Iterator<Ordered.Of<Execution.Parts.State>>> {

    @Override
    public Iterator<Ordered.Of<Execution.Parts.State>> call(
        Integer partition, Iterator<PartitionTasks.Encoded> parts) {
      PartitionTasks.Encoded own = parts.next();
      if (own.rows().size() == 0) {
        return Collections.emptyIterator();
      }
      TaskContext task = TaskContext.get();
      Execution.Parts.State learned =
          plan.run(
              TaskThread.flow(flow),
              own.rows(),
              partition,
              round,
              state.value(),
              TaskThread.own(),
              task::isInterrupted);
      task.killTaskIfInterrupted();
      return List.of(new Ordered.Of<>(partition, learned)).iterator();
    }
  }

  @Override
  public void close() {
    heldOut.close();
  }
}

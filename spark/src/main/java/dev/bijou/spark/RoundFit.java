package dev.bijou.spark;

import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.file.ModelFile;
import dev.bijou.flow.Evaluation;
import dev.bijou.table.model.Provenance;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.train.Execution;
import dev.bijou.train.FitOptions;
import dev.bijou.train.FlowFit;
import dev.bijou.train.TrainingEvent;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Learns one flow from encoded partitions, round by round.
///
/// @param context in which its jobs run
/// @param jobs describes them
/// @param plan how learning is divided
/// @param layout of the rows
/// @param settings the options
/// @param some rows to begin with, and the held-out ones
/// @param checkpoints the folder for them; empty for none
record RoundFit(
    JavaSparkContext context,
    Jobs jobs,
    Execution.Parts plan,
    MixedLayout layout,
    FitSettings settings,
    FlowFit.Split some,
    String checkpoints) {
  private static final Logger LOG = LoggerFactory.getLogger(RoundFit.class);
  private static final double LEAST_SCORE = -1e5;
  private static final int MOST_ROLLBACKS = 10;

  /// What was learned.
  ///
  /// @param flow with its best weights
  /// @param end of its training
  /// @param curve of its training
  record Learned(Distribution flow, TrainingEvent.Finished end, Provenance.Member curve) {}

  /// Learns, from the start or from the checkpoint of a fit of the same rows and options.
  ///
  /// @param sizes how many rows each partition has
  Learned run(JavaRDD<PartitionTasks.Encoded> encoded, int[] sizes) {
    FitOptions options = settings.options().fit();
    Distribution flow = plan.flow(some.training(), layout, options);
    Broadcast<byte[]> sent = context.broadcast(bytes(flow));
    float[] weights = ParameterPack.of(flow).values();
    RoundCheckpoint storage = RoundCheckpoint.of(checkpoints, plan, settings, sizes, weights);
    Progress progress =
        storage.read().orElseGet(() -> Progress.start(plan.start(weights), score(flow)));
    long start = System.nanoTime() - progress.nanos();
    while (progress.round() < plan.rounds() && progress.rollbacks() <= MOST_ROLLBACKS) {
      jobs.describe(
          "bijou: round %d of %d, held-out log-density %.4f nats"
              .formatted(progress.round() + 1, plan.rounds(), progress.best()));
      Execution.Parts.State mean = round(encoded, sent, progress.state(), progress.round());
      if (mean.isFailed()) {
        LOG.warn("round {}: not finite; back to the best weights", progress.round() + 1);
        progress = progress.rolledBack();
        continue;
      }
      System.arraycopy(mean.mean(), 0, weights, 0, weights.length);
      progress = progress.next(mean, score(flow), plan, System.nanoTime() - start);
      LOG.info(
          "round {} of {}: held-out log-density {} nats, best {}",
          progress.round(),
          plan.rounds(),
          progress.scores()[progress.scores().length - 1],
          progress.best());
      storage.write(progress);
    }
    sent.destroy();
    System.arraycopy(progress.bestWeights(), 0, weights, 0, weights.length);
    TrainingEvent.Reason reason =
        progress.rollbacks() > MOST_ROLLBACKS
            ? TrainingEvent.Reason.DIVERGED
            : TrainingEvent.Reason.COMPLETED;
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    return new Learned(
        flow,
        new TrainingEvent.Finished(reason, progress.best(), progress.steps(), time),
        new Provenance.Member(
            reason.name(),
            progress.steps(),
            time.toNanos() / 1e9,
            progress.epochs(),
            progress.training(),
            progress.scores()));
  }

  private double score(Distribution flow) {
    return Evaluation.meanLogProb(flow, some.validation(), LEAST_SCORE, TaskWorkers.own());
  }

  private Execution.Parts.State round(
      JavaRDD<PartitionTasks.Encoded> encoded,
      Broadcast<byte[]> flow,
      Execution.Parts.State from,
      int round) {
    Broadcast<Execution.Parts.State> state = context.broadcast(from);
    try {
      return Ordered.reduce(
          encoded.mapPartitionsWithIndex(new Step(flow, state, plan, settings, round), true),
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
      FitSettings settings,
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
      Distribution copy = RoundFit.flow(flow.value());
      Execution.Parts.State learned =
          plan.run(
              copy,
              own.rows(),
              partition,
              round,
              state.value(),
              settings.options().fit(),
              TaskWorkers.own());
      return List.of(new Ordered.Of<>(partition, learned)).iterator();
    }
  }

  private static byte[] bytes(Distribution flow) {
    return TemporaryFile.bytes(file -> ModelFile.write(file, flow));
  }

  private static Distribution flow(byte[] bytes) {
    return TemporaryFile.read(bytes, file -> ModelFile.read(file).model());
  }
}

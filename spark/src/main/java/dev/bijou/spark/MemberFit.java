package dev.bijou.spark;

import dev.bijou.table.fit.TableFit;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FlowFit;
import dev.bijou.train.TrainingEvent;
import dev.bijou.train.TrainingListener;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Learns from a table that fits into the memory of a task: each flow in a task of its own. The model is the one that
/// `bijou fit` learns from the same rows in the same order, whatever the number of executors.
///
/// @param rows the table
/// @param settings the options
record MemberFit(BlockRows rows, FitSettings settings) {
  private static final Logger LOG = LoggerFactory.getLogger(MemberFit.class);

  /// Learns.
  ///
  /// Throws a [dev.bijou.table.io.TableException] if the table cannot be used.
  TableModel run(JavaSparkContext context) {
    TableFit fit = TableFit.read(rows.source(), settings.options());
    fit.findings().forEach(finding -> LOG.warn("{}", finding.message()));
    LOG.info("learning from {} rows, {} held out", fit.trainingRows(), fit.heldOutRows());
    Broadcast<BlockRows> sent = context.broadcast(rows);
    try (Jobs jobs = new Jobs(context);
        Workers workers = TaskThread.ofDriver()) {
      List<TrainedMember> done = new ArrayList<>();
      for (List<Integer> group : fit.groups()) {
        jobs.describe(
            "bijou: learning flow%s %d to %d"
                .formatted(
                    group.size() == 1 ? "" : "s", group.getFirst() + 1, group.getLast() + 1));
        Broadcast<List<TrainedMember>> before = context.broadcast(List.copyOf(done));
        done.addAll(
            context
                .parallelize(group, group.size())
                .map(new Task(sent, settings, before))
                .collect());
        before.destroy();
        for (int number : group) {
          LOG.info(
              "flow {}: held-out log-density {} nats after {} steps",
              number + 1,
              done.get(number).best(),
              done.get(number).steps());
        }
      }
      return fit.model(done.stream().map(TrainedMember::trained).toList(), workers);
    } finally {
      sent.destroy();
    }
  }

  /// The fit that this process has read last. Sessions that follow each other in a process number what they broadcast alike,
  /// so that rows are told apart by where they are.
  private static final class LastRead {
    private static WeakReference<@Nullable BlockRows> rows = new WeakReference<>(null);
    private static @Nullable TableFit fit;

    static synchronized TableFit of(BlockRows wanted, FitSettings settings) {
      TableFit known = fit;
      if (known == null || rows.get() != wanted) {
        known = TableFit.read(wanted.source(), settings.options());
        fit = known;
        rows = new WeakReference<>(wanted);
      }
      return known;
    }
  }

  /// Learns a flow.
  private record Task(
      Broadcast<BlockRows> rows, FitSettings settings, Broadcast<List<TrainedMember>> before)
      implements Function<Integer, TrainedMember> {

    @Override
    public TrainedMember call(Integer number) {
      TaskContext task = TaskContext.get();
      TableFit fit = LastRead.of(rows.value(), settings);
      TableFit.Trained trained =
          fit.train(
              number,
              before.value().stream().map(TrainedMember::trained).toList(),
              TaskThread.own(),
              new TrainingListener<FlowFit.Event>() {
                @Override
                public boolean stop() {
                  return task.isInterrupted();
                }
              });
      task.killTaskIfInterrupted();
      return TrainedMember.of(trained);
    }
  }

  /// A trained flow on its way between tasks.
  private record TrainedMember(
      float[] weights,
      String reason,
      double best,
      long steps,
      long nanos,
      String ended,
      double seconds,
      float[] epochs,
      float[] training,
      float[] validation)
      implements Serializable {

    static TrainedMember of(TableFit.Trained trained) {
      TrainingEvent.Finished end = trained.done().finished();
      Provenance.Member curve = trained.curve();
      return new TrainedMember(
          trained.done().weights(),
          end.reason().name(),
          end.validation(),
          end.steps(),
          end.elapsed().toNanos(),
          curve.ended(),
          curve.seconds(),
          curve.epochs(),
          curve.training(),
          curve.validation());
    }

    TableFit.Trained trained() {
      return new TableFit.Trained(
          new FlowFit.State.Done(
              weights,
              new TrainingEvent.Finished(
                  TrainingEvent.Reason.valueOf(reason), best, steps, Duration.ofNanos(nanos))),
          new Provenance.Member(ended, steps, seconds, epochs, training, validation));
    }
  }
}

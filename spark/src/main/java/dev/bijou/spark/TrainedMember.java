package dev.bijou.spark;

import dev.bijou.table.fit.TableFit;
import dev.bijou.table.model.Provenance;
import dev.bijou.train.FlowFit;
import dev.bijou.train.TrainingEvent;
import java.io.Serializable;
import java.time.Duration;

/// A trained flow on its way between tasks.
record TrainedMember(
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

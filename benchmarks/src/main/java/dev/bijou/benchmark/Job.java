package dev.bijou.benchmark;

import com.google.gson.JsonObject;
import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Flows;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.schema.TrainingTable;
import dev.bijou.tensor.Workers;
import dev.bijou.train.Execution;
import dev.bijou.train.Trainer;
import dev.bijou.train.TrainingEvent;
import dev.bijou.train.TrainingOptions;
import java.nio.file.Path;
import java.util.List;

/// A whole job: reads two tables and learns from the first until the mean log-density of the second reaches a value;
/// then tells, as one line of JSON, how long that took, and ends. `benchmarks/peers/zuko_job.py` does the same.
public final class Job {
  private final double value;
  private final long startNanos = System.nanoTime();
  private final JsonObject told = new JsonObject();
  private long stepNanos;
  private long scoringNanos;
  private boolean reached;

  private Job(double value) {
    this.value = value;
  }

  /// @param args the two tables, the value in nats, threads, batch, learning rate, epochs, averaging
  public static void main(String[] args) {
    TrainingOptions options =
        TrainingOptions.standard()
            .withBatch(Integer.parseInt(args[4]))
            .withLearningRate(Float.parseFloat(args[5]))
            .withEpochs(Integer.parseInt(args[6]))
            .withPatience(Integer.parseInt(args[6]))
            .withAveraging(Float.parseFloat(args[7]));
    try (Workers workers = new Workers(Integer.parseInt(args[3]))) {
      new Job(Double.parseDouble(args[2]))
          .run(Path.of(args[0]), Path.of(args[1]), options, workers);
    }
  }

  private void run(Path learned, Path held, TrainingOptions options, Workers workers) {
    var load = new TrainingTable.Options(Missing.REFUSE, Long.MAX_VALUE, 0);
    TrainingTable table =
        TrainingTable.load(TableSource.of(learned), ColumnPlan.all(), List.of(), load);
    Dataset training = rows(table);
    Dataset validation = rows(TrainingTable.load(TableSource.of(held), table.schema(), load));
    told.addProperty("read_s", seconds(System.nanoTime() - startNanos));

    Distribution flow =
        Flows.neuralSpline(training.features(), Flows.Options.standard()).build(options.seed());
    Execution<TrainingEvent, Trainer.State> execution =
        Execution.of(workers, System::nanoTime, this::afterStep, this::hear, _ -> {});
    Trainer.maximumLikelihood(flow, training, validation, options, execution).run();
  }

  private boolean afterStep() {
    stepNanos = System.nanoTime();
    return reached;
  }

  private void hear(TrainingEvent event) {
    if (event instanceof TrainingEvent.Validated round && !reached) {
      scoringNanos += System.nanoTime() - stepNanos;
      reached = round.validation() >= value;
      told.addProperty("epochs", Math.round(round.epoch()));
      told.addProperty("best", round.best());
      if (round.epoch() < 1.5) {
        told.addProperty("first_epoch_s", seconds(round.elapsed().toNanos()));
      }
      if (reached) {
        told.addProperty("learn_s", seconds(round.elapsed().toNanos() - scoringNanos));
        told.addProperty("score_s", seconds(scoringNanos));
        System.out.println(told);
      }
    } else if (event instanceof TrainingEvent.Finished && !reached) {
      told.addProperty("error", "did not reach it");
      System.out.println(told);
    }
  }

  private static Dataset rows(TrainingTable table) {
    Dataset data = new Dataset(table.targets().columns(), 0);
    float[] row = new float[data.width()];
    for (int i = 0; i < table.rows(); i++) {
      table.targets().row(i, row, 0);
      data.add(row);
    }
    return data;
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}

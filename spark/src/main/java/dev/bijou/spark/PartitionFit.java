package dev.bijou.spark;

import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.fit.TableFit;
import dev.bijou.table.io.TableException;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.SchemaInference;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FlowFit;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Learns from a table of any size in its partitions. The schema is inferred from all rows, and their encoded form is kept by
/// Spark; what a model says of its table (findings, quantiles, calibration) comes from rows of every partition that are
/// sampled or held out. The model depends on the rows of each partition and the seed, not on the executors, nor on tasks that
/// failed and ran again.
///
/// @param rows of the table
/// @param cells of each row
/// @param settings the options
/// @param rounds of averaging; 0 for the usual number
/// @param checkpoints the folder for them; empty for none
record PartitionFit(
    JavaRDD<Row> rows, RowCells cells, FitSettings settings, int rounds, String checkpoints) {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionFit.class);
  private static final double MOST_HELD = 20_000;
  private static final double SAMPLED = 100_000;
  private static final double USUAL_HELD = 0.1;

  /// Learns.
  ///
  /// Throws a [TableException] if the table cannot be used.
  TableModel run(JavaSparkContext context) {
    try (Jobs jobs = new Jobs(context)) {
      jobs.describe("bijou: looking at the columns");
      SchemaInference.Inferred inferred = infer();
      jobs.describe("bijou: taking rows to hold out and to begin with");
      RowKeys keys = keys(inferred);
      TableFit fit = sample(inferred, keys);
      fit.findings().forEach(finding -> LOG.warn("{}", finding.message()));
      jobs.describe("bijou: encoding the rows");
      JavaRDD<PartitionTasks.Encoded> encoded =
          rows.mapPartitionsWithIndex(
                  new PartitionTasks.Encode(cells, keys, fit.schema().toJson().toString()), true)
              .persist(StorageLevel.MEMORY_AND_DISK());
      try {
        return learn(context, jobs, fit, encoded, sizes(encoded));
      } finally {
        encoded.unpersist(false);
      }
    }
  }

  private SchemaInference.Inferred infer() {
    PartitionTasks.Looked looked =
        unchecked(() ->
            Ordered.reduce(
                rows.mapPartitionsWithIndex(new PartitionTasks.Look(cells, settings.seed()), true),
                PartitionTasks.Looked::together));
    if (!looked.problem().isEmpty()) {
      throw new TableException(looked.problem());
    }
    return Objects.requireNonNull(looked.part()).inferred(BlockRows.NAME, settings.given());
  }

  /// As many rows as p-values and the choice of weights need, and no more.
  private RowKeys keys(SchemaInference.Inferred inferred) {
    double share = settings.validation() == 0 ? USUAL_HELD : settings.validation();
    double held = Math.min(share, MOST_HELD / inferred.rows());
    boolean apart =
        inferred.schema().columns().stream().noneMatch(column -> column.distinct() >= Column.MANY);
    return new RowKeys(settings.seed(), apart, held, Math.min(1 - held, SAMPLED / inferred.rows()));
  }

  private TableFit sample(SchemaInference.Inferred inferred, RowKeys keys) {
    List<PartitionTasks.Sample> samples =
        rows.mapPartitionsWithIndex(new PartitionTasks.Take(cells, keys), true).collect();
    return TableFit.ofSample(
        blocks(samples, PartitionTasks.Sample::sampled).source(),
        inferred,
        settings.options(blocks(samples, PartitionTasks.Sample::held).source()));
  }

  private BlockRows blocks(
      List<PartitionTasks.Sample> samples, Function<PartitionTasks.Sample, TableBlock> which) {
    return new BlockRows(cells.header(), samples.stream().map(which).toList());
  }

  /// How many rows each partition learns from.
  private static int[] sizes(JavaRDD<PartitionTasks.Encoded> encoded) {
    List<Size> sizes = encoded.map(part -> new Size(part.rows().size(), part.problem())).collect();
    sizes.stream()
        .map(Size::problem)
        .filter(problem -> !problem.isEmpty())
        .findFirst()
        .ifPresent(problem -> {
          throw new TableException(problem);
        });
    return sizes.stream().mapToInt(Size::rows).toArray();
  }

  private record Size(int rows, String problem) implements Serializable {}

  private TableModel learn(
      JavaSparkContext context,
      Jobs jobs,
      TableFit fit,
      JavaRDD<PartitionTasks.Encoded> encoded,
      int[] sizes) {
    long learned = IntStream.of(sizes).asLongStream().sum();
    FlowFit flows =
        FlowFit.ofSample(
            fit.split(), learned, settings.options().fit(), RowEncoder.of(fit.schema()).layout());
    LOG.info("learning from {} rows in {} partitions", learned, sizes.length);
    List<FlowFit.State.Done> done = new ArrayList<>();
    List<Provenance.Member> curves = new ArrayList<>();
    try (Workers workers = TaskThread.ofDriver();
        RoundFit rounded =
            RoundFit.of(
                context, jobs, encoded, sizes, settings, fit.split().validation(), checkpoints)) {
      for (List<Integer> group : flows.groups()) {
        List<FlowFit.State.Done> before = List.copyOf(done);
        for (int number : group) {
          RoundFit.Learned flow =
              rounded.run(
                  number,
                  flows.flow(number, before, workers),
                  flows.parts(number, learned, parts(sizes), rounds));
          done.add(flow.done());
          curves.add(flow.curve());
        }
      }
      return fit.model(flows.result(done, workers), curves, workers);
    }
  }

  /// How many partitions have rows.
  private static int parts(int[] sizes) {
    return (int) IntStream.of(sizes).filter(size -> size > 0).count();
  }

  private static <T> T unchecked(Callable<T> job) {
    try {
      return job.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.bijou.conditional;

import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.encoding.RowFields;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableWriter;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableSampler;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Draws rows from a model under conditions on any of its columns, any number in constant memory.
///
/// Where draws of the model satisfy the conditions often enough, the others are rejected, which is exact. Where they
/// hardly ever do, or a column is set to a value that has only a density, rows come from weighted particles, and the
/// effective sample size says how far to trust them.
///
/// {@snippet class="dev.bijou.example.DeerCounties" region="draw"}
///
/// The same seed gives the same rows at any number of threads, and the first rows of a larger sample.
///
/// @param model the density
/// @param seed of the draws
/// @param workers the threads to use
public record ConditionalSampler(TableModel model, long seed, Workers workers) {
  private static final int ROWS_AT_ONCE = 4096;
  private static final int TRIALS = 4; // blocks drawn to see how often the conditions hold
  private static final int ENOUGH = 16; // rows among these that satisfy them
  private static final int ROWS_OF_PARTICLES = 512;
  private static final double FEW = 50;

  /// How rows were drawn.
  public sealed interface Summary {
    /// How many rows were drawn.
    long rows();

    /// Exactly, by leaving out draws that do not satisfy the conditions.
    ///
    /// @param rows how many rows were drawn
    /// @param tried draws of the model
    /// @param satisfied how many of these satisfy the conditions
    record Exact(long rows, long tried, long satisfied) implements Summary {
      /// The share of the draws of the model that satisfy the conditions: an estimate of their probability.
      public double share() {
        return (double) satisfied / tried;
      }
    }

    /// By weighted particles.
    ///
    /// @param rows how many rows were drawn
    /// @param particles how many they were chosen from
    /// @param effective the smallest effective sample size of the particles: they are worth so many independent draws
    /// @param probability of the conditions, estimated; their density, if values are set that have only a density
    record Weighted(long rows, long particles, double effective, double probability)
        implements Summary {
      /// Whether the particles are worth less than 50 independent draws, or less than a tenth of the rows.
      public boolean isPoor() {
        return rows > 0 && effective < Math.clamp(0.1 * rows, FEW, Double.MAX_VALUE);
      }
    }
  }

  /// Draws rows of the targets, in the order of the schema and in the units of the table, see [TableSampler#rows(int)].
  ///
  /// Throws a [TableException] if no row is found that satisfies the conditions, an [IllegalArgumentException] if the
  /// count is negative.
  public double[][] rows(Where where, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count is " + count + ", but must be at least 0");
    }
    List<double[]> all = new ArrayList<>();
    draw(where, count, block -> all.addAll(Arrays.asList(block)));
    return all.toArray(double[][]::new);
  }

  /// Writes rows.
  ///
  /// Throws a [TableException] if no row is found that satisfies the conditions, an [dev.bijou.OutputException] if
  /// the result cannot be written.
  ///
  /// @param open opens the writer, given the names of the columns, which are in the order of the table of the fit
  public Summary write(Where where, long count, Function<List<String>, TableWriter> open) {
    try (TableWriter writer = open.apply(model.order())) {
      RowFields fields = new RowFields(model.schema(), model.order());
      Summary summary =
          draw(
              where,
              count,
              block ->
                  writer.rows(block.length, workers, n -> fields.of(block[n], where.givenText())));
      writer.commit();
      return summary;
    }
  }

  /// Draws rows and passes them on, block by block.
  ///
  /// Throws a [TableException] if no row is found that satisfies the conditions.
  public Summary draw(Where where, long count, Consumer<double[][]> sink) {
    SplittableRandom seeds = new SplittableRandom(seed);
    long forParticles = seeds.nextLong();
    List<double[][]> found = new ArrayList<>();
    long tried = 0;
    long satisfied = 0;
    for (int i = 0; i < TRIALS && satisfied < ENOUGH && !where.hasSingles(); i++) {
      double[][] block = satisfying(where, seeds.nextLong());
      tried += ROWS_AT_ONCE;
      satisfied += block.length;
      found.add(block);
    }
    if (satisfied < ENOUGH) {
      return byParticles(where, count, new SplittableRandom(forParticles), sink);
    }
    long done = 0;
    for (double[][] block : found) {
      done += pass(block, count - done, sink);
    }
    while (done < count) {
      double[][] block = satisfying(where, seeds.nextLong());
      tried += ROWS_AT_ONCE;
      satisfied += block.length;
      done += pass(block, count - done, sink);
    }
    return new Summary.Exact(done, tried, satisfied);
  }

  private static long pass(double[][] block, long left, Consumer<double[][]> sink) {
    int size = (int) Math.min(block.length, left);
    if (size > 0) {
      sink.accept(size == block.length ? block : Arrays.copyOf(block, size));
    }
    return size;
  }

  private double[][] satisfying(Where where, long blockSeed) {
    TableSampler sampler = new TableSampler(model, blockSeed, workers);
    double[] given = where.given().stream().mapToDouble(Double::doubleValue).toArray();
    double[][] drawn =
        model.isConditional()
            ? sampler.rows(
                IntStream.range(0, ROWS_AT_ONCE).mapToObj(_ -> given).toArray(double[][]::new))
            : sampler.rows(ROWS_AT_ONCE);
    return Arrays.stream(drawn).filter(where::holds).toArray(double[][]::new);
  }

  private Summary byParticles(
      Where where, long count, SplittableRandom seeds, Consumer<double[][]> sink) {
    long done = 0;
    long particles = 0;
    double effective = 0;
    double probability = 0;
    int batches = 0;
    RowEncoder encoder = RowEncoder.of(model.schema());
    while (done < count) {
      Particles.Result result =
          new Particles(model, where, seeds.nextLong(), workers).draw(ROWS_OF_PARTICLES);
      if (result.rows().length == 0) {
        throw new TableException(
            "no row was found that satisfies the conditions, among %,d draws of the model; loosen them"
                .formatted(particles + result.particles()));
      }
      particles += result.particles();
      effective += result.effective();
      probability += Math.exp(result.logProbability());
      batches++;
      relate(result.rows(), where, encoder);
      done += pass(result.rows(), count - done, sink);
    }
    return new Summary.Weighted(done, particles, effective, probability / Math.max(1, batches));
  }

  /// Makes rows keep the relations of the schema, but for those that would then break a condition.
  private static void relate(double[][] rows, Where where, RowEncoder encoder) {
    for (int i = 0; i < rows.length; i++) {
      double[] related = rows[i].clone();
      if (encoder.relate(related) && where.holds(related)) {
        rows[i] = related;
      }
    }
  }
}

package dev.bijou.flow;

import dev.bijou.distribution.Distribution;
import dev.bijou.random.Seeds;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.util.random.RandomGenerator;

/// Scores and samples many rows: in blocks of lanes, spread over workers. The result does not depend on the number of
/// threads.
public final class Evaluation {
  /// Lanes in a block: a network's activations fit the second-level cache.
  static final int BLOCK = 128;

  private Evaluation() {}

  /// log p(row), in nats, for every row of a dataset.
  ///
  /// @throws IllegalArgumentException if the distribution is one of sequences
  public static float[] logProb(Distribution distribution, Dataset data, Workers workers) {
    requireRows(distribution);
    float[] result = new float[data.size()];
    inBlocks(
        data,
        workers,
        (from, x, context) -> {
          Tensor logProb = distribution.logProb(x, context);
          System.arraycopy(logProb.data(), logProb.offset(), result, from, logProb.lanes());
        });
    return result;
  }

  /// What is computed of a block of rows, on any thread.
  @FunctionalInterface
  public interface Block {
    /// @param from the number of the first row
    /// @param x features × lanes
    /// @param context the context of each lane
    void of(int from, Tensor x, Context context);
  }

  /// Computes something of all rows of a dataset, in blocks of lanes, spread over workers.
  public static void inBlocks(Dataset data, Workers workers, Block computation) {
    workers.run(
        blocks(data.size()),
        (block, workspace) -> {
          int from = block * BLOCK;
          int lanes = Math.min(BLOCK, data.size() - from);
          Tensor x = workspace.scratch(data.features(), lanes);
          Tensor given = workspace.scratch(data.contextFeatures(), lanes);
          data.slice(from, x, given);
          Dataset.Batch batch = Dataset.Batch.of(x, given);
          workspace.run(() -> {
            computation.of(from, batch.x(), batch.context());
            return batch;
          });
        });
  }

  /// The weighted mean of log p(row) over a dataset, in nats, summed in double in the order of the rows.
  public static double meanLogProb(Distribution distribution, Dataset data, Workers workers) {
    return meanLogProb(distribution, data, Double.NEGATIVE_INFINITY, workers);
  }

  /// The same, where no row counts less than `least`, so that one absurd row does not drown out the others.
  public static double meanLogProb(
      Distribution distribution, Dataset data, double least, Workers workers) {
    float[] logProb = logProb(distribution, data, workers);
    double sum = 0;
    double total = 0;
    for (int i = 0; i < logProb.length; i++) {
      sum += (double) data.weight(i) * Math.max(logProb[i], least);
      total += data.weight(i);
    }
    return sum / total;
  }

  /// Draws `count` rows, features × count. Lane n depends on the seed, n and its context only.
  ///
  /// @param context one lane for each draw
  /// @throws IllegalArgumentException if the distribution is one of sequences, the count is negative or takes more memory
  ///     than there is, or the context does not fit
  public static Tensor sample(
      Distribution distribution, int count, Context context, long seed, Workers workers) {
    requireRows(distribution);
    requireCount(count, distribution.features());
    context.require(distribution.contextFeatures(), count);
    Tensor result = Tensor.zeros(distribution.features(), count);
    workers.run(
        blocks(count),
        (block, workspace) -> {
          int from = block * BLOCK;
          int lanes = Math.min(BLOCK, count - from);
          Context given =
              switch (context) {
                case Context.None none -> none;
                case Context.Given(Tensor values, _) ->
                    Context.of(workspace.scratch(values.features(), lanes).setLanes(values, from));
              };
          Tensor x =
              workspace.run(() -> distribution.sample(lanes, given, blockRandom(seed, block)));
          for (int f = 0; f < x.features(); f++) {
            System.arraycopy(x.data(), x.at(f), result.data(), result.at(f) + from, lanes);
          }
        });
    return result;
  }

  static void requireRows(Distribution distribution) {
    if (!Span.of(distribution).equals(Span.ROWS)) {
      throw new IllegalArgumentException(
          "the lanes of this distribution are frames of sequences, not rows that can be taken apart");
    }
  }

  private static void requireCount(int count, int features) {
    long floats = Math.min(Integer.MAX_VALUE - 64, Runtime.getRuntime().maxMemory() / Float.BYTES);
    long most = floats / features;
    if (count < 0 || count > most) {
      throw new IllegalArgumentException(
          "count is %d, but must lie in 0 … %d, as many draws of %d features as memory can hold"
              .formatted(count, most, features));
    }
  }

  private static RandomGenerator blockRandom(long seed, int block) {
    return Seeds.random(seed * 0x9E3779B97F4A7C15L + block);
  }

  private static int blocks(int lanes) {
    return Math.ceilDiv(lanes, BLOCK);
  }
}

package dev.bijou.sequence;

import dev.bijou.distribution.Distribution;
import dev.bijou.random.RowOrder;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.tensor.Workspace;
import dev.bijou.train.Objective;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Maximizes the mean of log p(segment | context) over random batches of segments, in nats for each value (each feature of
/// each lane: each sample of a sound); the score is the same mean over the validation segments.
///
/// A shard is some whole segments. The statistics of batch normalizations are those of a shard.
public final class SequenceLikelihood implements Objective {
  /// Lanes from which layers and scales are initialized.
  private static final int INITIALIZATION_LANES = 8192;

  private final Distribution distribution;
  private final Segments training;
  private final Segments validation;
  private final Shards shards;
  private final int batch;
  private final RowOrder segmentOrder;
  private int[] order = {};
  private int from;
  private long epoch;

  /// How a step goes through its segments.
  ///
  /// @param segments segments in a shard: it determines the batch statistics, the memory and how many threads have
  ///     work, and is an option of the training, not of the machine
  /// @param rebuilding whether the backward pass builds the arguments of each layer again instead of keeping them, see
  ///     [Workspace#rebuilding]
  public record Shards(int segments, boolean rebuilding) {
    /// @throws IllegalArgumentException if there are no segments
    public Shards {
      if (segments < 1) {
        throw new IllegalArgumentException(
            "a shard has " + segments + " segments, but must have at least 1");
      }
    }
  }

  /// @param batch segments in a step
  /// @param seed of the order of the segments
  /// @throws IllegalArgumentException if a set is empty or does not fit the distribution
  public SequenceLikelihood(
      Distribution distribution,
      Segments training,
      Segments validation,
      Shards shards,
      int batch,
      long seed) {
    this.distribution = distribution;
    this.training = require("training", training, distribution);
    this.validation = require("validation", validation, distribution);
    this.shards = shards;
    this.batch = Math.min(batch, training.size());
    this.segmentOrder = new RowOrder(training.size(), seed);
  }

  private static Segments require(String name, Segments segments, Distribution distribution) {
    if (segments.size() == 0) {
      throw new IllegalArgumentException("the " + name + " set has no segments");
    }
    if (segments.features() != distribution.features()
        || segments.contextFeatures() != distribution.contextFeatures()
        || segments.frames() != segments.contextFrames() * Span.of(distribution).contextRate()) {
      throw new IllegalArgumentException(
          "the %s set has %d features, %d context features and %d lanes for %d of the context, but the distribution has %d, %d and %d for 1"
              .formatted(
                  name,
                  segments.features(),
                  segments.contextFeatures(),
                  segments.frames(),
                  segments.contextFrames(),
                  distribution.features(),
                  distribution.contextFeatures(),
                  Span.of(distribution).contextRate()));
    }
    return segments;
  }

  @Override
  public void initialize() {
    SegmentBatch segments =
        SegmentBatch.glimpse(training, INITIALIZATION_LANES, Workspace.reusing());
    distribution.initialize(segments.x(), segments.context());
  }

  @Override
  public long stepsPerEpoch() {
    return Math.max(1, training.size() / batch);
  }

  @Override
  public int shards() {
    return Math.ceilDiv(batch, shards.segments());
  }

  @Override
  public void prepare(long step) {
    epoch = step / stepsPerEpoch();
    order = segmentOrder.of(epoch);
    from = (int) (step % stepsPerEpoch()) * batch;
  }

  @Override
  public double backward(int shard, Workspace workspace) {
    int start = from + shard * shards.segments();
    int count = Math.min(shards.segments(), from + batch - start);
    SegmentBatch segments = SegmentBatch.read(training, epoch, order, start, count, workspace);
    double share = 1.0 / ((double) batch * training.frames() * training.features());
    Workspace keeping = shards.rebuilding() ? workspace.rebuilding() : workspace;
    return keeping.run(() -> {
      Tensor logProb = distribution.logProb(segments.x(), segments.context());
      logProb.gradient().fill((float) -share);
      double loss = 0;
      for (int n = 0; n < logProb.lanes(); n++) {
        loss -= share * logProb.get(0, n);
      }
      workspace.backward();
      return loss;
    });
  }

  @Override
  public double score(Workers workers) {
    return meanLogProb(distribution, validation, shards.segments(), workers);
  }

  /// The mean of log p over all segments of a set, in nats for each value, summed in double in the order of the segments.
  ///
  /// @param shard segments to score at a time
  public static double meanLogProb(
      Distribution distribution, Segments segments, int shard, Workers workers) {
    int size = segments.size();
    int[] all = IntStream.range(0, size).toArray();
    double[] sums = new double[Math.ceilDiv(size, shard)];
    workers.run(
        sums.length,
        (task, workspace) -> {
          int start = task * shard;
          int count = Math.min(shard, size - start);
          SegmentBatch part = SegmentBatch.read(segments, 0, all, start, count, workspace);
          Tensor logProb = workspace.run(() -> distribution.logProb(part.x(), part.context()));
          for (int n = 0; n < logProb.lanes(); n++) {
            sums[task] += logProb.get(0, n);
          }
        });
    return Arrays.stream(sums).sum() / ((double) size * segments.frames() * segments.features());
  }
}

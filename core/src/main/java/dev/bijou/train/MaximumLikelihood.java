package dev.bijou.train;

import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Evaluation;
import dev.bijou.random.RowOrder;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.tensor.Workspace;

/// Maximizes the weighted mean of log p(row | context) over random batches of the training rows; the score is the same
/// mean over the validation rows.
final class MaximumLikelihood implements Objective {
  /// Rows from which layers and scales are initialized.
  private static final int INITIALIZATION_ROWS = 100_000;

  private static final long INITIALIZATION_SEED = 0;

  /// The least log-density that a validation row counts with, in nats.
  private static final double LEAST_SCORE = -1e5;

  private final Distribution distribution;
  private final Dataset training;
  private final Dataset validation;
  private final int batch;
  private final RowOrder rowOrder;
  private int[] order = {};
  private int from;
  private double weight;

  /// @param batch rows in a step
  /// @param seed of the order of the rows
  /// @throws IllegalArgumentException if a set is empty, holds a number that is not finite, or does not fit the distribution
  MaximumLikelihood(
      Distribution distribution, Dataset training, Dataset validation, int batch, long seed) {
    this.distribution = distribution;
    this.training = require("training", training, distribution);
    this.validation = require("validation", validation, distribution);
    this.batch = Math.min(batch, training.size());
    this.rowOrder = new RowOrder(training.size(), seed);
  }

  private static Dataset require(String name, Dataset data, Distribution distribution) {
    if (data.features() != distribution.features()
        || data.contextFeatures() != distribution.contextFeatures()) {
      throw new IllegalArgumentException(
          "the %s set has %d features and %d context features, but the distribution has %d and %d"
              .formatted(
                  name,
                  data.features(),
                  data.contextFeatures(),
                  distribution.features(),
                  distribution.contextFeatures()));
    }
    requireRows(name, data);
    return data;
  }

  /// Refuses a set that nothing can be learned from: the density of a row that holds NaN is NaN, and so is the loss.
  static void requireRows(String name, Dataset data) {
    if (data.size() == 0) {
      throw new IllegalArgumentException("the " + name + " set has no rows");
    }
    for (int row = 0; row < data.size(); row++) {
      for (int i = 0; i < data.width(); i++) {
        if (!Float.isFinite(data.get(row, i))) {
          boolean feature = i < data.features();
          throw new IllegalArgumentException(
              "%s row %d, %s %d is %s, but must be finite"
                  .formatted(
                      name,
                      row,
                      feature ? "feature" : "context feature",
                      feature ? i : i - data.features(),
                      data.get(row, i)));
        }
      }
    }
  }

  @Override
  public void initialize() {
    initialize(distribution, training, false);
  }

  /// Sets what depends on the data (scales) from all rows of a set or, of a large one, from random ones: the first rows of
  /// a table that is sorted are not like the rest.
  ///
  /// @param warm whether learning has a warm start, see [Distribution#warmStart]
  static void initialize(Distribution distribution, Dataset data, boolean warm) {
    Dataset.Batch some =
        data.size() <= INITIALIZATION_ROWS
            ? data.all()
            : data.some(new RowOrder(data.size(), INITIALIZATION_SEED).of(0), INITIALIZATION_ROWS);
    distribution.initialize(some.x(), some.context());
    if (warm) {
      distribution.warmStart(some.x(), some.context());
    }
  }

  @Override
  public long stepsPerEpoch() {
    return Math.max(1, training.size() / batch);
  }

  @Override
  public int shards() {
    return Math.ceilDiv(batch, SHARD);
  }

  @Override
  public void prepare(long step) {
    order = rowOrder.of(step / stepsPerEpoch());
    from = (int) (step % stepsPerEpoch()) * batch;
    weight = 0;
    for (int i = from; i < from + batch; i++) {
      weight += training.weight(order[i]);
    }
  }

  @Override
  public double backward(int shard, Workspace workspace) {
    int start = from + shard * SHARD;
    int lanes = Math.min(SHARD, from + batch - start);
    Tensor x = workspace.scratch(training.features(), lanes);
    Tensor given = workspace.scratch(training.contextFeatures(), lanes);
    training.gather(order, start, x, given);
    return workspace.run(() -> {
      Context context = given.features() == 0 ? Context.NONE : Context.of(given);
      Tensor logProb = distribution.logProb(x, context);
      Tensor gradient = logProb.gradient();
      double loss = 0;
      for (int n = 0; n < lanes; n++) {
        double share = weight == 0 ? 0 : training.weight(order[start + n]) / weight;
        loss -= share * logProb.get(0, n);
        gradient.data()[gradient.offset() + n] = (float) -share;
      }
      workspace.backward();
      return loss;
    });
  }

  /// The mean log-density by which flows are chosen.
  static double score(Distribution distribution, Dataset validation, Workers workers) {
    return Evaluation.meanLogProb(distribution, validation, LEAST_SCORE, workers);
  }

  @Override
  public double score(Workers workers) {
    return score(distribution, validation, workers);
  }
}

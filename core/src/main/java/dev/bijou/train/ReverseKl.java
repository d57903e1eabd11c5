package dev.bijou.train;

import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.GaussianMixture;
import dev.bijou.flow.Flow;
import dev.bijou.random.Seeds;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.tensor.Workspace;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// See [Objective#reverseKl].
final class ReverseKl implements Objective {
  private static final int SCORE_DRAWS = 4_096;
  private static final int STEPS_PER_EPOCH = 100;

  private final Distribution distribution;
  private final Target target;
  private final int batch;
  private final long seed;
  private long step;

  ReverseKl(Distribution distribution, Target target, int batch, long seed) {
    if (!(distribution instanceof Flow flow) || flow.base() instanceof GaussianMixture) {
      throw new IllegalArgumentException(
          "reverse KL needs a flow over a base whose draws follow its parameters, got "
              + distribution.getClass().getSimpleName());
    }
    if (distribution.contextFeatures() != 0) {
      throw new IllegalArgumentException(
          "the distribution needs a context of %d features, and a target has none"
              .formatted(distribution.contextFeatures()));
    }
    this.distribution = distribution;
    this.target = target;
    this.batch = batch;
    this.seed = seed;
  }

  @Override
  public void initialize() {}

  @Override
  public long stepsPerEpoch() {
    return STEPS_PER_EPOCH;
  }

  @Override
  public int shards() {
    return Math.ceilDiv(batch, SHARD);
  }

  @Override
  public void prepare(long newStep) {
    step = newStep;
  }

  @Override
  public double backward(int shard, Workspace workspace) {
    int lanes = Math.min(SHARD, batch - shard * SHARD);
    RandomGenerator random = Seeds.random(seed * 1_000_003 + step * 4_099 + shard);
    return workspace.run(() -> {
      Distribution.Sample draw = distribution.sampleAndLogProb(lanes, Context.NONE, random);
      Tensor dx = draw.value().gradient();
      Tensor dLogProb = draw.logProb().gradient();
      double[] gradient = new double[draw.value().features()];
      double loss = 0;
      for (int n = 0; n < lanes; n++) {
        loss += (draw.logProb().get(0, n) - target(draw.value(), n, gradient)) / batch;
        dLogProb.data()[dLogProb.offset() + n] += 1f / batch;
        for (int f = 0; f < gradient.length; f++) {
          dx.data()[dx.at(f) + n] -= (float) (gradient[f] / batch);
        }
      }
      workspace.backward();
      return loss;
    });
  }

  @Override
  public double score(Workers workers) {
    int blocks = SCORE_DRAWS / SHARD;
    double[] sums = new double[blocks];
    workers.run(
        blocks,
        (block, workspace) -> {
          Distribution.Sample draw =
              workspace.run(() ->
                  distribution.sampleAndLogProb(SHARD, Context.NONE, Seeds.random(~seed - block)));
          double[] gradient = new double[draw.value().features()];
          for (int n = 0; n < SHARD; n++) {
            sums[block] += target(draw.value(), n, gradient) - draw.logProb().get(0, n);
          }
        });
    return Arrays.stream(sums).sum() / SCORE_DRAWS;
  }

  private double target(Tensor x, int lane, double[] gradient) {
    double[] point = new double[x.features()];
    for (int f = 0; f < point.length; f++) {
      point[f] = x.get(f, lane);
    }
    return target.logDensity(point, gradient);
  }
}

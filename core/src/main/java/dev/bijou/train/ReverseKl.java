package dev.bijou.train;

import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.GaussianMixture;
import dev.bijou.flow.Flow;
import dev.bijou.random.Seeds;
import dev.bijou.tensor.Arena;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tape;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.tensor.Workspace;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Fits a distribution q to a density known up to a constant, by minimizing KL(q ‖ p) = E_q[log q(x) − log p̃(x)] + const
/// over draws from q (Rezende and Mohamed, 2015, arXiv:1505.05770). The score is the evidence lower bound
/// E_q[log p̃(x) − log q(x)], in nats, over 4,096 draws that are the same at each call.
///
/// The distribution must be differentiable when it samples, as a [Flow] over a base whose draws follow its parameters is:
/// couplings and inverse autoregressive layers cost one pass. There is no data to initialize scales from, so layers such
/// as ActNorm start as the identity: give the target in units of about one.
public final class ReverseKl implements Objective {
  private static final int SCORE_DRAWS = 4_096;
  private static final int STEPS_PER_EPOCH = 100;

  private final Distribution distribution;
  private final Target target;
  private final int batch;
  private final long seed;
  private long step;

  /// A density known up to a constant.
  @FunctionalInterface
  public interface Target {
    /// Returns log p̃(x) in nats and writes its gradient in x. Called from several threads at once.
    ///
    /// @param x one point, features long
    /// @param gradient to be overwritten, features long
    double logDensity(double[] x, double[] gradient);
  }

  /// @param batch draws in a step
  /// @param seed of the draws
  /// @throws IllegalArgumentException if the distribution is conditional, or is no flow, or its base has parameters that
  ///     its draws do not follow (a mixture)
  public ReverseKl(Distribution distribution, Target target, int batch, long seed) {
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
  public double backward(int shard, Arena arena, Tape tape) {
    int lanes = Math.min(SHARD, batch - shard * SHARD);
    RandomGenerator random = Seeds.random(seed * 1_000_003 + step * 4_099 + shard);
    return Workspace.recording(arena, tape)
        .run(() -> {
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
          tape.backward();
          return loss;
        });
  }

  @Override
  public double score(Workers workers) {
    int blocks = SCORE_DRAWS / SHARD;
    double[] sums = new double[blocks];
    workers.run(
        blocks,
        (block, arena) -> {
          Distribution.Sample draw =
              Workspace.evaluating(arena)
                  .run(() ->
                      distribution.sampleAndLogProb(
                          SHARD, Context.NONE, Seeds.random(~seed - block)));
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

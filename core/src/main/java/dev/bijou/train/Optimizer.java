package dev.bijou.train;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.random.Noise;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Workers;
import dev.bijou.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// AdamW over a pack of parameters. Shards differentiate in parallel, each into a gradient of its own; the gradients
/// are added in the order of the shards and applied in pieces. Running averages follow what the shards measure. Same
/// seed, same floats, at any thread count.
final class Optimizer {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  /// Floats a worker adds up or updates at a time.
  private static final int PIECE = 1 << 13;

  private static final float BETA1 = 0.9f;
  private static final float EPSILON = 1e-8f;

  /// How far a running average moves towards what a step measured.
  private static final float FOLLOWING = 0.1f;

  private final ParameterPack pack;
  private final Workers workers;
  private final List<float[]> gradients = new ArrayList<>();
  private final float[] first; // m
  private final float[] second; // v
  private final float[] mean; // running mean of the weights
  private long updates; // since the moments were last zero

  /// The outcome of one step.
  ///
  /// @param loss the loss before the step
  /// @param norm the global norm of its gradient
  /// @param applied whether the step was taken: false if the loss or the gradient is not finite
  record Outcome(double loss, double norm, boolean applied) {}

  /// An optimizer with empty moments.
  Optimizer(ParameterPack pack, Workers workers) {
    this.pack = pack;
    this.workers = workers;
    this.first = new float[pack.size()];
    this.second = new float[pack.size()];
    this.mean = pack.values().clone();
  }

  /// The running mean of the weights.
  float[] mean() {
    return mean;
  }

  float[] weights() {
    return pack.values();
  }

  float[] firstMoment() {
    return first;
  }

  float[] secondMoment() {
    return second;
  }

  long updates() {
    return updates;
  }

  /// Restores an earlier state.
  void restore(
      float[] weights, float[] newMean, float[] newFirst, float[] newSecond, long newUpdates) {
    copy(weights, pack.values());
    copy(newMean, mean);
    copy(newFirst, first);
    copy(newSecond, second);
    updates = newUpdates;
  }

  /// Starts again from the given weights, with empty moments.
  void restart(float[] weights) {
    copy(weights, pack.values());
    copy(weights, mean);
    Arrays.fill(first, 0);
    Arrays.fill(second, 0);
    updates = 0;
  }

  private static void copy(float[] source, float[] target) {
    System.arraycopy(source, 0, target, 0, target.length);
  }

  /// One step on what [Objective#prepare] prepared. A loss or gradient that is not finite leaves all as it was.
  ///
  /// @param seed of the step's noise
  /// @param rate the learning rate
  /// @param options for clipping, weight decay and averaging
  Outcome step(Objective objective, int seed, float rate, TrainingOptions options) {
    int shards = objective.shards();
    while (gradients.size() < shards) {
      gradients.add(new float[pack.size()]);
    }
    double[] losses = new double[shards];
    workers.run(
        shards,
        (shard, workspace) -> {
          float[] gradient = gradients.get(shard);
          Arrays.fill(gradient, 0);
          Workspace own = workspace.recording(pack, gradient, Noise.bits(seed, shard));
          losses[shard] = objective.backward(shard, objective.settled() ? own.settled() : own);
        });
    double loss = Arrays.stream(losses).sum();
    return step(gradients.subList(0, shards), loss, rate, options, !objective.settled());
  }

  /// One step by gradients, which are added up.
  ///
  /// @param parts the gradients, laid out as the pack; the first is overwritten
  Outcome step(List<float[]> parts, double total, float rate, TrainingOptions options) {
    return step(parts, total, rate, options, true);
  }

  private Outcome step(
      List<float[]> parts, double total, float rate, TrainingOptions options, boolean following) {
    int shards = parts.size();
    int pieces = Math.ceilDiv(pack.size(), PIECE);
    double[] squares = new double[pieces];
    float[] sum = parts.getFirst();
    workers.run(
        pieces,
        (piece, _) -> {
          int at = piece * PIECE;
          int n = Math.min(PIECE, pack.size() - at);
          for (int shard = 1; shard < shards; shard++) {
            KERNELS.addScaled(1, parts.get(shard), at, sum, at, n);
          }
          squares[piece] = KERNELS.squaredNorm(sum, at, trained(at, n));
        });
    double norm = Math.sqrt(Arrays.stream(squares).sum());
    if (!Double.isFinite(total) || !Double.isFinite(norm)) {
      return new Outcome(total, norm, false);
    }
    updates++;
    double warm = Math.min(options.averaging(), (updates + 1.0) / (updates + 10.0));
    Kernels.AdamStep step =
        new Kernels.AdamStep(
            norm > options.clipNorm() ? (float) (options.clipNorm() / norm) : 1,
            rate,
            BETA1,
            options.secondDecay(),
            (float) (1 / (1 - Math.pow(BETA1, updates))),
            (float) (1 / (1 - Math.pow(options.secondDecay(), updates))),
            EPSILON,
            options.weightDecay(),
            (float) (1 - warm));
    workers.run(
        pieces,
        (piece, _) -> {
          int at = piece * PIECE;
          int n = Math.min(PIECE, pack.size() - at);
          KERNELS.adam(step, sum, first, second, pack.values(), mean, at, trained(at, n));
        });
    if (following) {
      follow(sum, shards, step.averaging());
    }
    return new Outcome(total, norm, true);
  }

  /// How many of n floats from `at` on are trained.
  private int trained(int at, int n) {
    return Math.clamp(pack.trained() - (long) at, 0, n);
  }

  /// Moves the running averages towards the mean of what the shards measured.
  private void follow(float[] sum, int shards, float averaging) {
    float[] values = pack.values();
    for (int i = pack.trained(); i < pack.size(); i++) {
      values[i] += FOLLOWING * (sum[i] / shards - values[i]);
      mean[i] += averaging * (values[i] - mean[i]);
    }
  }
}

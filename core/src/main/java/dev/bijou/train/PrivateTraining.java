package dev.bijou.train;

import dev.bijou.Activation;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Flows;
import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/// Learns by maximum likelihood without revealing much of any one row (DP-SGD, Abadi and others, 2016, arXiv:1607.00133).
///
/// In each step every row takes part with the probability q by itself. The gradient of each row that does is scaled down to
/// the norm C, and the weights follow
///
/// ```
/// (Σ_rows min(1, C / ‖g‖) g + N(0, σ² C²)) / (q n)
/// ```
///
/// by AdamW; what is kept is the running mean of the weights. Gradients are exactly those of single rows, each computed by
/// itself. Nothing else depends on the rows: no score decides when to stop or which weights are kept, and the numbers that
/// layers take from data must have been set before, from data that may be known.
///
/// @param share q
/// @param steps how many
/// @param clip C
/// @param noise σ
/// @param rate the highest learning rate
record PrivateTraining(double share, int steps, double clip, double noise, float rate) {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();
  private static final int SHARD = 32; // rows
  private static final float AVERAGING = 0.98f;
  private static final int WARMUP = 20;

  /// @throws IllegalArgumentException if a number is out of range
  PrivateTraining {
    if (!(share > 0 && share <= 1) || steps < 1 || !(clip > 0) || !(noise > 0) || !(rate > 0)) {
      throw new IllegalArgumentException(
          "share %s, %d steps, clip %s, noise %s and rate %s must be positive, and the share at most 1"
              .formatted(share, steps, clip, noise, rate));
    }
  }

  /// A flow small enough to learn in spite of noise: each parameter gets its own.
  ///
  /// @param rows how many there are
  /// @param flow the architecture of the values
  static Distribution flow(int rows, MixedLayout layout, FlowName flow, RandomGenerator random) {
    int most = layout.cardinalities().stream().mapToInt(k -> k).max().orElse(0);
    NetworkSpec codes = new NetworkSpec.Residual(64, 1, Activation.SILU, 0);
    Flows.Options values =
        Flows.Options.standard()
            .withLayers(1)
            .withNetwork(new NetworkSpec.Residual(32, 1, Activation.SILU, 0))
            .withSpline(RationalQuadraticSpline.of(12, 4));
    return Flows.mixed(
            layout,
            values.withNetwork(codes),
            1f / (2f * rows + most),
            seen -> flow.layers(layout.values().size(), values.withContext(seen)))
        .build(random);
  }

  /// Learns, and leaves the distribution with the running mean of its weights.
  ///
  /// @param random of the choice of rows and of the noise: the privacy is that of its secrecy
  /// @param goesOn told how many steps were taken, and asked whether to go on
  /// @return the number of steps taken
  /// @throws IllegalArgumentException if a row has a number that is not finite, or layers follow statistics of the rows
  int run(
      Distribution distribution,
      Dataset rows,
      RandomGenerator random,
      Workers workers,
      IntPredicate goesOn) {
    MaximumLikelihood.requireRows("training", rows);
    if (!distribution.averages().isEmpty()) {
      throw new IllegalArgumentException("a layer follows statistics of the rows");
    }
    ParameterPack pack = ParameterPack.of(distribution);
    Optimizer optimizer = new Optimizer(pack, workers);
    Schedule schedule = new Schedule(rate, WARMUP);
    TrainingOptions options =
        new TrainingOptions(
            1, 1, rate, 0, Float.POSITIVE_INFINITY, 0, 0.999f, AVERAGING, 1, 0, Optional.empty());
    float[] noises = new float[pack.size()];
    List<float[]> gradients = new ArrayList<>();
    int step = 0;
    while (step < steps && goesOn.test(step)) {
      int[] chosen = chosen(rows.size(), random);
      int shards = Math.ceilDiv(chosen.length, SHARD);
      while (gradients.size() < shards) {
        gradients.add(new float[pack.size()]);
      }
      int seed = random.nextInt();
      workers.run(
          shards,
          (shard, workspace) -> {
            float[] sum = gradients.get(shard);
            Arrays.fill(sum, 0);
            int end = Math.min(chosen.length, (shard + 1) * SHARD);
            Rows some = new Rows(distribution, rows, pack, new float[pack.size()]);
            for (int i = shard * SHARD; i < end; i++) {
              some.add(chosen[i], seed + i, workspace, sum, clip, 1 / (share * rows.size()));
            }
          });
      fill(noises, distribution, random, rows.size());
      List<float[]> parts = new ArrayList<>(List.of(noises));
      parts.addAll(gradients.subList(0, shards));
      optimizer.step(parts, 0, schedule.rate(step, (double) step / steps), options);
      step++;
    }
    System.arraycopy(optimizer.mean(), 0, pack.values(), 0, pack.size());
    return step;
  }

  private int[] chosen(int rows, RandomGenerator random) {
    int[] chosen = new int[rows];
    int count = 0;
    for (int row = 0; row < rows; row++) {
      if (random.nextDouble() < share) {
        chosen[count++] = row;
      }
    }
    return Arrays.copyOf(chosen, count);
  }

  /// Noise for each parameter; the gaps between them stay 0.
  private void fill(float[] noises, Distribution distribution, RandomGenerator random, int rows) {
    double scale = noise * clip / (share * rows);
    Arrays.fill(noises, 0);
    for (Parameter parameter : distribution.parameters()) {
      int from = parameter.value().offset();
      for (int i = from; i < from + parameter.value().size(); i++) {
        noises[i] = (float) (scale * random.nextGaussian());
      }
    }
  }

  /// Computes the gradients of single rows.
  private record Rows(
      Distribution distribution, Dataset rows, ParameterPack pack, float[] gradient) {
    /// Adds the gradient of a row, scaled down to a norm. One that is not finite counts as none.
    void add(int row, int seed, Workspace workspace, float[] sum, double clip, double unit) {
      workspace.reset();
      Arrays.fill(gradient, 0);
      Workspace recording = workspace.recording(pack, gradient, seed);
      Tensor x = recording.scratch(rows.features(), 1);
      Tensor given = recording.scratch(rows.contextFeatures(), 1);
      rows.gather(new int[] {row}, 0, x, given);
      recording.run(() -> {
        Tensor logProb =
            distribution.logProb(x, given.features() == 0 ? Context.NONE : Context.of(given));
        Tensor slope = logProb.gradient();
        slope.data()[slope.offset()] = -1;
        recording.backward();
        return logProb;
      });
      double norm = Math.sqrt(KERNELS.squaredNorm(gradient, 0, pack.trained()));
      if (Double.isFinite(norm)) {
        double scale = unit * Math.min(1, clip / Math.max(norm, Double.MIN_NORMAL));
        KERNELS.addScaled((float) scale, gradient, 0, sum, 0, pack.trained());
      }
    }
  }
}

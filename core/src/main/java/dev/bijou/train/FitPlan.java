package dev.bijou.train;

import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.flow.Flows;
import dev.bijou.kernel.Activation;
import dev.bijou.nn.NetworkSpec;
import java.time.Duration;
import java.util.Optional;

/// Finds architecture, regularization and schedule from the size of the table.
///
/// @param spec the architecture of each member
/// @param members how many flows to average
/// @param training how to train a member; seed and budget are set for each
record FitPlan(DistributionSpec spec, int members, TrainingOptions training) {

  static FitPlan of(int rows, int features, int context, FitOptions options) {
    NetworkSpec network = new NetworkSpec.Residual(128, 2, Activation.RELU, 0.1f);
    Flows.Options shape =
        Flows.Options.standard()
            .withContext(context)
            .withNetwork(network)
            .withSpline(RationalQuadraticSpline.of(8, 5))
            .withLinear(true);
    return new FitPlan(
        options.flow().spec(features, shape),
        options.members().orElse(3),
        TrainingOptions.standard().withEpochs(options.epochs().orElse(200)));
  }

  /// How to train member number `member`, which has `time` to do so.
  TrainingOptions member(int member, long seed, Optional<Duration> time) {
    return training.withSeed(seed * 1_000 + member).withBudget(time);
  }
}

package dev.bijou.train;

import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.flow.Flows;
import dev.bijou.kernel.Activation;
import dev.bijou.nn.NetworkSpec;
import java.time.Duration;
import java.util.Optional;

/// Finds architecture, regularization and schedule from the size of the table. What the size cannot tell, how long to
/// learn, the validation rows do.
///
/// @param spec the architecture of a member
/// @param members how many flows to average
/// @param training how to train a member; seed and budget are set for each
record FitPlan(DistributionSpec spec, int members, TrainingOptions training) {
  /// Rows up to which several members are worth their time: small tables gain most, and cost least.
  private static final int SMALL_TABLE = 20_000;

  private static final int SMALL_TABLE_MEMBERS = 3;

  /// Rows, counted once an epoch, after which the schedule ends.
  private static final int ROWS_SEEN = 1_000_000;

  private static final int FEWEST_EPOCHS = 5;
  private static final int MOST_EPOCHS = 300;

  /// Features beyond which the parameters of finer splines cost more than they earn.
  private static final int MANY_FEATURES = 32;

  /// Epochs without improvement after which a member has learned what it can.
  private static final int PATIENCE = 25;

  static FitPlan of(int rows, int features, int context, FitOptions options) {
    Flows.Options shape =
        Flows.Options.standard()
            .withContext(context)
            .withNetwork(new NetworkSpec.Residual(128, 2, Activation.RELU, dropout(rows)))
            .withSpline(RationalQuadraticSpline.of(features <= MANY_FEATURES ? 16 : 8, 4))
            .withLinear(true);
    int epochs = options.epochs().orElse(Math.clamp(ROWS_SEEN / rows, FEWEST_EPOCHS, MOST_EPOCHS));
    return new FitPlan(
        options.flow().spec(features, shape),
        options.members().orElse(rows <= SMALL_TABLE ? SMALL_TABLE_MEMBERS : 1),
        TrainingOptions.standard()
            .withBatch(batch(rows))
            .withEpochs(epochs)
            .withPatience(PATIENCE));
  }

  /// The fewer the rows, the more they need to be protected from being learned by heart.
  private static float dropout(int rows) {
    if (rows < 20_000) {
      return 0.2f;
    }
    return rows < 200_000 ? 0.1f : 0;
  }

  /// Larger steps where there are rows enough to take many of them.
  private static int batch(int rows) {
    if (rows < 100_000) {
      return 256;
    }
    return rows < 1_000_000 ? 512 : 1024;
  }

  /// How to train member number `member`, which has `time` to do so.
  TrainingOptions member(int member, long seed, Optional<Duration> time) {
    return training.withSeed(seed * 1_000 + member).withBudget(time);
  }
}

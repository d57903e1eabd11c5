package dev.bijou.train;

import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.MixedLayout;
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

  /// The same for rows with codes, which are cheaper to learn.
  private static final int SMALL_TABLE_OF_CODES = 50_000;

  private static final int SMALL_TABLE_MEMBERS = 3;

  /// Rows, counted once an epoch, after which the schedule ends.
  private static final int ROWS_SEEN = 1_000_000;

  private static final int FEWEST_EPOCHS = 5;
  private static final int MOST_EPOCHS = 300;

  /// Features beyond which the parameters of finer splines cost more than they earn.
  private static final int MANY_FEATURES = 32;

  /// Epochs without improvement after which a member has learned what it can.
  private static final int PATIENCE = 25;

  static FitPlan of(int rows, MixedLayout layout, int context, FitOptions options) {
    int values = layout.values().size();
    Flows.Options shape =
        layout.hasAbsences() ? sparseShape(rows, values, context) : shape(rows, values, context);
    NetworkSpec codes = new NetworkSpec.Residual(128, 2, Activation.RELU, codesDropout(rows));
    int most = layout.cardinalities().stream().mapToInt(k -> k).max().orElse(0);
    // What was not seen in n rows has probability ½ / (n + K/2) (Krichevsky and Trofimov, 1981).
    float floor = 1f / (2f * rows + most);
    DistributionSpec spec =
        Flows.mixed(
            layout,
            shape.withNetwork(codes),
            floor,
            seen -> options.flow().layers(values, shape.withContext(seen)));
    int epochs = epochs(rows, options);
    return new FitPlan(
        spec,
        members(rows, layout.codes() == 0 ? SMALL_TABLE : SMALL_TABLE_OF_CODES, options),
        training(rows, epochs));
  }

  /// The shape of the values where some may be absent: such columns are spiky and depend little on each other, which
  /// takes finer splines and smaller networks. Mixing them linearly would carry an absent value into the others.
  private static Flows.Options sparseShape(int rows, int values, int context) {
    return Flows.Options.standard()
        .withContext(context)
        .withLayers(3)
        .withNetwork(new NetworkSpec.Residual(64, 2, Activation.RELU, dropout(rows)))
        .withSpline(RationalQuadraticSpline.of(values <= MANY_FEATURES ? 32 : 16, 4));
  }

  private static Flows.Options shape(int rows, int features, int context) {
    return Flows.Options.standard()
        .withContext(context)
        .withNetwork(new NetworkSpec.Residual(128, 2, Activation.RELU, dropout(rows)))
        .withSpline(RationalQuadraticSpline.of(features <= MANY_FEATURES ? 16 : 8, 4))
        .withLinear(true);
  }

  private static int epochs(int rows, FitOptions options) {
    return options.epochs().orElse(Math.clamp(ROWS_SEEN / rows, FEWEST_EPOCHS, MOST_EPOCHS));
  }

  private static int members(int rows, int smallTable, FitOptions options) {
    return options.members().orElse(rows <= smallTable ? SMALL_TABLE_MEMBERS : 1);
  }

  private static TrainingOptions training(int rows, int epochs) {
    return TrainingOptions.standard()
        .withBatch(batch(rows))
        .withEpochs(epochs)
        .withPatience(Math.clamp(epochs / 4, FEWEST_EPOCHS, PATIENCE));
  }

  /// Categories are learned by heart more easily than numbers.
  private static float codesDropout(int rows) {
    return rows < 200_000 ? 0.3f : 0.1f;
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

package dev.bijou.interop.nflows;

import dev.bijou.ModelFileException;
import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Flow;
import dev.bijou.interop.config.Config;
import dev.bijou.interop.config.Config.Fields;
import dev.bijou.interop.container.Weights;
import dev.bijou.interop.layer.Assembly;
import dev.bijou.interop.layer.Bases;

/// Flows of nflows: affine and rational-quadratic autoregressive and coupling transforms (linear tails), LU-factored linear
/// maps, permutations, ActNorm, and BatchNorm as it evaluates.
public final class Nflows {
  private static final String TRANSFORM = "_transform";

  private Nflows() {}

  /// Whether names look like those of a flow of nflows.
  public static boolean owns(Weights weights) {
    return weights.names().stream().anyMatch(name -> name.startsWith(TRANSFORM + "._transforms."));
  }

  /// The flow.
  ///
  /// @throws ModelFileException if the weights are no such flow, or do not fit the configuration
  public static Flow read(Weights weights, Config config) {
    if (!config.hasModules()) {
      throw config
          .top()
          .wrong("modules", "is missing: the weights of nflows do not say what its transforms are");
    }
    Nets nets = new Nets(weights, config);
    int features = features(weights, config);
    Assembly assembly = new Assembly(features, nets.context());
    new Transforms(weights, nets, assembly).add(TRANSFORM);
    Flow flow = assembly.on(base(weights, nets, assembly.features()));
    weights.requireAllUsed(name ->
        name.endsWith(".degrees")
            || name.endsWith(".num_batches_tracked")
            || name.endsWith("._log_z")
            || name.endsWith(".initialized"));
    return flow;
  }

  private static int features(Weights weights, Config config) {
    Fields arguments = config.arguments();
    if (arguments.has("features")) {
      return (int) arguments.number("features", 1);
    }
    for (String name : weights.names()) {
      if (name.endsWith("._permutation")
          || name.endsWith(".unconstrained_upper_diag")
          || name.endsWith(".unconstrained_weight")
          || name.endsWith(".log_scale")) {
        return weights.extent(name, 0);
      }
      if (name.endsWith("autoregressive_net.initial_layer.weight")) {
        return weights.extent(name, 1);
      }
      if (name.endsWith(".identity_features")) {
        String other = name.replace("identity_features", "transform_features");
        return weights.extent(name, 0) + weights.extent(other, 0);
      }
    }
    throw weights.problem("no flow of nflows: nothing tells how many features it has");
  }

  private static Distribution base(Weights weights, Nets nets, int features) {
    Fields fields = nets.module("_distribution");
    String kind = fields.text("class", "");
    switch (kind) {
      case "StandardNormal" -> {
        return Bases.normal(new double[features], new double[features]);
      }
      case "DiagonalNormal" -> {
        return Bases.normal(
            weights.get("_distribution.mean_", 1, features).doubles(),
            weights.get("_distribution.log_std_", 1, features).doubles());
      }
      default ->
          throw fields.wrong(
              "class",
              "is %s, but StandardNormal and DiagonalNormal are supported".formatted(kind));
    }
  }
}

package dev.bijou.interop.flowjax;

import dev.bijou.ModelFileException;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.flow.Flow;
import dev.bijou.interop.config.Config;
import dev.bijou.interop.config.Config.Fields;
import dev.bijou.interop.container.Weights;
import dev.bijou.interop.layer.Assembly;
import java.util.ArrayList;
import java.util.List;

/// Flows of flowjax from the leaves that `equinox.tree_serialise_leaves` wrote: masked autoregressive and coupling flows,
/// either way round, affine or of rational-quadratic splines, and compositions of their layers.
///
/// Leaves have no names, so the configuration says which constructor made the flow, with its arguments:
///
/// ```json
/// {"library": "flowjax", "class": "masked_autoregressive_flow", "arguments": {"nn_depth": 2}}
/// {"library": "flowjax", "class": "Transformed", "arguments": {"base_dist": {"class": "StandardNormal"}, "bijection": {…}}}
/// ```
public final class Flowjax {
  private static final String KNOWN =
      "supported are masked_autoregressive_flow, coupling_flow, Transformed, StandardNormal and Normal";

  private Flowjax() {}

  /// Whether arrays could be the leaves of a flow.
  public static boolean owns(Weights weights) {
    return weights.has("0") && weights.shape("0").length == 0;
  }

  /// The flow.
  ///
  /// @throws ModelFileException if the leaves are no such flow, or do not fit the configuration
  public static Flow read(Weights weights, Config config) {
    Leaves leaves = new Leaves(weights);
    int features = leaves.first();
    if (features < 1) {
      throw leaves.problem("its base distribution has %d features".formatted(features));
    }
    List<Part> parts = new ArrayList<>(); // from the base to the data
    addDistribution(config.top(), new Parts(leaves, features), parts);
    leaves.requireEnd();
    Part all = new Part.Chain(parts);
    Assembly assembly = new Assembly(features, all.context());
    all.add(assembly, 0, true);
    return assembly.on(new StandardNormal(features));
  }

  private static void addDistribution(Fields call, Parts reader, List<Part> parts) {
    Fields arguments = call.object("arguments").orElse(call);
    String name = call.text("class", "");
    switch (name) {
      case "StandardNormal" -> {}
      case "Normal" -> parts.add(reader.read(affine(call)));
      case "Transformed", "masked_autoregressive_flow", "coupling_flow" -> {
        arguments.object("base_dist").ifPresent(base -> addDistribution(base, reader, parts));
        parts.add(
            name.equals("Transformed")
                ? reader.read(
                    arguments
                        .object("bijection")
                        .orElseThrow(() -> arguments.wrong("bijection", "is missing")))
                : reader.readyMade(call, arguments));
      }
      default ->
          throw call.wrong(
              "class",
              name.isEmpty()
                  ? "is missing: leaves of equinox do not say what they are; " + KNOWN
                  : "is %s, which is not supported; %s".formatted(name, KNOWN));
    }
  }

  /// A normal distribution is a standard one that went through an affine map.
  private static Fields affine(Fields call) {
    return call.with("class", "Affine");
  }
}

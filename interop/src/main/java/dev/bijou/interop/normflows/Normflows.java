package dev.bijou.interop.normflows;

import dev.bijou.ModelFileException;
import dev.bijou.flow.Flow;
import dev.bijou.interop.config.Config;
import dev.bijou.interop.config.Config.Fields;
import dev.bijou.interop.container.Weights;
import dev.bijou.interop.layer.Assembly;
import dev.bijou.interop.layer.Bases;
import dev.bijou.interop.nflows.Nets;
import dev.bijou.interop.nflows.Transforms;

/// Flows of normflows: neural splines, coupled and autoregressive, LU-factored maps with permutations, shuffles, ActNorm and
/// constant scales.
public final class Normflows {
  private static final String FLOWS = "flows.";
  private static final double LU_EPS = 1e-3;

  private final Weights weights;
  private final Nets nets;
  private final Assembly assembly;
  private final Transforms transforms;

  private Normflows(Weights weights, Nets nets, Assembly assembly) {
    this.weights = weights;
    this.nets = nets;
    this.assembly = assembly;
    this.transforms = new Transforms(weights, nets, assembly);
  }

  /// Whether names look like those of a flow of normflows.
  public static boolean owns(Weights weights) {
    return weights.has("q0.loc")
        && weights.names().stream().anyMatch(name -> name.startsWith(FLOWS));
  }

  /// The flow.
  ///
  /// @throws ModelFileException if the weights are no such flow, or do not fit the configuration
  public static Flow read(Weights weights, Config config) {
    if (!config.hasModules()) {
      throw config
          .top()
          .wrong("modules", "is missing: the weights of normflows do not say what its flows are");
    }
    Nets nets = new Nets(weights, config);
    Fields base = nets.module("q0");
    if (!base.text("class", "").equals("DiagGaussian")) {
      throw base.wrong(
          "class", "is %s, but DiagGaussian is supported".formatted(base.text("class", "")));
    }
    double[] mean = weights.get("q0.loc", 1, -1).doubles();
    double[] logScale = weights.get("q0.log_scale", 1, mean.length).doubles();
    Normflows reader = new Normflows(weights, nets, new Assembly(mean.length, 0));
    int count = 0;
    while (nets.has(FLOWS + count)) {
      count++;
    }
    for (int i = count - 1; i >= 0; i--) { // they lead from the base to the data
      reader.add(FLOWS + i);
    }
    Flow flow = reader.assembly.on(Bases.normal(mean, logScale));
    weights.requireAllUsed(name ->
        name.endsWith(".degrees")
            || name.endsWith(".inv_perm")
            || name.endsWith(".data_dep_init_done"));
    return flow;
  }

  private void add(String path) {
    Fields fields = nets.module(path);
    String kind = fields.text("class", "");
    switch (kind) {
      case "CoupledRationalQuadraticSpline" ->
          transforms.addCoupling(path + ".prqct", nets.module(path + ".prqct"), "Piecewise");
      case "AutoregressiveRationalQuadraticSpline" ->
          transforms.addAutoregressive(path + ".mprqat", nets.module(path + ".mprqat"), false);
      case "LULinearPermute" -> {
        transforms.addPermutation(path + ".permutation");
        transforms.addLu(path + ".linear", nets.module(path + ".linear").number("eps", LU_EPS));
      }
      case "Permute" -> addShuffle(path, fields);
      case "ActNorm", "AffineConstFlow" -> addScale(path);
      default ->
          throw fields.wrong(
              "class",
              "is %s, which is not supported; supported are %s"
                  .formatted(
                      kind,
                      "CoupledRationalQuadraticSpline, AutoregressiveRationalQuadraticSpline, "
                          + "LULinearPermute, Permute, ActNorm and AffineConstFlow"));
    }
  }

  /// Towards the base, feature i is feature `inv_perm[i]`.
  private void addShuffle(String path, Fields fields) {
    int n = assembly.features();
    int[] order = new int[n];
    if (fields.text("mode", "shuffle").equals("swap")) {
      int half = (n + 1) / 2;
      for (int i = 0; i < n; i++) {
        order[i] = (i + half) % n;
      }
    } else {
      int[] forward = weights.get(path + ".perm", n).whole();
      for (int i = 0; i < n; i++) {
        if (forward[i] < 0 || forward[i] >= n) {
          throw weights.problem(path + ".perm is no permutation");
        }
        order[forward[i]] = i;
      }
      for (int i = 0; i < n; i++) {
        if (forward[order[i]] != i) {
          throw weights.problem(path + ".perm is no permutation");
        }
      }
    }
    assembly.renumber(order);
  }

  /// Towards the base, (x − t) · exp(−s).
  private void addScale(String path) {
    int n = assembly.features();
    double[] log = weights.get(path + ".s", 1, n).doubles();
    double[] shift = weights.get(path + ".t", 1, n).doubles();
    double[] scale = new double[n];
    for (int f = 0; f < n; f++) {
      scale[f] = Math.exp(-log[f]);
      shift[f] *= -scale[f];
    }
    transforms.requireHeld(assembly.addScale(scale, shift), path + ".s");
  }
}

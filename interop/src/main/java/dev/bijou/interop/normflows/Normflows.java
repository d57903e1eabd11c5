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

/// Flows of normflows: neural splines, coupled and autoregressive, affine couplings and autoregressive layers, Glow blocks on
/// vectors, linear maps, shuffles, ActNorm and constant scales.
public final class Normflows {
  private static final String FLOWS = "flows.";
  private static final double LU_EPS = 1e-3;

  private final Weights weights;
  private final Nets nets;
  private final Assembly assembly;
  private final Transforms transforms;
  private final AffineLayers affine;
  private final Mixing mixing;

  private Normflows(Weights weights, Nets nets, Assembly assembly) {
    this.weights = weights;
    this.nets = nets;
    this.assembly = assembly;
    this.transforms = new Transforms(weights, nets, assembly);
    this.affine = new AffineLayers(weights, nets, assembly);
    this.mixing = new Mixing(weights, assembly);
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
    refuseContextsOfMade(weights);
    double[] mean = vector(weights, "q0.loc", -1);
    double[] logScale = vector(weights, "q0.log_scale", mean.length);
    Normflows reader = new Normflows(weights, nets, new Assembly(mean.length, nets.context()));
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
            || name.endsWith(".num_batches_tracked")
            || name.endsWith(".eye")
            || name.endsWith(".inv_perm")
            || name.endsWith(".data_dep_init_done"));
    return flow;
  }

  /// Numbers of shape 1 × n, or of images of one pixel, 1 × n × 1 × 1.
  private static double[] vector(Weights weights, String name, int size) {
    boolean image = weights.has(name) && weights.shape(name).length == 4;
    return (image ? weights.get(name, 1, size, 1, 1) : weights.get(name, 1, size)).doubles();
  }

  /// Its masked networks gate with a context that they also add, which no network here does.
  private static void refuseContextsOfMade(Weights weights) {
    for (String name : weights.names()) {
      if (name.contains("autoregressive_net.") && name.contains("context_layer")) {
        throw weights.problem(name + ": a MADE of normflows with a context is not supported");
      }
    }
  }

  private void add(String path) {
    Fields fields = nets.module(path);
    String kind = fields.text("class", "");
    switch (kind) {
      case "CoupledRationalQuadraticSpline" ->
          transforms.addCoupling(path + ".prqct", nets.module(path + ".prqct"), "Piecewise");
      case "AutoregressiveRationalQuadraticSpline" ->
          transforms.addAutoregressive(path + ".mprqat", nets.module(path + ".mprqat"), false);
      case "MaskedAffineFlow" -> affine.addMasked(path);
      case "AffineCouplingBlock" -> affine.addCoupling(path);
      case "MaskedAffineAutoregressive" -> affine.addAutoregressive(path);
      case "GlowBlock" -> {
        int parts = 0;
        while (nets.has(path + ".flows." + parts)) {
          parts++;
        }
        for (int i = parts - 1; i >= 0; i--) {
          add(path + ".flows." + i);
        }
      }
      case "InvertibleAffine" -> mixing.add(path, true);
      case "Invertible1x1Conv" -> mixing.add(path, false);
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
                      "CoupledRationalQuadraticSpline, AutoregressiveRationalQuadraticSpline, MaskedAffineFlow, "
                          + "AffineCouplingBlock, MaskedAffineAutoregressive, GlowBlock on vectors, InvertibleAffine, "
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
    double[] log = vector(weights, path + ".s", n);
    double[] shift = vector(weights, path + ".t", n);
    double[] scale = new double[n];
    for (int f = 0; f < n; f++) {
      scale[f] = Math.exp(-log[f]);
      shift[f] *= -scale[f];
    }
    transforms.requireHeld(assembly.addScale(scale, shift), path + ".s");
  }
}

package dev.bijou.interop.zuko;

import dev.bijou.Activation;
import dev.bijou.ModelFileException;
import dev.bijou.bijection.ScalarBijection;
import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Flow;
import dev.bijou.interop.config.Config;
import dev.bijou.interop.config.Config.Fields;
import dev.bijou.interop.container.Array;
import dev.bijou.interop.container.Weights;
import dev.bijou.interop.layer.Activations;
import dev.bijou.interop.layer.Assembly;
import dev.bijou.interop.layer.Bases;
import dev.bijou.interop.layer.Linear;
import dev.bijou.interop.layer.Net;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Flows of zuko: masked autoregressive transformations with any number of passes, and couplings, affine or of
/// rational-quadratic splines, with or without context (`MAF`, `NSF`, `NICE`, `RealNVP`).
public final class Zuko {
  private static final String TRANSFORMS = "transform.transforms.";
  private static final Set<String> CLASSES = Set.of("", "Flow", "MAF", "NSF", "NICE", "RealNVP");

  private final Weights weights;
  private final Config config;
  private final Assembly assembly;

  private Zuko(Weights weights, Config config, Assembly assembly) {
    this.weights = weights;
    this.config = config;
    this.assembly = assembly;
  }

  /// Whether names look like those of a flow of zuko's.
  public static boolean owns(Weights weights) {
    return weights.names().stream().anyMatch(name -> name.contains(TRANSFORMS + "0."));
  }

  /// The flow.
  ///
  /// @throws ModelFileException if the weights are no such flow, or do not fit the configuration
  public static Flow read(Weights all, Config config) {
    String name = config.top().text("class", "");
    if (!CLASSES.contains(name)) {
      throw config
          .top()
          .wrong("class", "is %s, but MAF, NSF, NICE and RealNVP are supported".formatted(name));
    }
    Weights weights = unprefixed(all);
    Array center = weights.get("base.loc", -1);
    int features = center.rows();
    int context = context(weights, features);
    require(config, "features", features);
    require(config, "context", context);
    Zuko zuko = new Zuko(weights, config, new Assembly(features, context));
    int count = 0;
    while (zuko.add(TRANSFORMS + count + ".")) {
      count++;
    }
    require(config, "transforms", count);
    Flow flow = zuko.assembly.on(base(weights, center));
    weights.requireAllUsed(_ -> false);
    return flow;
  }

  /// A flow inside of a module has names with a prefix.
  private static Weights unprefixed(Weights weights) {
    for (String name : weights.names()) {
      int at = name.indexOf(TRANSFORMS + "0.");
      if (at >= 0) {
        String prefix = name.substring(0, at);
        return weights.renamed(
            own -> own.startsWith(prefix) ? own.substring(prefix.length()) : own);
      }
    }
    throw weights.problem("no flow of zuko's: nothing is called transform.transforms.0.…");
  }

  private static int context(Weights weights, int features) {
    String first = TRANSFORMS + "0.";
    if (!weights.has(first + "hyper.0.weight")) {
      return 0;
    }
    int inputs = weights.extent(first + "hyper.0.weight", 1);
    int seen = features == 1 ? 0 : features;
    if (weights.has(first + "mask")) {
      seen = count(weights.get(first + "mask", features).whole());
    }
    if (inputs < seen) {
      throw weights.problem(
          "%shyper.0.weight has %d inputs, but there are %d features"
              .formatted(first, inputs, seen));
    }
    return inputs - seen;
  }

  private static int count(int[] mask) {
    return (int) Arrays.stream(mask).filter(m -> m != 0).count();
  }

  private static void require(Config config, String argument, int found) {
    Fields arguments = config.arguments();
    if (arguments.has(argument) && arguments.number(argument, found) != found) {
      throw arguments.wrong(
          argument, "is %s, but the file has %d".formatted(arguments.text(argument, ""), found));
    }
  }

  private static Distribution base(Weights weights, Array center) {
    Array scale = weights.get("base.scale", center.rows());
    double[] mean = new double[center.rows()];
    double[] log = new double[mean.length];
    for (int f = 0; f < mean.length; f++) {
      mean[f] = center.values()[f];
      log[f] = Math.log(scale.values()[f]);
      if (!(scale.values()[f] > 0)) {
        throw weights.problem("base.scale holds %s".formatted(scale.values()[f]));
      }
    }
    return Bases.normal(mean, log);
  }

  /// Adds a transformation; false if there is none of this number.
  private boolean add(String path) {
    if (weights.has(path + "order")) {
      addAutoregressive(path);
    } else if (weights.has(path + "mask")) {
      addCoupling(path);
    } else if (weights.has(path + "phi.0")) {
      addConstant(path);
    } else if (weights.has(path + "hyper.0.weight") && assembly.features() == 1) {
      addElementwise(path);
    } else if (weights.names().stream().anyMatch(name -> name.startsWith(path))) {
      throw weights.problem(
          "%s is neither a masked autoregressive transformation with an order nor a coupling"
              .formatted(path.substring(0, path.length() - 1)));
    } else {
      return false;
    }
    return true;
  }

  private void addAutoregressive(String path) {
    int features = assembly.features();
    int[] group = dense(weights.get(path + "order", features).whole());
    Net net = contextFirst(net(path, features), features);
    ScalarBijection map = map(path, net, features);
    if (!assembly.addAutoregressive(group, net, map)) {
      throw weights.problem("the masks of %shyper are not those of its order".formatted(path));
    }
  }

  /// Groups numbered without gap, in their order.
  private static int[] dense(int[] group) {
    int[] sorted = Arrays.stream(group).distinct().sorted().toArray();
    return Arrays.stream(group).map(g -> Arrays.binarySearch(sorted, g)).toArray();
  }

  private void addCoupling(String path) {
    int[] mask = weights.get(path + "mask", assembly.features()).whole();
    int[] passing = IntStream.range(0, mask.length).filter(f -> mask[f] != 0).toArray();
    int[] changing = IntStream.range(0, mask.length).filter(f -> mask[f] == 0).toArray();
    if (passing.length == 0 || changing.length == 0) {
      throw weights.problem("%smask does not split the features".formatted(path));
    }
    Net net = contextFirst(net(path, passing.length), passing.length);
    assembly.addCoupling(passing, changing, net, map(path, net, changing.length));
  }

  private void addElementwise(String path) {
    Net net = net(path, 0);
    assembly.addCoupling(new int[0], new int[] {0}, net, map(path, net, 1));
  }

  /// Parameters that depend on nothing, of a flow of one feature.
  private void addConstant(String path) {
    List<Double> theta = new ArrayList<>();
    for (int i = 0; weights.has(path + "phi." + i); i++) {
      for (float value : weights.get(path + "phi." + i).values()) {
        theta.add((double) value);
      }
    }
    if (assembly.features() != 1) {
      throw weights.problem("%sphi of several features is not supported".formatted(path));
    }
    ScalarBijection map = Univariate.of(config, module(path)).map(theta.size());
    assembly.addConstant(
        new int[] {0}, theta.stream().mapToDouble(Double::doubleValue).toArray(), map);
  }

  private ScalarBijection map(String path, Net net, int features) {
    if (net.outputs() % features != 0) {
      throw weights.problem(
          "%shyper computes %d numbers for %d features".formatted(path, net.outputs(), features));
    }
    return Univariate.of(config, module(path)).map(net.outputs() / features);
  }

  /// The network sees features and then the context; Bijou's see the context first.
  private Net contextFirst(Net net, int seen) {
    int context = assembly.context();
    return net.withInputs(
        IntStream.concat(IntStream.range(seen, seen + context), IntStream.range(0, seen))
            .toArray());
  }

  /// @param seen how many features it sees, beside the context
  private Net net(String path, int seen) {
    List<Linear> layers = new ArrayList<>();
    int inputs = seen + assembly.context();
    String hyper = path + "hyper.";
    if (weights.names().stream().anyMatch(name -> name.startsWith(hyper + "1."))) {
      throw weights.problem("%s is residual, which is not supported".formatted(hyper + "1"));
    }
    Fields arguments = config.arguments();
    if (arguments.flag("normalize", false)) {
      throw arguments.wrong("normalize", "is true, which is not supported");
    }
    for (int i = 0; weights.has(hyper + i + ".weight"); i += 2) {
      Linear layer = Linear.of(weights, hyper + i + ".", inputs);
      layers.add(layer);
      inputs = layer.outputs();
    }
    if (layers.size() < 2) {
      throw weights.problem("%s has no hidden layer, which is not supported".formatted(hyper));
    }
    return new Net(Net.Form.PERCEPTRON, activation(hyper, layers.size()), layers);
  }

  private Activation activation(String hyper, int layers) {
    if (!config.hasModules()) {
      return Activations.of(config.arguments(), "activation", "ReLU");
    }
    Activation activation = null;
    for (int i = 0; i < layers - 1; i++) {
      Fields module =
          config
              .module(hyper + (2 * i + 1))
              .orElseThrow(
                  () -> config.top().wrong("modules", "does not have %s1".formatted(hyper)));
      Activation own = Activations.of(module, "class", "");
      if (activation != null && own != activation) {
        throw module.wrong("class", "differs from that of the layer before");
      }
      activation = own;
    }
    return activation == null ? Activation.RELU : activation;
  }

  private static String module(String path) {
    return path.substring(0, path.length() - 1);
  }
}

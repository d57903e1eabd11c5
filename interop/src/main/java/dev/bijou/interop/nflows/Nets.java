package dev.bijou.interop.nflows;

import dev.bijou.Activation;
import dev.bijou.interop.config.Config;
import dev.bijou.interop.config.Config.Fields;
import dev.bijou.interop.container.Weights;
import dev.bijou.interop.layer.Activations;
import dev.bijou.interop.layer.Linear;
import dev.bijou.interop.layer.Net;
import dev.bijou.interop.layer.Net.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The networks of nflows (and of normflows, which has copies of them): `MADE`, `ResidualNet` and `MLP`, with batch
/// normalization as it evaluates, and given a context.
public final class Nets {
  private static final String ACTIVATION = "activation";

  private final Weights weights;
  private final Config config;

  /// @param weights of the flow
  /// @param config that lists its modules
  public Nets(Weights weights, Config config) {
    this.weights = weights;
    this.config = config;
  }

  /// Whether there is a module.
  public boolean has(String path) {
    return config.module(path).isPresent();
  }

  /// How many context features the networks see; 0 if none sees any.
  public int context() {
    for (String name : weights.names()) {
      if (name.endsWith("context_layer.weight")) {
        return weights.extent(name, 1);
      }
    }
    return 0;
  }

  /// A module's attributes.
  ///
  /// @param path of the module, without a dot at its end
  public Fields module(String path) {
    return config
        .module(path)
        .orElseThrow(() -> config.top().wrong("modules", "does not have " + path));
  }

  /// The network of a module, which sees the context first.
  ///
  /// @param path of the module, with a dot at its end
  /// @param inputs how many features it sees
  /// @param context how many context features there are, of which a network may see all or none
  public Net of(String path, int inputs, int context) {
    String module = path.substring(0, path.length() - 1);
    Fields fields = module(module);
    String kind = fields.text("class", "");
    return switch (kind) {
      case "MADE" ->
          weights.has(path + "blocks.0.linear_layers.0.weight")
              ? residual(path, inputs, 0, true, context)
              : masked(path, inputs, context);
      case "ResidualNet" -> {
        int seen = weights.extent(path + "initial_layer.weight", 1) - inputs;
        yield residual(path, inputs, Math.max(0, seen), false, context);
      }
      case "MLP" -> perceptron(path, inputs).withInputs(contextFirst(inputs, 0, context));
      default ->
          throw fields.wrong(
              "class", "is %s, but MADE, ResidualNet and MLP are supported".formatted(kind));
    };
  }

  /// @param behind how many context features the first layer sees, behind the features
  /// @param added whether the blocks add the context to what they see (MADE), or gate with it
  private Net residual(String path, int inputs, int behind, boolean added, int context) {
    List<Linear> layers = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    List<Linear> given = new ArrayList<>();
    Linear first = Linear.of(weights, path + "initial_layer.", inputs + behind);
    int width = first.outputs();
    layers.add(first);
    if (weights.has(path + "context_layer.weight")) {
      given.add(Linear.of(weights, path + "context_layer.", context));
    }
    int blocks = 0;
    while (weights.has(path + "blocks." + blocks + ".linear_layers.0.weight")) {
      String block = path + "blocks." + blocks++ + ".";
      Line second = BatchNorms.of(weights, block + "batch_norm_layers.1.", width);
      lines.add(BatchNorms.of(weights, block + "batch_norm_layers.0.", width));
      Linear inner = Linear.of(weights, block + "linear_layers.0.", width);
      layers.add(BatchNorms.after(second, inner));
      layers.add(Linear.of(weights, block + "linear_layers.1.", width));
      if (weights.has(block + "context_layer.weight")) {
        Linear seen = Linear.of(weights, block + "context_layer.", context);
        given.add(
            added ? BatchNorms.after(new Line(second.slope(), new double[width]), seen) : seen);
      }
    }
    layers.add(Linear.of(weights, path + "final_layer.", width));
    if (blocks == 0) {
      throw weights.problem(path + "blocks is empty, which is not supported");
    }
    if (!given.isEmpty() && given.size() != blocks + (added ? 1 : 0)) {
      throw weights.problem(path + "blocks see the context in some places, and not in others");
    }
    boolean plain = given.isEmpty() && !weights.has(path + "blocks.0.batch_norm_layers.0.weight");
    return new Net(
            Net.Form.OPEN_RESIDUAL,
            activation(path + "blocks.0", ACTIVATION),
            layers,
            plain ? null : new Net.Blocks(lines, given, added))
        .withInputs(contextFirst(inputs, behind, context));
  }

  /// The inputs of a network that sees features and then the context, or features alone, as of one that sees the context first.
  private static int[] contextFirst(int inputs, int behind, int context) {
    return IntStream.concat(
            IntStream.range(0, context).map(i -> behind == 0 ? -1 : inputs + i),
            IntStream.range(0, inputs))
        .toArray();
  }

  private Net masked(String path, int inputs, int context) {
    List<Linear> layers = new ArrayList<>();
    layers.add(Linear.of(weights, path + "initial_layer.", inputs));
    for (int i = 0; weights.has(path + "blocks." + i + ".linear.weight"); i++) {
      String block = path + "blocks." + i + ".";
      int width = layers.getLast().outputs();
      Line line = BatchNorms.of(weights, block + "batch_norm.", width);
      layers.add(BatchNorms.before(line, Linear.of(weights, block + "linear.", width)));
    }
    layers.add(Linear.of(weights, path + "final_layer.", layers.getLast().outputs()));
    String module = path.substring(0, path.length() - 1);
    Activation activation = activation(module, ACTIVATION);
    if (!weights.has(path + "context_layer.weight")) {
      return new Net(Net.Form.PERCEPTRON, activation, layers)
          .withInputs(contextFirst(inputs, 0, context));
    }
    if (activation != Activation.RELU) {
      throw weights.problem(
          module + " has a context and no residual blocks, which is supported with relu alone");
    }
    Linear seen = Linear.of(weights, path + "context_layer.", context);
    Linear first = layers.removeFirst();
    layers.addFirst(Doubled.after(first, seen.outputs()));
    layers.addFirst(Doubled.first(inputs, seen));
    return new Net(Net.Form.PERCEPTRON, activation, layers);
  }

  private Net perceptron(String path, int inputs) {
    List<Linear> layers = new ArrayList<>();
    layers.add(Linear.of(weights, path + "_input_layer.", inputs));
    for (int i = 0; weights.has(path + "_hidden_layers." + i + ".weight"); i++) {
      layers.add(
          Linear.of(weights, path + "_hidden_layers." + i + ".", layers.getLast().outputs()));
    }
    layers.add(Linear.of(weights, path + "_output_layer.", layers.getLast().outputs()));
    String module = path.substring(0, path.length() - 1);
    if (module(module).flag("_activate_output", false)) {
      throw weights.problem(module + " activates its output, which is not supported");
    }
    return new Net(Net.Form.PERCEPTRON, activation(module, "_activation"), layers);
  }

  /// The nonlinearity is a function, or a module of its own.
  private Activation activation(String module, String attribute) {
    Fields fields = module(module);
    return fields.has(attribute)
        ? Activations.of(fields, attribute, "")
        : Activations.of(module(module + "." + attribute), "class", "");
  }
}

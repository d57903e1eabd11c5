package dev.bijou.interop.nflows;

import dev.bijou.Activation;
import dev.bijou.interop.config.Config;
import dev.bijou.interop.config.Config.Fields;
import dev.bijou.interop.container.Weights;
import dev.bijou.interop.layer.Activations;
import dev.bijou.interop.layer.Linear;
import dev.bijou.interop.layer.Net;
import java.util.ArrayList;
import java.util.List;

/// The networks of nflows (and of normflows, which has copies of them): `MADE`, `ResidualNet` and `MLP`, without context and
/// batch normalization.
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

  /// A module's attributes.
  ///
  /// @param path of the module, without a dot at its end
  public Fields module(String path) {
    return config
        .module(path)
        .orElseThrow(() -> config.top().wrong("modules", "does not have " + path));
  }

  /// The network of a module.
  ///
  /// @param path of the module, with a dot at its end
  /// @param inputs how many numbers it sees
  public Net of(String path, int inputs) {
    String module = path.substring(0, path.length() - 1);
    Fields fields = module(module);
    String kind = fields.text("class", "");
    for (String name : weights.names()) {
      if (name.startsWith(path) && name.contains("batch_norm")) {
        throw weights.problem(
            module + " has batch normalization within the network, which is not supported");
      }
      if (name.startsWith(path) && name.contains("context_layer")) {
        throw weights.problem(module + " has a context, which is not supported");
      }
    }
    return switch (kind) {
      case "MADE" ->
          weights.has(path + "blocks.0.linear_layers.0.weight")
              ? residual(path, inputs)
              : masked(path, inputs);
      case "ResidualNet" -> residual(path, inputs);
      case "MLP" -> perceptron(path, inputs);
      default ->
          throw fields.wrong(
              "class", "is %s, but MADE, ResidualNet and MLP are supported".formatted(kind));
    };
  }

  private Net residual(String path, int inputs) {
    List<Linear> layers = new ArrayList<>();
    Linear first = Linear.of(weights, path + "initial_layer.", inputs);
    layers.add(first);
    int blocks = 0;
    while (weights.has(path + "blocks." + blocks + ".linear_layers.0.weight")) {
      for (int i = 0; i < 2; i++) {
        layers.add(
            Linear.of(
                weights,
                path + "blocks.%d.linear_layers.%d.".formatted(blocks, i),
                first.outputs()));
      }
      blocks++;
    }
    layers.add(Linear.of(weights, path + "final_layer.", first.outputs()));
    if (blocks == 0) {
      throw weights.problem(path + "blocks is empty, which is not supported");
    }
    return new Net(Net.Form.OPEN_RESIDUAL, activation(path + "blocks.0", ACTIVATION), layers);
  }

  private Net masked(String path, int inputs) {
    List<Linear> layers = new ArrayList<>();
    layers.add(Linear.of(weights, path + "initial_layer.", inputs));
    for (int i = 0; weights.has(path + "blocks." + i + ".linear.weight"); i++) {
      layers.add(Linear.of(weights, path + "blocks." + i + ".linear.", layers.getLast().outputs()));
    }
    layers.add(Linear.of(weights, path + "final_layer.", layers.getLast().outputs()));
    String module = path.substring(0, path.length() - 1);
    return new Net(Net.Form.PERCEPTRON, activation(module, ACTIVATION), layers);
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

package dev.bijou.interop.layer;

import dev.bijou.Activation;
import dev.bijou.interop.layer.Net.Blocks;
import dev.bijou.interop.layer.Net.Form;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.spec.NetworkSpec.ConditionedResidual.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The network of a conditioner of Bijou's: its specification and its numbers.
///
/// @param spec the architecture
/// @param numbers by their names in a layer
record Conditioners(NetworkSpec spec, Map<String, double[]> numbers) {

  /// A network with some of the units of another.
  ///
  /// @param hidden for each hidden layer (of a residual network: the stream, then the inner units of each block) the units in
  ///     their new order, −1 for none
  static Conditioners of(Net net, List<int[]> hidden) {
    Map<String, double[]> numbers = new HashMap<>();
    List<Linear> layers = net.layers();
    Linear first = layers.getFirst();
    int[] inputs = Linear.all(first.inputs());
    int[] outputs = Linear.all(net.outputs());
    if (net.form() == Form.PERCEPTRON) {
      int[] below = inputs;
      List<Integer> widths = new ArrayList<>();
      for (int i = 0; i < layers.size(); i++) {
        int[] own = i < hidden.size() ? hidden.get(i) : outputs;
        put("layers." + i, layers.get(i).of(own, below), numbers);
        below = own;
        widths.add(own.length);
      }
      widths.removeLast();
      return new Conditioners(new NetworkSpec.Mlp(widths, net.activation(), 0), numbers);
    }
    int[] stream = hidden.getFirst();
    put("first", first.of(stream, inputs), numbers);
    for (int i = 1; i < hidden.size(); i++) {
      int[] inner = hidden.get(i);
      String block = "blocks." + (i - 1);
      put(block + ".inner", layers.get(2 * i - 1).of(inner, stream), numbers);
      put(block + ".outer", layers.get(2 * i).of(stream, inner), numbers);
    }
    put("last", net.last().of(outputs, stream), numbers);
    Blocks blocks = net.blocks();
    if (blocks != null) {
      return conditioned(net, blocks, hidden, numbers);
    }
    return new Conditioners(
        new NetworkSpec.OpenResidual(stream.length, hidden.size() - 1, net.activation(), 0),
        numbers);
  }

  /// With the lines and the context of the blocks, whose units are those of the stream and of the inner layers.
  private static Conditioners conditioned(
      Net net, Blocks blocks, List<int[]> hidden, Map<String, double[]> numbers) {
    int[] stream = hidden.getFirst();
    int count = hidden.size() - 1;
    for (int i = 0; i < count; i++) {
      String block = "conditioner.blocks." + i;
      Net.Line line = blocks.lines().get(i);
      numbers.put(block + ".slope", picked(line.slope(), stream));
      numbers.put(block + ".intercept", picked(line.intercept(), stream));
    }
    int context = blocks.context().isEmpty() ? 0 : blocks.context().getFirst().inputs();
    int first = blocks.added() ? 1 : 0;
    for (int i = 0; i < blocks.context().size(); i++) {
      int block = i - first;
      int[] units = block < 0 || !blocks.added() ? stream : hidden.get(block + 1);
      String name = block < 0 ? "context" : "blocks.%d.context".formatted(block);
      put(name, blocks.context().get(i).of(units, Linear.all(context)), numbers);
    }
    Role role = blocks.added() ? Role.ADDED : Role.GATING;
    return new Conditioners(
        new NetworkSpec.ConditionedResidual(
            stream.length, count, context, role, net.activation(), 0),
        numbers);
  }

  /// 0 for −1.
  private static double[] picked(double[] values, int[] places) {
    return Arrays.stream(places).mapToDouble(place -> place < 0 ? 0 : values[place]).toArray();
  }

  /// A network that computes the same whatever it sees.
  static Conditioners constant(int inputs, double[] outputs) {
    Map<String, double[]> numbers = new HashMap<>();
    numbers.put("conditioner.layers.0.weight", new double[inputs]);
    numbers.put("conditioner.layers.0.bias", new double[1]);
    numbers.put("conditioner.layers.1.weight", new double[outputs.length]);
    numbers.put("conditioner.layers.1.bias", Arrays.copyOf(outputs, outputs.length));
    return new Conditioners(new NetworkSpec.Mlp(List.of(1), Activation.RELU, 0), numbers);
  }

  /// All units of each hidden layer as they are.
  static List<int[]> whole(Net net) {
    List<int[]> hidden = new ArrayList<>();
    hidden.add(Linear.all(net.layers().getFirst().outputs()));
    int step = net.form() == Form.PERCEPTRON ? 1 : 2;
    for (int i = 1; i < net.layers().size() - 1; i += step) {
      hidden.add(Linear.all(net.layers().get(i).outputs()));
    }
    return hidden;
  }

  private static void put(String name, Linear layer, Map<String, double[]> numbers) {
    numbers.put("conditioner." + name + ".weight", layer.weight());
    numbers.put("conditioner." + name + ".bias", layer.bias());
  }
}

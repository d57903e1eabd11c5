package dev.bijou.interop.normflows;

import dev.bijou.Activation;
import dev.bijou.interop.config.Config.Fields;
import dev.bijou.interop.container.Array;
import dev.bijou.interop.container.Weights;
import dev.bijou.interop.layer.Linear;
import dev.bijou.interop.layer.Net;
import dev.bijou.interop.nflows.Nets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The perceptrons of normflows: `MLP`, and `ConvNet2d` on vectors, which are images of one pixel, so that of a kernel only its
/// middle counts.
///
/// Their nonlinearity is a ReLU with slope λ for negative numbers. If λ is not 0, each hidden unit becomes two:
/// max(h, 0) + λ min(h, 0) = relu(h) − λ relu(−h).
final class Perceptrons {
  private static final String KNOWN = "linear maps with LeakyReLU between them are supported";

  private final Weights weights;
  private final Nets nets;

  Perceptrons(Weights weights, Nets nets) {
    this.weights = weights;
    this.nets = nets;
  }

  /// The network of a module.
  Net of(String path, int inputs) {
    Fields fields = nets.module(path);
    String kind = fields.text("class", "");
    if (!kind.equals("MLP") && !kind.equals("ConvNet2d")) {
      throw fields.wrong("class", "is %s, but MLP and ConvNet2d are supported".formatted(kind));
    }
    List<Linear> layers = new ArrayList<>();
    List<Double> leaks = new ArrayList<>();
    int width = inputs;
    for (int i = 0; nets.has(path + ".net." + i); i++) {
      String place = path + ".net." + i;
      Fields part = nets.module(place);
      switch (part.text("class", "")) {
        case "Linear", "Conv2d" -> {
          layers.add(linear(place, width));
          width = layers.getLast().outputs();
        }
        case "LeakyReLU" -> leaks.add(part.number("negative_slope", 0.01));
        case "Dropout" -> {}
        default ->
            throw part.wrong("class", "is %s, but %s".formatted(part.text("class", ""), KNOWN));
      }
    }
    if (layers.size() < 2 || leaks.size() != layers.size() - 1) {
      throw weights.problem("%s is no chain of which %s".formatted(path, KNOWN));
    }
    for (int i = 0; i < leaks.size(); i++) {
      if (leaks.get(i) != 0) {
        layers.set(i, twice(layers.get(i)));
        layers.set(i + 1, leaking(layers.get(i + 1), leaks.get(i)));
      }
    }
    return new Net(Net.Form.PERCEPTRON, Activation.RELU, layers);
  }

  private Linear linear(String place, int inputs) {
    if (weights.shape(place + ".weight").length == 2) {
      return Linear.of(weights, place + ".", inputs);
    }
    Array kernel = weights.get(place + ".weight", -1, inputs, -1, -1);
    int height = kernel.shape()[2];
    int width = kernel.shape()[3];
    int middle = height / 2 * width + width / 2;
    double[] w = new double[kernel.rows() * inputs];
    for (int i = 0; i < w.length; i++) {
      w[i] = kernel.values()[i * height * width + middle];
    }
    double[] b = weights.get(place + ".bias", kernel.rows()).doubles();
    return new Linear(kernel.rows(), inputs, w, b, null);
  }

  /// h and then −h.
  private static Linear twice(Linear map) {
    int count = map.weight().length;
    double[] w = Arrays.copyOf(map.weight(), 2 * count);
    double[] b = Arrays.copyOf(map.bias(), 2 * map.outputs());
    for (int i = 0; i < count; i++) {
      w[count + i] = -w[i];
    }
    for (int i = 0; i < map.outputs(); i++) {
      b[map.outputs() + i] = -b[i];
    }
    return new Linear(2 * map.outputs(), map.inputs(), w, b, null);
  }

  /// The map of relu(h) − leak · relu(−h).
  private static Linear leaking(Linear map, double leak) {
    int n = map.inputs();
    double[] w = new double[2 * map.weight().length];
    for (int i = 0; i < map.outputs(); i++) {
      for (int j = 0; j < n; j++) {
        w[i * 2 * n + j] = map.weight()[i * n + j];
        w[i * 2 * n + n + j] = -leak * map.weight()[i * n + j];
      }
    }
    return new Linear(map.outputs(), 2 * n, w, map.bias(), null);
  }

  /// Two networks of the same inputs as one: the outputs of the first, then those of the second.
  static Net beside(Net one, Net other) {
    List<Linear> layers = new ArrayList<>();
    for (int i = 0; i < one.layers().size(); i++) {
      layers.add(beside(one.layers().get(i), other.layers().get(i), i == 0));
    }
    return new Net(one.form(), one.activation(), layers);
  }

  private static Linear beside(Linear one, Linear other, boolean sameInputs) {
    int columns = sameInputs ? one.inputs() : one.inputs() + other.inputs();
    int rows = one.outputs() + other.outputs();
    double[] w = new double[rows * columns];
    double[] b = Arrays.copyOf(one.bias(), rows);
    System.arraycopy(other.bias(), 0, b, one.outputs(), other.outputs());
    for (int i = 0; i < rows; i++) {
      Linear from = i < one.outputs() ? one : other;
      int row = i < one.outputs() ? i : i - one.outputs();
      int at = i < one.outputs() || sameInputs ? 0 : one.inputs();
      System.arraycopy(from.weight(), row * from.inputs(), w, i * columns + at, from.inputs());
    }
    return new Linear(rows, columns, w, b, null);
  }
}

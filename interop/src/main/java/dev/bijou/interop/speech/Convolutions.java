package dev.bijou.interop.speech;

import dev.bijou.interop.container.Array;
import dev.bijou.interop.container.Weights;
import java.util.function.Supplier;

/// The convolutions of PyTorch, whose weights are out × in × kernel, as Bijou's, which are out × (kernel · in).
///
/// A weight normalization may be as `weight_norm` writes it, as the parametrizations of later versions do, or folded
/// (`remove_weight_norm`): then the weight is its own direction.
final class Convolutions {
  private final Weights weights;
  private final Numbers numbers;

  Convolutions(Weights weights, Numbers numbers) {
    this.weights = weights;
    this.numbers = numbers;
  }

  /// The extents of the weight of a module: out × in × kernel.
  int[] shape(String module) {
    int[] shape = weights.shape(direction(module));
    if (shape.length != 3) {
      throw weights.problem(
          "%s has shape %s, but a convolution along time has three extents"
              .formatted(direction(module), Array.shown(shape)));
    }
    return shape;
  }

  private String direction(String module) {
    if (weights.has(module + ".weight_v")) {
      return module + ".weight_v";
    }
    String parametrized = module + ".parametrizations.weight.original1";
    return weights.has(parametrized) ? parametrized : module + ".weight";
  }

  /// A normalized convolution.
  void normalized(String module, String name) {
    int[] shape = shape(module);
    numbers.put(name + ".gain", () -> gain(module));
    numbers.put(name + ".direction", () -> byTaps(weights.get(direction(module), shape)));
    bias(module, name, shape[0]);
  }

  private float[] gain(String module) {
    int rows = shape(module)[0];
    String parametrized = module + ".parametrizations.weight.original0";
    for (String name : new String[] {module + ".weight_g", parametrized}) {
      if (weights.has(name)) {
        return weights.get(name, rows, 1, 1).values();
      }
    }
    Array weight = weights.get(direction(module));
    float[] lengths = new float[rows];
    for (int i = 0; i < rows; i++) {
      double square = 0;
      for (int j = 0; j < weight.columns(); j++) {
        square += (double) weight.at(i, j) * weight.at(i, j);
      }
      lengths[i] = (float) Math.sqrt(square);
    }
    return lengths;
  }

  /// A convolution that is not normalized.
  void plain(String module, String name) {
    int[] shape = shape(module);
    numbers.put(name + ".weight", () -> byTaps(weights.get(module + ".weight", shape)));
    bias(module, name, shape[0]);
  }

  /// A convolution of one tap that is not normalized and whose rows are in another order: pairs of a shift and a log-scale.
  ///
  /// @param rows the row that each new one is
  /// @param more what is added to the bias of each log-scale
  void reordered(String module, String name, int[] rows, float more) {
    int inputs = shape(module)[1];
    numbers.put(
        name + ".weight",
        () -> picked(weights.get(module + ".weight", rows.length, inputs, 1).values(), rows));
    numbers.put(
        name + ".bias",
        () -> {
          float[] bias = picked(weights.get(module + ".bias", rows.length).values(), rows);
          for (int i = 1; i < bias.length; i += 2) {
            bias[i] += more;
          }
          return bias;
        });
  }

  private static float[] picked(float[] values, int[] rows) {
    int columns = values.length / rows.length;
    float[] picked = new float[values.length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * columns, picked, i * columns, columns);
    }
    return picked;
  }

  /// One normalized convolution of those of several modules, one below the other.
  void stacked(String[] modules, String name) {
    numbers.put(name + ".gain", joined(modules, this::gain));
    numbers.put(
        name + ".direction",
        joined(modules, module -> byTaps(weights.get(direction(module), shape(module)))));
    numbers.put(
        name + ".bias",
        joined(modules, module -> weights.get(module + ".bias", shape(module)[0]).values()));
  }

  @FunctionalInterface
  private interface Reading {
    float[] of(String module);
  }

  private static Supplier<float[]> joined(String[] modules, Reading reading) {
    return () -> {
      float[][] parts = new float[modules.length][];
      int size = 0;
      for (int i = 0; i < parts.length; i++) {
        parts[i] = reading.of(modules[i]);
        size += parts[i].length;
      }
      float[] all = new float[size];
      int at = 0;
      for (float[] part : parts) {
        System.arraycopy(part, 0, all, at, part.length);
        at += part.length;
      }
      return all;
    };
  }

  private void bias(String module, String name, int rows) {
    numbers.put(name + ".bias", () -> weights.get(module + ".bias", rows).values());
  }

  /// out × in × kernel → out × (kernel · in).
  private static float[] byTaps(Array weight) {
    int in = weight.shape()[1];
    int kernel = weight.shape()[2];
    if (kernel == 1) {
      return weight.values();
    }
    float[] turned = new float[weight.values().length];
    for (int o = 0; o < weight.rows(); o++) {
      for (int i = 0; i < in; i++) {
        for (int k = 0; k < kernel; k++) {
          turned[(o * kernel + k) * in + i] = weight.values()[(o * in + i) * kernel + k];
        }
      }
    }
    return turned;
  }

  /// The transposed convolution of in × out × (taps · stride), of which our last tap is the frame itself.
  void upsampling(String module, int stride) {
    int channels = weights.extent(module + ".weight", 0);
    int taps = weights.extent(module + ".weight", 2) / stride;
    numbers.put(
        "weight",
        () -> {
          float[] given =
              weights.get(module + ".weight", channels, channels, taps * stride).values();
          float[] turned = new float[given.length];
          for (int i = 0; i < channels; i++) {
            for (int o = 0; o < channels; o++) {
              for (int k = 0; k < taps * stride; k++) {
                int row = o * stride + k % stride;
                int tap = taps - 1 - k / stride;
                turned[(row * taps + tap) * channels + i] =
                    given[(i * channels + o) * taps * stride + k];
              }
            }
          }
          return turned;
        });
    numbers.put("bias", () -> weights.get(module + ".bias", channels).values());
  }
}

package dev.bijou.interop.nflows;

import dev.bijou.interop.layer.Linear;
import java.util.BitSet;

/// relu(W x + relu(C c)) as two layers of a perceptron: the first computes C c, x and −x, of which the second makes
/// W relu(x) − W relu(−x) + relu(C c).
final class Doubled {
  private Doubled() {}

  /// The first layer, which sees the context and then the features.
  ///
  /// @param context C
  static Linear first(int inputs, Linear context) {
    int rows = context.outputs() + 2 * inputs;
    int columns = context.inputs() + inputs;
    double[] w = new double[rows * columns];
    double[] b = new double[rows];
    BitSet seen = new BitSet();
    for (int i = 0; i < context.outputs(); i++) {
      b[i] = context.bias()[i];
      for (int j = 0; j < context.inputs(); j++) {
        set(w, seen, i * columns + j, context.weight()[i * context.inputs() + j]);
      }
    }
    for (int j = 0; j < inputs; j++) {
      int row = context.outputs() + 2 * j;
      set(w, seen, row * columns + context.inputs() + j, 1);
      set(w, seen, (row + 1) * columns + context.inputs() + j, -1);
    }
    return new Linear(rows, columns, w, b, seen);
  }

  /// The second layer.
  ///
  /// @param map W
  /// @param given how many rows C has, as many as W
  static Linear after(Linear map, int given) {
    int columns = given + 2 * map.inputs();
    double[] w = new double[map.outputs() * columns];
    BitSet seen = new BitSet();
    for (int i = 0; i < map.outputs(); i++) {
      set(w, seen, i * columns + i, 1);
      for (int j = 0; j < map.inputs(); j++) {
        BitSet mask = map.mask();
        if (mask == null || mask.get(i * map.inputs() + j)) {
          double weight = map.weight()[i * map.inputs() + j];
          set(w, seen, i * columns + given + 2 * j, weight);
          set(w, seen, i * columns + given + 2 * j + 1, -weight);
        }
      }
    }
    return new Linear(map.outputs(), columns, w, map.bias(), seen);
  }

  private static void set(double[] w, BitSet seen, int at, double value) {
    w[at] = value;
    seen.set(at);
  }
}

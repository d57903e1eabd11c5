package dev.bijou.interop.layer;

import dev.bijou.interop.layer.Net.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Which inputs the hidden units of a masked network see, as degrees: of a unit that sees the inputs of degrees up to g and
/// no others, the degree is g.
///
/// @param degrees of the units of each hidden layer; of a residual network, the stream and then the inner units of each block
record Units(List<int[]> degrees) {

  /// @param inputs the degree of each input
  static Units of(Net net, int[] inputs) {
    List<int[]> degrees = new ArrayList<>();
    int[] stream = degrees(net.layers().getFirst(), inputs);
    degrees.add(stream);
    if (net.form() == Form.PERCEPTRON) {
      for (Linear layer : net.layers().subList(1, net.layers().size() - 1)) {
        degrees.add(degrees(layer, degrees.getLast()));
      }
      return new Units(degrees);
    }
    // A unit of the stream sees what its block adds to it, and so on until nothing changes.
    List<int[]> inner = new ArrayList<>();
    boolean changed = true;
    while (changed) {
      inner.clear();
      changed = false;
      for (int i = 1; i + 1 < net.layers().size() - 1; i += 2) {
        int[] own = degrees(net.layers().get(i), stream);
        inner.add(own);
        int[] added = degrees(net.layers().get(i + 1), own);
        for (int unit = 0; unit < stream.length; unit++) {
          changed |= added[unit] > stream[unit];
          stream[unit] = Math.max(stream[unit], added[unit]);
        }
      }
    }
    degrees.addAll(inner);
    return new Units(degrees);
  }

  private static int[] degrees(Linear layer, int[] inputs) {
    int[] degrees = new int[layer.outputs()];
    for (int i = 0; i < degrees.length; i++) {
      for (int j = 0; j < inputs.length; j++) {
        if (layer.sees(i, j)) {
          degrees[i] = Math.max(degrees[i], inputs[j]);
        }
      }
    }
    return degrees;
  }

  /// For each hidden layer, the units whose degree is at most `most`; −1, which stands for no unit, if there are none.
  List<int[]> upTo(int most) {
    return degrees.stream()
        .map(layer -> {
          int[] few = few(layer, most);
          return few.length == 0 ? new int[] {-1} : few;
        })
        .toList();
  }

  private static int[] few(int[] layer, int most) {
    return IntStream.range(0, layer.length).filter(unit -> layer[unit] <= most).toArray();
  }

  /// For each hidden layer, its units sorted by degree and filled up with −1, which stands for no unit, so that they are
  /// spread over the degrees as [dev.bijou.bijection.MaskedAutoregressive] has it.
  ///
  /// @param features how many degrees there are, from 0
  /// @param least the least degree that sees anything
  /// @param equal whether all layers must get the same width
  List<int[]> spread(int features, int least, boolean equal) {
    int[] widths = new int[degrees.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = width(degrees.get(i), features, least);
    }
    if (equal) {
      Arrays.fill(widths, Arrays.stream(widths).max().orElse(1));
    }
    List<int[]> spread = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      spread.add(spread(degrees.get(i), widths[i], features, least));
    }
    return spread;
  }

  private static int[] spread(int[] layer, int width, int features, int least) {
    int[] places = new int[width];
    Arrays.fill(places, -1);
    for (int degree = least; degree < features; degree++) {
      int at = end(degree - 1, width, features, least);
      for (int unit = 0; unit < layer.length; unit++) {
        if (Math.max(layer[unit], least) == degree) {
          places[at++] = unit;
        }
      }
    }
    return places;
  }

  /// The number of units whose degree is at most `degree`, of as many as a layer of this width has.
  private static int end(int degree, int width, int features, int least) {
    return degree < least ? 0 : (int) ((degree + 1L - least) * width / (features - least));
  }

  /// The least width that has room for the units of each degree.
  private static int width(int[] layer, int features, int least) {
    int[] counts = new int[features];
    for (int degree : layer) {
      if (degree < features) { // what sees the last feature is seen by no output
        counts[Math.max(degree, least)]++;
      }
    }
    int width = layer.length;
    while (!fits(counts, width, features, least)) {
      width++;
    }
    return width;
  }

  private static boolean fits(int[] counts, int width, int features, int least) {
    for (int degree = least; degree < features; degree++) {
      int room = end(degree, width, features, least) - end(degree - 1, width, features, least);
      if (counts[degree] > room) {
        return false;
      }
    }
    return true;
  }
}

package dev.bijou.nn;

import dev.bijou.kernel.Staircase;

/// The degrees of a network's units, which define an autoregressive mask (Germain et al., 2015, arXiv:1502.03509): a
/// unit sees the units of the layer before whose degree is not greater than its own.
///
/// Units are sorted by degree, so a layer is described by how many of its units have at most each degree (its "ends"),
/// and every mask is a [Staircase]. A dense network is the case of a single degree that sees everything.
///
/// @param inputs number of inputs
/// @param inputEnds for each degree, how many leading inputs a unit of that degree sees
/// @param outputEnds for each degree, how many leading outputs have at most that degree
/// @param firstUseful the lowest degree that sees any input, or 0 if none does
record Degrees(int inputs, int[] inputEnds, int[] outputEnds, int firstUseful) {

  /// Every unit sees all inputs.
  static Degrees dense(int inputs, int outputs) {
    return new Degrees(inputs, new int[] {inputs}, new int[] {outputs}, 0);
  }

  /// Inputs are the context and then a block for each feature; degree g sees the context and the blocks of the features
  /// before number g. The outputs of feature i have degree i.
  ///
  /// @param inputSizes the number of inputs of each feature
  /// @param outputSizes the number of outputs of each feature
  static Degrees autoregressive(int context, int[] inputSizes, int[] outputSizes) {
    int count = inputSizes.length;
    int[] inputEnds = new int[count];
    int[] outputEnds = new int[count];
    int inputs = context;
    int outputs = 0;
    int firstUseful = count;
    for (int degree = 0; degree < count; degree++) {
      inputEnds[degree] = inputs;
      firstUseful = inputs > 0 ? Math.min(firstUseful, degree) : firstUseful;
      inputs += inputSizes[degree];
      outputs += outputSizes[degree];
      outputEnds[degree] = outputs;
    }
    return new Degrees(inputs, inputEnds, outputEnds, firstUseful == count ? 0 : firstUseful);
  }

  /// The number of degrees.
  int count() {
    return inputEnds.length;
  }

  /// The ends of a hidden layer: `width` units spread evenly over the degrees that see anything.
  int[] hiddenEnds(int width) {
    int[] ends = new int[count()];
    for (int degree = firstUseful; degree < count(); degree++) {
      ends[degree] = (int) ((degree + 1L - firstUseful) * width / (count() - firstUseful));
    }
    return ends;
  }

  /// The mask between two layers given by their ends.
  static Staircase stairs(int[] rowEnds, int[] columnEnds, int columns) {
    int[] extent = new int[rowEnds[rowEnds.length - 1]];
    int row = 0;
    for (int degree = 0; degree < rowEnds.length; degree++) {
      while (row < rowEnds[degree]) {
        extent[row++] = columnEnds[degree];
      }
    }
    return Staircase.of(extent, columns);
  }
}

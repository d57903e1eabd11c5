package dev.bijou.table.boost;

/// A way to split the rows of a node by a feature.
///
/// @param gain by how much twice the loss falls, to second order: G₁²/(H₁ + λ) + G₂²/(H₂ + λ) − G²/(H + λ), with the sums of the
///     first and the second derivatives over the rows of the children and of the node
/// @param feature its number, −1 for no split
/// @param bin of numbers the largest that goes to the first child; of names the only one
/// @param missingFirst whether missing numbers go to the first child
record Split(double gain, int feature, int bin, boolean missingFirst) {
  private static final double LEAST_GAIN = 1e-6;

  /// No split.
  static final Split NONE = new Split(LEAST_GAIN, -1, 0, false);

  /// The best split of a node by a feature.
  ///
  /// @param sums the first and the second derivatives of the node's rows, added up in each bin
  static Split best(int number, Feature feature, double[] sums, BoostOptions options) {
    double g = 0;
    double h = 0;
    for (int i = 0; i < sums.length; i += 2) {
      g += sums[i];
      h += sums[i + 1];
    }
    double node = g * g / (h + options.lambda());
    Split best = NONE;
    double above = 0;
    double aboveH = 0;
    for (int bin = feature.names() ? 0 : 1; bin < feature.count(); bin++) {
      double first = sums[2 * bin];
      double firstH = sums[2 * bin + 1];
      if (!feature.names()) {
        above += first;
        aboveH += firstH;
        first = above;
        firstH = aboveH;
      }
      best = better(best, gain(first, firstH, g, h, node, options), number, bin, false);
      if (!feature.names() && sums[1] > 0) {
        best =
            better(
                best,
                gain(first + sums[0], firstH + sums[1], g, h, node, options),
                number,
                bin,
                true);
      }
    }
    return best;
  }

  private static Split better(Split best, double gain, int feature, int bin, boolean missing) {
    return gain > best.gain ? new Split(gain, feature, bin, missing) : best;
  }

  private static double gain(
      double first, double firstH, double g, double h, double node, BoostOptions options) {
    double second = g - first;
    double secondH = h - firstH;
    if (firstH < options.leastWeight() || secondH < options.leastWeight()) {
      return 0;
    }
    return first * first / (firstH + options.lambda())
        + second * second / (secondH + options.lambda())
        - node;
  }
}

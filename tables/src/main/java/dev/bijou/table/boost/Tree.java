package dev.bijou.table.boost;

import java.util.Arrays;
import java.util.List;

/// A binary tree: node i has the children 2i + 1 and 2i + 2.
///
/// @param features the feature that a node splits by, −1 for a leaf
/// @param bins of numbers the largest bin that goes to the first child; of names the only one
/// @param missingFirst whether missing numbers go to the first child
/// @param values what a leaf adds to the sum
record Tree(int[] features, int[] bins, boolean[] missingFirst, double[] values) {
  /// A leaf that adds nothing, with room for deeper trees.
  static Tree ofDepth(int depth) {
    int nodes = (2 << depth) - 1;
    int[] features = new int[nodes];
    Arrays.fill(features, -1);
    return new Tree(features, new int[nodes], new boolean[nodes], new double[nodes]);
  }

  /// Makes a leaf a node with two leaves.
  void split(int node, Split split) {
    features[node] = split.feature();
    bins[node] = split.bin();
    missingFirst[node] = split.missingFirst();
  }

  /// Whether a row goes to the first child of a node.
  boolean goesFirst(int node, Feature feature, int row) {
    int bin = feature.bins()[row];
    if (feature.names()) {
      return bin == bins[node];
    }
    return bin == 0 ? missingFirst[node] : bin <= bins[node];
  }

  /// What the tree adds to the sum of a row.
  double value(List<Feature> all, int row) {
    int node = 0;
    while (features[node] >= 0) {
      node = 2 * node + (goesFirst(node, all.get(features[node]), row) ? 1 : 2);
    }
    return values[node];
  }
}

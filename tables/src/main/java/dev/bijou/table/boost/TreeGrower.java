package dev.bijou.table.boost;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Grows one tree after the other on the same rows.
///
/// A level is split at once. The derivatives of a node's rows are summed bin by bin, feature by feature; of two siblings the
/// one with fewer rows is summed, and the other is what is left of their parent. Sums are over rows in a fixed order, so
/// that the trees do not depend on the number of threads.
final class TreeGrower {
  private final List<Feature> features;
  private final BoostOptions options;
  private final Loop loop;
  private final int rows;

  /// @param features of the rows to learn from
  TreeGrower(List<Feature> features, int rows, BoostOptions options, Loop loop) {
    this.features = features;
    this.rows = rows;
    this.options = options;
    this.loop = loop;
  }

  /// The rows of a node, in ascending order, and their sums by feature.
  ///
  /// @param sums of each feature; null until they are needed
  private record Node(int at, int[] rows, double[][] sums) {}

  /// Grows a tree, and adds its leaves to the sums of the rows.
  ///
  /// @param derivatives the first and the second of each row
  /// @param sums of each row, which grow
  /// @param gains of each feature, which grow
  Tree grow(double[] derivatives, double[] sums, double[] gains) {
    Tree tree = Tree.ofDepth(options.depth());
    Node root = new Node(0, IntStream.range(0, rows).toArray(), new double[features.size()][]);
    loop.run(features.size(), f -> root.sums[f] = sum(features.get(f), root.rows, derivatives));
    List<Node> level = List.of(root);
    for (int depth = 0; depth < options.depth() && !level.isEmpty(); depth++) {
      level = next(level, tree, derivatives, sums, gains, depth + 1 < options.depth());
    }
    level.forEach(node -> leaf(node, tree, derivatives, sums));
    return tree;
  }

  /// The children of the nodes that can be split; others become leaves.
  ///
  /// @param further whether the children may be split again
  private List<Node> next(
      List<Node> level,
      Tree tree,
      double[] derivatives,
      double[] sums,
      double[] gains,
      boolean further) {
    Split[][] splits = new Split[features.size()][level.size()];
    loop.run(
        features.size(),
        f -> {
          for (int n = 0; n < level.size(); n++) {
            splits[f][n] = Split.best(f, features.get(f), level.get(n).sums[f], options);
          }
        });
    List<Node> parents = new ArrayList<>();
    List<Node> children = new ArrayList<>();
    for (int n = 0; n < level.size(); n++) {
      Node node = level.get(n);
      Split best = Split.NONE;
      for (Split[] ofFeature : splits) {
        best = ofFeature[n].gain() > best.gain() ? ofFeature[n] : best;
      }
      if (best.feature() < 0) {
        leaf(node, tree, derivatives, sums);
      } else {
        gains[best.feature()] += best.gain();
        tree.split(node.at, best);
        parents.add(node);
        divide(node, tree, features.get(best.feature()), children);
      }
    }
    if (further) {
      loop.run(
          features.size(),
          f -> {
            for (int p = 0; p < parents.size(); p++) {
              sum(f, parents.get(p), children.get(2 * p), children.get(2 * p + 1), derivatives);
            }
          });
    }
    return children;
  }

  private void divide(Node node, Tree tree, Feature feature, List<Node> children) {
    int[] first = new int[node.rows.length];
    int[] second = new int[node.rows.length];
    int firsts = 0;
    int seconds = 0;
    for (int row : node.rows) {
      if (tree.goesFirst(node.at, feature, row)) {
        first[firsts++] = row;
      } else {
        second[seconds++] = row;
      }
    }
    children.add(child(2 * node.at + 1, first, firsts));
    children.add(child(2 * node.at + 2, second, seconds));
  }

  private Node child(int at, int[] of, int count) {
    int[] kept = new int[count];
    System.arraycopy(of, 0, kept, 0, count);
    return new Node(at, kept, new double[features.size()][]);
  }

  private void sum(int f, Node parent, Node first, Node second, double[] derivatives) {
    Node smaller = first.rows.length <= second.rows.length ? first : second;
    Node larger = smaller == first ? second : first;
    double[] some = sum(features.get(f), smaller.rows, derivatives);
    double[] rest = parent.sums[f]; // which nobody needs any more
    for (int i = 0; i < rest.length; i++) {
      rest[i] -= some[i];
    }
    smaller.sums[f] = some;
    larger.sums[f] = rest;
  }

  private static double[] sum(Feature feature, int[] rows, double[] derivatives) {
    double[] sums = new double[2 * feature.count()];
    short[] bins = feature.bins();
    for (int row : rows) {
      int at = 2 * bins[row];
      sums[at] += derivatives[2 * row];
      sums[at + 1] += derivatives[2 * row + 1];
    }
    return sums;
  }

  private void leaf(Node node, Tree tree, double[] derivatives, double[] sums) {
    double g = 0;
    double h = 0;
    for (int row : node.rows) {
      g += derivatives[2 * row];
      h += derivatives[2 * row + 1];
    }
    double value = -options.rate() * g / (h + options.lambda());
    tree.values()[node.at] = value;
    for (int row : node.rows) {
      sums[row] += value;
    }
  }
}

package dev.bijou.table.boost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A sum of trees.
public final class BoostedTrees {
  private final List<Feature> features;
  private final double start;
  private final List<Tree> trees;
  private final double[] gains;

  private BoostedTrees(List<Feature> features, double start, List<Tree> trees, double[] gains) {
    this.features = features;
    this.start = start;
    this.trees = trees;
    this.gains = gains;
  }

  /// Learns from some rows. The same rows give the same trees at any number of threads.
  ///
  /// @param features of all rows
  /// @param rows the numbers of those to learn from
  /// @param targets of each of these
  /// @param loop runs what can be done at once
  public static BoostedTrees fit(
      List<Feature> features,
      int[] rows,
      double[] targets,
      Loss loss,
      BoostOptions options,
      Loop loop) {
    List<Feature> known = features.stream().map(feature -> feature.of(rows)).toList();
    TreeGrower grower = new TreeGrower(known, rows.length, options, loop);
    double start = loss.start(targets);
    double[] sums = new double[rows.length];
    Arrays.fill(sums, start);
    double[] derivatives = new double[2 * rows.length];
    double[] gains = new double[features.size()];
    List<Tree> trees = new ArrayList<>();
    for (int round = 0; round < options.rounds(); round++) {
      for (int row = 0; row < rows.length; row++) {
        loss.derivatives(sums[row], targets[row], derivatives, 2 * row);
      }
      trees.add(grower.grow(derivatives, sums, gains));
    }
    return new BoostedTrees(features, start, trees, gains);
  }

  /// The sums of some rows: the log-odds of the target, or what it is expected to be.
  ///
  /// @param rows their numbers among all rows
  public double[] sums(int[] rows) {
    double[] sums = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      sums[i] = start;
      for (Tree tree : trees) {
        sums[i] += tree.value(features, rows[i]);
      }
    }
    return sums;
  }

  /// The gain of all splits by each feature.
  public double[] gains() {
    return gains.clone();
  }
}

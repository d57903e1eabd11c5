package dev.bijou.benchmark.truth;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Tables of many rows or few, and of many columns.
final class Sizes {
  private Sizes() {}

  static List<KnownTruth> all() {
    return List.of(fiftyRows(), wideIndependent(), twoHundredColumns(), sortedByTime(), million());
  }

  /// Three means and six covariances.
  private static KnownTruth fiftyRows() {
    return KnownTruth.numbers(
            "fifty-rows",
            50,
            Elliptical.evenly(new double[] {0, 1, 2}, new double[] {1, 2, 0.5}, 0.6).normal(0))
        .withParameters(9);
  }

  private static KnownTruth wideIndependent() {
    List<TrueColumn> columns = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      double[] shares = new double[2 + i % 4];
      for (int k = 0; k < shares.length; k++) {
        shares[k] = 2.0 * (shares.length - k) / (shares.length * (shares.length + 1));
      }
      columns.add(TrueColumn.names("name" + i + "-", shares));
      columns.add(TrueColumn.number("count" + i, new Discrete.Poisson(0.5 * Math.pow(1.5, i))));
      columns.add(TrueColumn.number("number" + i, new Smooth.Normal(i, 1 + i)));
    }
    return KnownTruth.of("wide-independent", 5_000, columns);
  }

  /// Ten factors and noise of variance 1: Σ = Λ Λᵀ + I, scaled to a correlation.
  private static KnownTruth twoHundredColumns() {
    int columns = 200;
    int factors = 10;
    SplittableRandom random = new SplittableRandom(20);
    double[][] loadings = new double[columns][factors];
    for (double[] row : loadings) {
      for (int k = 0; k < factors; k++) {
        row[k] = 0.5 * random.nextGaussian();
      }
    }
    double[][] covariance = new double[columns][columns];
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        covariance[i][j] = i == j ? 1 : 0;
        for (int k = 0; k < factors; k++) {
          covariance[i][j] += loadings[i][k] * loadings[j][k];
        }
      }
    }
    double[] scale = new double[columns];
    double[][] correlation = new double[columns][columns];
    for (int i = 0; i < columns; i++) {
      scale[i] = Math.sqrt(covariance[i][i]);
      for (int j = 0; j < columns; j++) {
        correlation[i][j] = covariance[i][j] / Math.sqrt(covariance[i][i] * covariance[j][j]);
      }
    }
    return KnownTruth.numbers(
        "two-hundred-columns",
        5_000,
        new Elliptical(new double[columns], scale, correlation).normal(0));
  }

  /// A row belongs to any time with the same density, whatever the order of the file.
  private static KnownTruth sortedByTime() {
    return KnownTruth.of(
            "sorted-by-time",
            1_000_000,
            TrueColumn.number("t", new Smooth.Uniform(0, 100)),
            TrueColumn.number("x", row -> new Smooth.Normal(0.1 * row[0], 0.5 + 0.02 * row[0])),
            TrueColumn.names(
                "group",
                3,
                row -> {
                  double at = row[0] / 100;
                  return Law.names(0.6 - 0.4 * at, 0.3, 0.1 + 0.4 * at);
                }))
        .arranged(new Arrangement.SortedBy(0));
  }

  private static KnownTruth million() {
    List<Given> pair = Elliptical.evenly(new double[2], new double[] {1, 2}, 0.8).normal(0);
    return KnownTruth.of(
        "million",
        1_000_000,
        TrueColumn.number("a", pair.get(0)),
        TrueColumn.number("b", pair.get(1)),
        TrueColumn.number("u", new Smooth.Normal(0, 1)),
        TrueColumn.number("v", row -> new Smooth.Normal(Math.sin(2 * row[2]), 0.2)),
        TrueColumn.names(
            "group",
            3,
            row -> {
              double first = Math.exp(row[0]);
              double second = Math.exp(row[2]);
              double total = 1 + first + second;
              return Law.names(first / total, second / total, 1 / total);
            }));
  }
}

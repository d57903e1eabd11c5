package dev.bijou.benchmark.truth;

import java.util.List;

/// Tables with missing cells, with values that stand often, with rounded ones, and with a column that never varies.
final class Gaps {
  private Gaps() {}

  static List<KnownTruth> all() {
    return List.of(missingByAnother(), missingEverywhere(), rounded(), ties(), constant());
  }

  private static KnownTruth missingByAnother() {
    return KnownTruth.of(
        "missing-by-another",
        20_000,
        TrueColumn.number("x", new Smooth.Normal(0, 1)),
        TrueColumn.number(
            "y",
            row ->
                Law.missing(
                    1 / (1 + Math.exp(1 - 2 * row[0])), new Smooth.Normal(0.7 * row[0], 0.7))));
  }

  /// The density of the cells that are there is that of their marginal: each is normal given those that are there.
  private static KnownTruth missingEverywhere() {
    double[][] correlation = new double[5][5];
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        correlation[i][j] = Math.pow(0.8, Math.abs(i - j));
      }
    }
    List<Given> normal = Elliptical.standard(correlation).normal(0);
    return KnownTruth.numbers(
        "missing-everywhere",
        10_000,
        normal.stream().<Given>map(given -> row -> Law.missing(0.1, given.law(row))).toList());
  }

  private static KnownTruth rounded() {
    return KnownTruth.of(
        "rounded",
        10_000,
        TrueColumn.number("tenths", new Discrete.Rounded(new Smooth.Normal(20, 1.5), 10)),
        TrueColumn.number(
            "halves",
            row -> new Discrete.Rounded(new Smooth.Normal(0.8 * (row[0] - 20) + 10, 1), 2)));
  }

  private static KnownTruth ties() {
    Mixture amount =
        new Mixture(
            new double[] {0.3, 0.1, 0.6},
            List.of(new Discrete.Point(0), new Discrete.Point(5), new Smooth.Normal(4, 1.5)));
    return KnownTruth.of(
        "ties",
        10_000,
        TrueColumn.number("x", amount),
        TrueColumn.number(
            "y",
            row -> row[0] == 0 ? new Smooth.Normal(-1, 0.5) : new Smooth.Normal(0.5 * row[0], 1)));
  }

  private static KnownTruth constant() {
    return KnownTruth.of(
        "constant",
        5_000,
        TrueColumn.number("always", new Discrete.Point(7)),
        TrueColumn.names("group", 0.6, 0.4),
        TrueColumn.number(
            "x", Given.byName(1, new Smooth.Normal(0, 1), new Smooth.Normal(2, 0.5))));
  }
}

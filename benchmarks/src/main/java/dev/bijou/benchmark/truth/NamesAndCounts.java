package dev.bijou.benchmark.truth;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Tables of names, counts, amounts and dates.
final class NamesAndCounts {
  private NamesAndCounts() {}

  static List<KnownTruth> all() {
    return List.of(
        twoCategories(),
        dependentCategories(),
        counts(),
        mixtureOfKinds(),
        rareNames(),
        booleanAndDate(),
        spikes());
  }

  private static KnownTruth twoCategories() {
    return KnownTruth.of(
        "two-categories",
        5_000,
        TrueColumn.names("a", 0.5, 0.3, 0.2),
        TrueColumn.names("b", 0.6, 0.3, 0.1));
  }

  /// Shares drawn once and for all, uniformly among those that sum to 1.
  private static double[] shares(int count, SplittableRandom random) {
    double[] shares = new double[count];
    Arrays.setAll(shares, _ -> random.nextExponential());
    double total = Arrays.stream(shares).sum();
    Arrays.setAll(shares, i -> shares[i] / total);
    return shares;
  }

  private static KnownTruth dependentCategories() {
    SplittableRandom random = new SplittableRandom(1);
    double[] first = shares(3, random);
    Law[] second = new Law[3];
    Arrays.setAll(second, _ -> Law.names(shares(4, random)));
    Law[] third = new Law[12];
    Arrays.setAll(third, _ -> Law.names(shares(6, random)));
    return KnownTruth.of(
        "dependent-categories",
        10_000,
        TrueColumn.names("a", first),
        TrueColumn.names("b", 4, Given.byName(0, second)),
        TrueColumn.names("c", 6, row -> third[4 * (int) row[0] + (int) row[1]]));
  }

  /// A class that the table does not show makes all counts large or small together.
  private static KnownTruth counts() {
    List<Given> busy =
        List.of(
            Given.always(new Discrete.Poisson(4.2)),
            Given.always(new Discrete.Poisson(48)),
            Given.always(new Discrete.NegativeBinomial(20, 2)));
    List<Given> quiet =
        List.of(
            Given.always(new Discrete.Poisson(1.8)),
            Given.always(new Discrete.Poisson(32)),
            Given.always(new Discrete.NegativeBinomial(4, 2)));
    return KnownTruth.numbers(
        "counts", 10_000, Given.hidden(0, new double[] {0.5, 0.5}, List.of(busy, quiet)));
  }

  private static KnownTruth mixtureOfKinds() {
    return KnownTruth.of(
        "mixture-of-kinds",
        20_000,
        TrueColumn.names("group", 0.5, 0.3, 0.2),
        TrueColumn.number("count", new Discrete.Poisson(4)),
        TrueColumn.number(
            "size",
            Given.byName(
                0,
                Law.missing(0.2, new Smooth.Normal(0, 1)),
                Law.missing(0.2, new Smooth.Normal(3, 0.5)),
                Law.missing(0.2, new Smooth.Normal(-2, 2)))));
  }

  /// Names as frequent as words: the k-th has a share that is proportional to 1/k.
  private static KnownTruth rareNames() {
    int count = 300;
    double total = IntStream.rangeClosed(1, count).mapToDouble(k -> 1.0 / k).sum();
    double[] shares = IntStream.rangeClosed(1, count).mapToDouble(k -> 1 / (k * total)).toArray();
    return KnownTruth.of(
        "rare-names",
        20_000,
        TrueColumn.names("name", shares),
        TrueColumn.number("x", row -> new Smooth.Normal(3 * Math.sin(row[0]), 1)));
  }

  private static KnownTruth booleanAndDate() {
    int first = 18_993; // 2022-01-01
    return KnownTruth.of(
        "boolean-and-date",
        10_000,
        new TrueColumn(
            "holiday", new Form.Names(List.of("no", "yes")), Given.always(Law.names(0.7, 0.3))),
        new TrueColumn(
            "day", new Form.Days(), Given.always(new Discrete.Evenly(first, first + 1095))),
        TrueColumn.number(
            "warmth",
            row ->
                new Smooth.Normal(
                    10 + 8 * Math.sin(2 * Math.PI * (row[1] - first) / 365.25) + 2 * row[0], 2)));
  }

  /// Amounts: price points beside amounts to the cent, in shops that differ.
  private static KnownTruth spikes() {
    return KnownTruth.of(
        "spikes",
        20_000,
        TrueColumn.names("shop", 0.5, 0.3, 0.2),
        TrueColumn.number(
            "amount",
            Given.byName(
                0,
                amounts(0.30, 0.10, 0.05, 0.03, 0.01, 0.01),
                amounts(0.05, 0.10, 0.10, 0.10, 0.03, 0.02),
                amounts(0.02, 0.03, 0.05, 0.05, 0.15, 0.05))));
  }

  private static Law amounts(double... points) {
    double[] prices = {9.99, 19.99, 29.99, 49.99, 99.99, 199};
    double[] shares = Arrays.copyOf(points, points.length + 1);
    shares[points.length] = 1 - Arrays.stream(points).sum();
    Law[] parts = new Law[shares.length];
    Arrays.setAll(
        parts,
        i ->
            i < points.length
                ? new Discrete.Point(prices[i])
                : new Discrete.Rounded(Smooth.LogNormal.of(3.2, 0.8), 100));
    return new Mixture(shares, List.of(parts));
  }
}

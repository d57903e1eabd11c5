package dev.bijou.benchmark.truth;

import java.util.ArrayList;
import java.util.List;

/// Tables of numbers whose shapes are not a Gaussian's.
final class Numbers {
  private Numbers() {}

  static List<KnownTruth> all() {
    return List.of(
        modesFarApart(), nonlinear(), oneColumn(), bounded(), linearChain(), duplicates());
  }

  private static KnownTruth modesFarApart() {
    double[] near = {1, 1};
    List<List<Given>> modes =
        List.of(
            Elliptical.evenly(new double[] {0, 0}, near, 0.8).normal(0),
            Elliptical.evenly(new double[] {20, 0}, near, -0.8).normal(0),
            Elliptical.evenly(new double[] {0, 30}, near, 0).normal(0),
            Elliptical.evenly(new double[] {30, 40}, near, 0.5).normal(0));
    return KnownTruth.numbers(
        "modes-far-apart", 10_000, Given.hidden(0, new double[] {0.4, 0.3, 0.2, 0.1}, modes));
  }

  private static KnownTruth nonlinear() {
    Law wide =
        Law.evenly(
            new Smooth.Normal(-1.2, 0.6), new Smooth.Normal(0, 0.6), new Smooth.Normal(1.2, 0.6));
    return KnownTruth.numbers(
        "nonlinear",
        10_000,
        List.of(
            Given.always(wide),
            row -> new Smooth.Normal(Math.sin(3 * row[0]), 0.1),
            row ->
                new Smooth.Normal(0.5 * row[0] * row[0] - row[0] * row[1] + row[1] * row[1], 0.2)));
  }

  private static KnownTruth oneColumn() {
    Law two = Mixture.of(0.6, new Smooth.Normal(-2, 0.7), 0.4, new Smooth.Normal(2, 1));
    return KnownTruth.numbers("one-column", 5_000, List.of(Given.always(two)));
  }

  /// Densities that end all at once. The last two columns are uniform on the triangle 0 ≤ y ≤ x ≤ 1.
  private static KnownTruth bounded() {
    return KnownTruth.numbers(
        "uniform-bounded",
        10_000,
        List.of(
            Given.always(new Smooth.Uniform(0, 1)),
            Given.always(new Smooth.Exponential(1)),
            Given.always(new Smooth.Beta(2, 5)),
            Given.always(new Smooth.Beta(2, 1)),
            row -> new Smooth.Uniform(0, row[3])));
  }

  private static KnownTruth linearChain() {
    List<Given> chain = new ArrayList<>();
    chain.add(Given.always(new Smooth.Normal(0, 1)));
    for (int i = 1; i < 8; i++) {
      int before = i - 1;
      chain.add(row ->
          new Smooth.Normal(0.8 * row[before], Math.sqrt(0.2 + 0.2 * row[before] * row[before])));
    }
    return KnownTruth.numbers("linear-chain", 10_000, chain);
  }

  private static KnownTruth duplicates() {
    return KnownTruth.numbers(
            "duplicates",
            8_000,
            Elliptical.evenly(new double[] {0, 10, -5}, new double[] {1, 3, 0.5}, 0.6).normal(0))
        .arranged(new Arrangement.QuarterTwice());
  }
}

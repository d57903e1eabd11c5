package dev.bijou.benchmark.truth;

import java.util.List;

/// Tables of heavy tails, of large and small numbers, and of an absurd one.
final class Extremes {
  private Extremes() {}

  static List<KnownTruth> all() {
    return List.of(
        logNormal(), cauchy(), student(), outlier(), offset(), scales(), stellarMasses());
  }

  private static KnownTruth logNormal() {
    Given wide = Given.always(Smooth.LogNormal.of(0, 3));
    return KnownTruth.numbers("log-normal-3", 20_000, List.of(wide, wide)).withHeavyTails();
  }

  private static KnownTruth cauchy() {
    Given cauchy = Given.always(new Smooth.Student(1, 0, 1));
    return KnownTruth.numbers("cauchy", 20_000, List.of(cauchy, cauchy)).withHeavyTails();
  }

  private static KnownTruth student() {
    double[][] correlation = {{1, 0.7, 0.3}, {0.7, 1, -0.2}, {0.3, -0.2, 1}};
    return KnownTruth.numbers("student-3", 10_000, Elliptical.standard(correlation).student(0, 3))
        .withHeavyTails();
  }

  private static KnownTruth outlier() {
    Given normal = Given.always(new Smooth.Normal(0, 1));
    return KnownTruth.numbers("outlier", 5_000, List.of(normal, normal))
        .arranged(new Arrangement.Outlier(0, 1e12));
  }

  /// Doubles near 10¹² are 0.00012 apart, which is little beside a deviation of 1.
  private static KnownTruth offset() {
    return KnownTruth.numbers(
        "offset-1e12",
        5_000,
        Elliptical.evenly(new double[] {1e12, 0}, new double[] {1, 1}, 0.7).normal(0));
  }

  private static KnownTruth scales() {
    return KnownTruth.numbers(
        "scales",
        10_000,
        Elliptical.evenly(new double[5], new double[] {1e-30, 1e-5, 1, 1e20, 1e35}, 0.5).normal(0));
  }

  /// Kilograms, and the logarithm of a luminosity that grows as the mass to the power of 3.5.
  private static KnownTruth stellarMasses() {
    return KnownTruth.of(
        "stellar-masses",
        5_000,
        TrueColumn.number("mass", Smooth.LogNormal.of(Math.log(2e30), 0.5)),
        TrueColumn.number(
            "log_luminosity", row -> new Smooth.Normal(3.5 * Math.log10(row[0] / 2e30), 0.3)));
  }
}

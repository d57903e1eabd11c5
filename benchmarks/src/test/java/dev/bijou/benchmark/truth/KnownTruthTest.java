package dev.bijou.benchmark.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Draws and densities are of one law, in each column of each table; rows are what textbooks say of them.
final class KnownTruthTest {
  private static final int DRAWS = 10_000;
  private static final int INTERVALS = 10;
  private static final int MOST_COLUMNS = 12;
  private static final int MOST_VALUES = 300;

  static List<KnownTruth> all() {
    return Catalogue.ALL;
  }

  /// Of ten intervals between quantiles of some draws, each holds a tenth of the law: the sum of its probabilities and
  /// the integral of its density.
  @ParameterizedTest
  @MethodSource("all")
  void drawsFollowTheDensity(KnownTruth truth) {
    SplittableRandom random = new SplittableRandom(11);
    double[] row = truth.draw(random);
    for (int c = 0; c < Math.min(MOST_COLUMNS, row.length); c++) {
      Law law = truth.columns().get(c).given().law(row);
      double[] all = IntStream.range(0, DRAWS).mapToDouble(_ -> law.draw(random)).toArray();
      double[] values = Arrays.stream(all).distinct().filter(law::hasMass).sorted().toArray();
      double probability = 0;
      for (double value : values) {
        double expected = Math.exp(law.logDensity(value));
        probability += expected;
        double share =
            Arrays.stream(all).filter(x -> Double.compare(x, value) == 0).count() / (double) DRAWS;
        assertShare(expected, share, truth.name() + " column " + c + " at " + value);
      }
      double[] others = Arrays.stream(all).filter(x -> !law.hasMass(x)).sorted().toArray();
      assertTrue(probability <= 1 + 1e-9, truth.name() + " column " + c);
      if (others.length == 0) {
        if (values.length <= MOST_VALUES) { // else many were never drawn
          assertEquals(1, probability, 0.01, truth.name() + " column " + c);
        }
        continue;
      }
      double covered = (double) others.length / DRAWS;
      for (int i = 1; i < INTERVALS - 1 && others.length > 1_000; i++) {
        double from = others[i * others.length / INTERVALS];
        double to = others[(i + 1) * others.length / INTERVALS];
        assertShare(
            integral(law, from, to),
            covered / INTERVALS,
            truth.name() + " column " + c + " from " + from + " to " + to);
      }
    }
  }

  private static void assertShare(double expected, double share, String where) {
    double tolerance = 5 * Math.sqrt(2 * Math.max(expected, 1e-4) / DRAWS);
    assertEquals(expected, share, tolerance, where);
  }

  /// By the middles of 2,000 parts.
  private static double integral(Law law, double from, double to) {
    int parts = 2_000;
    double width = (to - from) / parts;
    return width
        * IntStream.range(0, parts)
            .mapToDouble(i -> Math.exp(law.logDensity(from + (i + 0.5) * width)))
            .sum();
  }

  @Test
  void lawsHaveTheProbabilityOne() {
    List<Law> smooth =
        List.of(
            new Smooth.Normal(1, 2),
            Smooth.LogNormal.of(0, 3),
            new Smooth.Student(1, 1, 2),
            new Smooth.Student(3, -1, 0.5),
            new Smooth.Uniform(2, 5),
            new Smooth.Exponential(3),
            new Smooth.Beta(2, 5),
            new Smooth.Beta(2, 1));
    for (Law law : smooth) {
      // ∫ p(x) dx with x = sinh(t), which reaches to both ends of every tail.
      double width = 1e-4;
      double total =
          IntStream.range(-400_000, 400_000)
              .mapToDouble(i -> (i + 0.5) * width)
              .map(t -> Math.exp(law.logDensity(Math.sinh(t))) * Math.cosh(t) * width)
              .sum();
      assertEquals(1, total, 1e-3, law.toString());
    }
    List<Law> discrete =
        List.of(
            Law.names(0.2, 0.8),
            new Discrete.Evenly(3, 17),
            new Discrete.Poisson(3),
            new Discrete.Poisson(40),
            new Discrete.NegativeBinomial(20, 2),
            new Discrete.Rounded(new Smooth.Normal(5, 1), 2),
            new Discrete.Rounded(Smooth.LogNormal.of(1, 0.5), 100));
    for (Law law : discrete) {
      double total =
          IntStream.range(0, 200_000).mapToDouble(i -> Math.exp(law.logDensity(i / 100.0))).sum();
      assertEquals(1, total, 1e-6, law.toString());
    }
  }

  @Test
  void aRoundedNormalHasTheProbabilityOfItsCell() {
    Law law = new Discrete.Rounded(new Smooth.Normal(0, 1), 2);
    for (double x : new double[] {0.5, 1, 2.5, 4}) {
      double cell = Functions.upperTail(x - 0.25) - Functions.upperTail(x + 0.25);
      assertEquals(Math.log(cell), law.logDensity(x), 1e-7);
      assertEquals(law.logDensity(x), law.logDensity(-x), 1e-12);
    }
    assertEquals(Double.NEGATIVE_INFINITY, law.logDensity(0.3));
  }

  @Test
  void specialFunctionsHaveTheirKnownValues() {
    assertEquals(0.5 * Math.log(Math.PI), Functions.logGamma(0.5), 1e-13);
    assertEquals(0, Functions.logGamma(1), 1e-13);
    assertEquals(Math.log(39_916_800), Functions.logGamma(12), 1e-12);
    assertEquals(0.022750131948179195, Functions.upperTail(2), 1e-14);
    assertEquals(2.866515718791939e-7, Functions.upperTail(5), 1e-19);
    assertEquals(1.959963984540054, Functions.upperQuantile(0.025), 1e-12);
  }

  @Test
  void namesAreIndependentWithTheirShares() {
    KnownTruth truth = Catalogue.named("two-categories");
    assertEquals(Math.log(0.3 * 0.1), truth.logDensity(new double[] {1, 2}), 1e-12);
    double total = 0;
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        total += Math.exp(truth.logDensity(new double[] {a, b}));
      }
    }
    assertEquals(1, total, 1e-12);
  }

  @Test
  void dependentNamesAddUpToOne() {
    KnownTruth truth = Catalogue.named("dependent-categories");
    double total = 0;
    for (int i = 0; i < 72; i++) {
      total += Math.exp(truth.logDensity(new double[] {i / 24, i / 6 % 4, i % 6}));
    }
    assertEquals(1, total, 1e-12);
  }

  /// Classes with independent columns: p(x) = Σ wₖ Π pₖ(xᵢ).
  @Test
  void aHiddenClassMixesWholeRows() {
    double[] row = {3, 41, 9};
    double busy =
        new Discrete.Poisson(4.2).logDensity(3)
            + new Discrete.Poisson(48).logDensity(41)
            + new Discrete.NegativeBinomial(20, 2).logDensity(9);
    double quiet =
        new Discrete.Poisson(1.8).logDensity(3)
            + new Discrete.Poisson(32).logDensity(41)
            + new Discrete.NegativeBinomial(4, 2).logDensity(9);
    assertEquals(
        Math.log(0.5 * Math.exp(busy) + 0.5 * Math.exp(quiet)),
        Catalogue.named("counts").logDensity(row),
        1e-12);
  }

  /// −½ (zᵀ R⁻¹ z + log det R) − Σ log σ − log 2π, with R⁻¹ = (1 −ρ; −ρ 1) / (1 − ρ²).
  @Test
  void normalColumnsHaveTheDensityOfTheTextbook() {
    KnownTruth truth = Catalogue.named("offset-1e12");
    double rho = 0.7;
    double z = 0.5;
    double w = -1.3;
    double expected =
        -0.5 * (z * z - 2 * rho * z * w + w * w) / (1 - rho * rho)
            - 0.5 * Math.log(1 - rho * rho)
            - Math.log(2 * Math.PI);
    assertEquals(expected, truth.logDensity(new double[] {1e12 + z, w}), 1e-12);
  }

  /// Γ((ν+d)/2) / (Γ(ν/2) (νπ)^(d/2) √det R) · (1 + zᵀ R⁻¹ z / ν)^(−(ν+d)/2), here with d = 2.
  @Test
  void studentColumnsHaveTheDensityOfTheTextbook() {
    double rho = 0.7;
    List<Given> columns = Elliptical.evenly(new double[2], new double[] {1, 1}, rho).student(0, 3);
    double[] row = {2, -1};
    double squares = (4 + 1 + 2 * rho * 2) / (1 - rho * rho);
    double expected =
        Math.log(1.5) // Γ(5/2) / Γ(3/2)
            - Math.log(3 * Math.PI)
            - 0.5 * Math.log(1 - rho * rho)
            - 2.5 * Math.log1p(squares / 3);
    double sum =
        columns.get(0).law(row).logDensity(row[0]) + columns.get(1).law(row).logDensity(row[1]);
    assertEquals(expected, sum, 1e-12);
  }

  /// With correlations 0.8^|i−j|, a column given those present depends on the nearest of them alone.
  @Test
  void missingCellsLeaveTheMarginalOfTheOthers() {
    double nan = Double.NaN;
    double correlation = 0.8 * 0.8;
    double expected =
        2 * Math.log(0.9)
            + 3 * Math.log(0.1)
            + new Smooth.Normal(0, 1).logDensity(1.5)
            + new Smooth.Normal(correlation * 1.5, Math.sqrt(1 - correlation * correlation))
                .logDensity(0.2);
    assertEquals(
        expected,
        Catalogue.named("missing-everywhere").logDensity(new double[] {nan, 1.5, nan, 0.2, nan}),
        1e-12);
  }

  /// A value that has a probability leaves no room for a density, and the other way round.
  @Test
  void tiesHaveProbabilitiesAndOtherValuesDensities() {
    Law law = Catalogue.named("ties").columns().getFirst().given().law(new double[2]);
    assertEquals(Math.log(0.3), law.logDensity(0), 1e-12);
    assertEquals(Math.log(0.1), law.logDensity(5), 1e-12);
    assertEquals(Math.log(0.6) + new Smooth.Normal(4, 1.5).logDensity(4), law.logDensity(4), 1e-12);
  }

  @Test
  void copiesAndOutliersStandWhereTheyShould() {
    double[][] twice = Catalogue.named("duplicates").withRows(100).table(new SplittableRandom(1));
    assertEquals(80, Arrays.stream(twice).map(Arrays::toString).distinct().count());
    double[][] outlier = Catalogue.named("outlier").withRows(100).table(new SplittableRandom(1));
    assertEquals(
        1, Arrays.stream(outlier).flatMapToDouble(DoubleStream::of).filter(x -> x == 1e12).count());
    double[][] sorted =
        Catalogue.named("sorted-by-time").withRows(100).table(new SplittableRandom(1));
    for (int i = 1; i < sorted.length; i++) {
      assertTrue(sorted[i - 1][0] <= sorted[i][0]);
    }
  }
}

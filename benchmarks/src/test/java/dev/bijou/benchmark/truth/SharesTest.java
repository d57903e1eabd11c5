package dev.bijou.benchmark.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Draws are told from the truth where they differ, and only there.
final class SharesTest {
  private static final int REFERENCE = 40_000;
  private static final int DRAWS = 10_000;

  static List<KnownTruth> all() {
    return Catalogue.ALL;
  }

  private static double[][] columns(double[][] rows) {
    double[][] columns = new double[rows[0].length][];
    for (int c = 0; c < columns.length; c++) {
      int column = c;
      columns[c] = Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
    }
    return columns;
  }

  private static Shares shares(KnownTruth truth, double[][] draws) {
    double[][] reference = truth.draw(REFERENCE, new SplittableRandom(1));
    return Shares.of(truth, reference, draws, DRAWS);
  }

  /// A model that is the truth itself passes. The learned rows' share of the error is absent here, so that fewer than
  /// usual are far.
  @ParameterizedTest
  @MethodSource("all")
  void theTruthPasses(KnownTruth truth) {
    KnownTruth narrow =
        new KnownTruth(
            truth.name(),
            truth.rows(),
            truth.columns().subList(0, Math.min(30, truth.columns().size())),
            truth.arrangement(),
            0,
            false);
    Shares shares = shares(narrow, columns(narrow.draw(DRAWS, new SplittableRandom(2))));
    int count = shares.all().size();
    assertTrue(shares.far() <= Marks.mostFar(count), () -> narrow.name() + " " + shares.far());
    assertTrue(
        shares.worst().stream().allMatch(s -> Math.abs(s.z()) <= Marks.farthest(count)),
        () -> shares.worst().toString());
  }

  @Test
  void wrongSharesAreFound() {
    KnownTruth truth = Catalogue.named("mixture-of-kinds");
    KnownTruth other =
        KnownTruth.of(
            "other",
            DRAWS,
            TrueColumn.names("group", 0.5, 0.25, 0.25),
            truth.columns().get(1),
            TrueColumn.number("size", Law.missing(0.3, new Smooth.Normal(0, 1))));
    Shares shares = shares(truth, columns(other.draw(DRAWS, new SplittableRandom(2))));
    assertTrue(
        shares.all().stream()
            .filter(share -> share.cells().equals("= group2") || share.cells().equals("missing"))
            .allMatch(share -> Math.abs(share.z()) > 5),
        shares::toString);
    assertTrue(
        shares.all().stream()
            .filter(share -> share.column().equals("count"))
            .allMatch(share -> Math.abs(share.z()) < 4),
        shares::toString);
    assertEquals("size", shares.worst().orElseThrow().column());
  }

  @Test
  void cellsThatTheTruthNeverHasAreFound() {
    KnownTruth truth = Catalogue.named("two-categories");
    double[][] draws = columns(truth.draw(DRAWS, new SplittableRandom(2)));
    Arrays.fill(draws[0], 0, 100, Double.NaN);
    Arrays.fill(draws[1], 0, 100, -1);
    List<Shares.Share> all = shares(truth, draws).all();
    assertTrue(
        all.stream()
                .filter(s -> s.cells().equals("missing") || s.cells().equals("= no such name"))
                .filter(s -> s.z() > 10)
                .count()
            == 2,
        all::toString);
  }

  /// P(K > 2) = 0.002 and P(K > 1) = 0.03 for 6 shares with P = 0.0455 each.
  @Test
  void chanceHasSomeSharesFarOut() {
    assertEquals(2, Marks.mostFar(6));
    assertEquals(0, Marks.mostFar(0));
    assertEquals(10, Marks.mostFar(100));
    assertEquals(3.2905, Marks.farthest(1), 1e-4);
    assertEquals(4.4172, Marks.farthest(100), 1e-3);
  }
}

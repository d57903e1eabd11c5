package dev.bijou.benchmark.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What any fit owes to a table that is easy: the density of fresh rows close to the truth, and draws whose shares are
/// those of the truth. With one member and few epochs, so that bounds are wider than those of the bench.
final class FitContractTest {
  /// Deviations of shares that a fit of few epochs may have; one of 1,000 shares is beyond 3.3 by chance.
  private static final double FARTHEST = 5;

  /// The part of the shares that may be beyond two standard errors where chance has fewer.
  private static final double FAR = 0.25;

  private static Measurement measure(KnownTruth truth, int epochs) {
    FitOptions few = FitOptions.standard().withMembers(1).withEpochs(epochs);
    try (Workers workers = new Workers(2)) {
      return Measurement.of(truth, TableFitOptions.standard().withFit(few), workers);
    }
  }

  /// @param loss nats a row that may be lost
  private static void assertClose(Measurement measured, double loss) {
    assertEquals(List.of(), measured.problems());
    assertTrue(
        measured.difference().mean() >= -loss,
        () ->
            "%s: %.3f nats below the truth, %.3f are allowed"
                .formatted(measured.truth().name(), -measured.difference().mean(), loss));
    // No density is above the truth but by chance.
    assertTrue(
        measured.difference().mean() <= 4 * measured.difference().standardError(),
        () -> "above the truth: " + measured.difference());
    Shares shares = measured.shares();
    assertTrue(
        shares.far() <= Math.max(Marks.mostFar(shares.all().size()), FAR * shares.all().size()),
        () ->
            "%s: %d of %d shares are far, the worst is %s"
                .formatted(
                    measured.truth().name(), shares.far(), shares.all().size(), shares.worst()));
    assertTrue(
        shares.worst().stream().allMatch(worst -> Math.abs(worst.z()) <= FARTHEST),
        () -> measured.truth().name() + ": " + shares.worst());
  }

  /// Nine frequencies of 5,000 rows, most of which are copies of one another. They lose 0.001 nats; the truth is
  /// −1.928.
  @Test
  void twoIndependentCategoriesHaveTheirFrequencies() {
    assertClose(measure(Catalogue.named("two-categories"), 20), 0.01);
  }

  /// A name, a count and a number of which a fifth is missing: the parts are simple, and so is how they hang together.
  @Test
  void namesCountsAndNumbersWithGapsGoTogether() {
    assertClose(measure(Catalogue.named("mixture-of-kinds").withRows(3_000), 40), 0.04);
  }

  /// Values from 10⁻⁵ to 10⁵. A fit that sees the logarithm has two normal columns.
  @Test
  void wideLogNormalsAreNoHarderThanTheirLogarithms() {
    assertClose(measure(Catalogue.named("log-normal-3").withRows(3_000), 40), 0.06);
  }

  /// One cell of 10¹² beside 9,999 of a standard normal must not cost these their density.
  @Test
  void oneAbsurdCellCostsTheOthersNothing() {
    assertClose(measure(Catalogue.named("outlier"), 30), 0.03);
  }
}

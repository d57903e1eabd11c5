package dev.bijou.table.fit;

import static dev.bijou.table.SmallTables.csv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.novelty.Detector;
import dev.bijou.novelty.PValues;
import dev.bijou.table.model.TableModel;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Small tables, of which each flow holds out another part.
class HeldOutPartsTest {
  private static final int ROWS = 300;

  private static double[] row(Random random) {
    double x = random.nextGaussian();
    return new double[] {x, x + 0.5 * random.nextGaussian(), Math.exp(random.nextGaussian())};
  }

  private static TableFit read(FitOptions options) {
    Random random = new Random(1);
    return TableFit.read(
        csv(
            "x,y,z",
            ROWS,
            _ -> {
              double[] row = row(random);
              return row[0] + "," + row[1] + "," + row[2];
            }),
        TableFitOptions.standard().withFit(options.withEpochs(60)));
  }

  @Test
  void everyRowCalibratesAndFreshRowsHavePValuesThatHold() {
    TableFit fit = read(FitOptions.standard());
    assertTrue(fit.isHeldOutInParts());
    assertEquals(ROWS, fit.trainingRows());
    assertEquals(ROWS, fit.heldOutRows());
    TableModel model;
    try (Workers workers = new Workers(2)) {
      model = fit.run(workers);
    }
    assertEquals(ROWS, model.provenance().heldOut().rows());
    Detector detector = Detector.of(model);
    PValues pValues = detector.pValues();
    assertEquals(ROWS, pValues.rows());
    assertEquals(1.0 / (ROWS + 1), pValues.least(), 1e-12);

    Random random = new Random(2);
    int fresh = 2_000;
    int[] below = new int[3];
    double[] levels = {0.02, 0.1, 0.5};
    for (int i = 0; i < fresh; i++) {
      double p = detector.withAlpha(1e-9).judge(row(random)).pValue();
      for (int k = 0; k < levels.length; k++) {
        below[k] += p <= levels[k] ? 1 : 0;
      }
    }
    for (int k = 0; k < levels.length; k++) {
      double variance = levels[k] * (1 - levels[k]) * (1.0 / ROWS + 1.0 / fresh);
      assertEquals(levels[k], (double) below[k] / fresh, 4 * Math.sqrt(variance));
    }
  }

  /// Rows of few kinds are ties: all of a kind must count as equally unusual, although flows differ a little.
  @Test
  void pValuesHoldWhereRowsAreOfFewKinds() {
    Random random = new Random(4);
    TableFit fit =
        TableFit.read(
            csv("a,b", ROWS, _ -> kind(random.nextDouble()) + "," + kind(random.nextDouble())),
            TableFitOptions.standard().withFit(FitOptions.standard().withEpochs(30)));
    assertTrue(fit.isHeldOutInParts());
    Detector detector;
    try (Workers workers = new Workers(2)) {
      detector = Detector.of(fit.run(workers));
    }
    int fresh = 2_000;
    for (double level : new double[] {0.05, 0.1, 0.2, 0.3, 0.5}) {
      int below = 0;
      for (int i = 0; i < fresh; i++) {
        Map<String, String> row =
            Map.of("a", kind(random.nextDouble()), "b", kind(random.nextDouble()));
        below += detector.judge(row).pValue() <= level ? 1 : 0;
      }
      double variance = level * (1 - level) * (1.0 / ROWS + 1.0 / fresh);
      assertTrue((double) below / fresh < level + 4 * Math.sqrt(variance), level + ": " + below);
    }
  }

  /// Numbers that no float equals: the largest must not lie beyond the largest that was learned.
  @Test
  void aNumberThatOccursOftenIsUsual() {
    Random random = new Random(5);
    TableFit fit =
        TableFit.read(
            csv("a,b", ROWS, _ -> number(random.nextDouble()) + "," + number(random.nextDouble())),
            TableFitOptions.standard().withFit(FitOptions.standard().withEpochs(30)));
    try (Workers workers = new Workers(2)) {
      Detector detector = Detector.of(fit.run(workers));
      assertTrue(detector.judge(Map.of("a", "0.965", "b", "0.965")).pValue() > 0.3);
    }
  }

  private static String number(double uniform) {
    return uniform < 0.6 ? "0.965" : uniform < 0.9 ? "0.021" : "-1.87";
  }

  private static String kind(double uniform) {
    return uniform < 0.6 ? "often" : uniform < 0.9 ? "sometimes" : "rarely";
  }

  @Test
  void aSingleFlowHoldsOutATenth() {
    TableFit fit = read(FitOptions.standard().withMembers(1));
    assertFalse(fit.isHeldOutInParts());
    assertEquals(ROWS / 10, fit.heldOutRows());
    assertEquals(ROWS - ROWS / 10, fit.trainingRows());
  }
}

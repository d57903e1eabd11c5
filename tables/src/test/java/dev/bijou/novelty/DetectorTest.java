package dev.bijou.novelty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.io.TableException;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.score.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DetectorTest {
  private final Detector detector = Detector.of(Normals.model());

  @Test
  void judgesByDensityAndNamesTheCell() {
    Verdict usual = detector.judge(new double[] {0.3, -0.4, 1});
    assertEquals(Normals.logDensity(0.3, -0.4, 1), usual.logDensity(), 1e-5);
    assertTrue(usual.novelty() <= -Math.log(usual.pValue()) + 1e-5);
    assertTrue(usual.novelty() > -Math.log(usual.pValue() + 1.0 / (Normals.CALIBRATION + 1)));
    assertFalse(usual.novel());
    assertEquals(List.of(), usual.reasons());
    assertEquals("", usual.reason());

    Verdict novel = detector.judge(new double[] {0.3, 9, 1});
    assertTrue(novel.novel());
    assertEquals(1.0 / (Normals.CALIBRATION + 1), novel.pValue(), 1e-12);
    assertEquals(List.of("b", "a", "c").getFirst(), novel.reasons().getFirst().column());
    assertEquals(3, novel.reasons().size());
    assertTrue(
        novel.reason().matches("b = 9: expected -1\\.[89]\\d* to (1\\.9|2\\.0)\\d* given the rest"),
        novel.reason());
  }

  @Test
  void reasonsAreThoseOfTheConditionalDistributions() {
    List<Reason> reasons = detector.explain(new double[] {-2.5, 1, 0});
    Reason a = reasons.getFirst();
    assertEquals("a", a.column());
    assertEquals("-2.5", a.value());
    assertEquals(0.5 * (2.5 * 2.5 + Math.log(2 * Math.PI)), a.surprise(), 0.05);
    Expectation.Range range = (Expectation.Range) a.expected();
    assertEquals(0, range.median(), 0.05);
    assertEquals(-1.645, range.low(), 0.05);
    assertEquals(1.645, range.high(), 0.05);
    Reason c = reasons.getLast();
    assertEquals("c", c.column());
    // A column of two values has probabilities: φ(0) / (φ(0) + φ(1)).
    assertEquals(Math.log(1 + Math.exp(-0.5)) - 0.5 * Math.log(2), c.surprise(), 1e-5);
    assertEquals(new Expectation.Values(List.of("0", "1"), "0 or 1"), c.expected());
  }

  @Test
  void theLargestNumbersAreNovel() {
    for (double far : new double[] {1e20, -1e38, 1e38}) {
      Verdict verdict = detector.judge(new double[] {0, far, 0});
      assertTrue(verdict.novel());
      assertTrue(Float.isFinite(verdict.novelty()));
      assertEquals("b", verdict.reasons().getFirst().column());
    }
    assertTrue(
        detector.judge(Map.of("a", "0", "b", "1e300", "c", "0")).reason().startsWith("b = 1"));
  }

  @Test
  void alphaIsTheShareOfNormalRows() {
    Random random = new Random(5);
    int[] novel = new int[2];
    Detector loose = detector.withAlpha(0.2);
    for (int i = 0; i < 4_000; i++) {
      double[] row = {random.nextGaussian(), random.nextGaussian(), random.nextInt(2)};
      novel[0] += detector.judge(row).novel() ? 1 : 0;
      novel[1] += loose.judge(row).novel() ? 1 : 0;
    }
    assertEquals(0.01, novel[0] / 4_000.0, 0.012);
    assertEquals(0.2, novel[1] / 4_000.0, 0.06);
  }

  @Test
  void threadsDoNotMatter() throws InterruptedException, ExecutionException {
    Random random = new Random(6);
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      rows.add(new double[] {2 * random.nextGaussian(), random.nextGaussian(), random.nextInt(2)});
    }
    List<Verdict> expected = rows.stream().map(detector::judge).toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Verdict>> futures =
          rows.stream().map(row -> threads.submit(() -> detector.judge(row))).toList();
      for (int i = 0; i < rows.size(); i++) {
        assertEquals(expected.get(i), futures.get(i).get());
      }
    }
    Scores together = detector.scores(rows);
    for (int i = 0; i < rows.size(); i++) {
      Verdict alone = expected.get(i);
      assertEquals(alone.with(Explanation.NONE), detector.verdict(rows.get(i), together, i));
    }
  }

  @Test
  void badRowsAreNamed() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> detector.judge(new double[] {1, 2}))
            .getMessage()
            .contains("the row has 2 cells, but the model 3 columns: [a, b, c]"));
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> detector.judge(new double[] {1, Double.NaN, 0}))
            .getMessage()
            .contains("NaN in column \"b\""));
    assertEquals(
        "column \"c\": the cell is missing",
        assertThrows(
                TableException.class, () -> detector.judge(Map.of("a", "1", "b", "2", "d", "3")))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> detector.withAlpha(0));
  }

  @Test
  void aModelWithoutACalibrationIsRefused() {
    TableModel model = Normals.model();
    TableModel older =
        new TableModel(
            model.distribution(), model.schema(), model.order(), model.provenance(), "0.1");
    TableException wrong = assertThrows(TableException.class, () -> Detector.of(older));
    String message = String.valueOf(wrong.getMessage());
    assertTrue(message.contains("has no calibration set"), message);
    assertEquals(TableException.Problem.NO_CALIBRATION, wrong.problem());
  }
}

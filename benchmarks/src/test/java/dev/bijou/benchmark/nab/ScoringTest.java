package dev.bijou.benchmark.nab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoringTest {
  private static final Scoring STANDARD = new Scoring(1, 0.11, 1);

  /// A hundred rows, of which 15 are probation.
  private static Series series(Series.Window... windows) {
    return new Series("s", Collections.nCopies(100, ""), new double[100], List.of(windows));
  }

  private static double[] calls(int... rows) {
    double[] scores = new double[100];
    for (int row : rows) {
      scores[row] = 1;
    }
    return scores;
  }

  private static Scoring.Sum sum(Series series, int... calls) {
    return STANDARD.at(List.of(series), List.of(calls(calls)), 0.5).series().getFirst();
  }

  private static double sigmoid(double x) {
    return 2 / (1 + Math.exp(5 * x)) - 1;
  }

  @Test
  void probationIsFifteenPercentAndAtMost750Rows() {
    assertEquals(15, series().probation());
    assertEquals(750, new Series("s", List.of(), new double[22_695], List.of()).probation());
    assertEquals(282, new Series("s", List.of(), new double[1882], List.of()).probation());
  }

  @Test
  void earliestCallInAWindowCountsByItsPlace() {
    Series series = series(new Series.Window(30, 39), new Series.Window(60, 79));
    assertEquals(new Scoring.Sum(-2, 0, 2, 0), sum(series));
    assertEquals(new Scoring.Sum(2, 2, 2, 0), sum(series, 30, 60));
    // Row 35 is 5 rows from the end of 10 rows: position −(39 − 35 + 1) / 10.
    assertEquals(sigmoid(-0.5) / sigmoid(-1) - 1, sum(series, 35, 37).sum(), 1e-12);
    assertEquals(sigmoid(-0.1) / sigmoid(-1) - 1, sum(series, 39).sum(), 1e-12);
  }

  @Test
  void falseAlarmsCostMoreTheFartherTheyAreFromTheWindowBefore() {
    Series series = series(new Series.Window(30, 39), new Series.Window(60, 79));
    assertEquals(-2 - 0.11, sum(series, 20).sum(), 1e-12);
    assertEquals(-2 + 0.11 * sigmoid(1 / 9.0), sum(series, 40).sum(), 1e-12);
    assertEquals(-2 + 0.11 * sigmoid(18 / 19.0), sum(series, 97).sum(), 1e-12);
    Series early = series(new Series.Window(30, 39));
    assertEquals(-1 - 0.11, sum(early, 66).sum(), 1e-12); // three lengths of nine rows behind
    assertEquals(new Scoring.Sum(-2, 0, 2, 0), sum(series, 3, 14)); // in probation
  }

  @Test
  void scoreGoesFromNeverCallingToPerfection() {
    Series series = series(new Series.Window(30, 39));
    List<Series> all = List.of(series, series());
    assertEquals(0, STANDARD.best(all, List.of(calls(), calls())).score(), 1e-12);
    double[] first = calls(30);
    assertEquals(100, STANDARD.best(all, List.of(first, calls())).score(), 1e-12);
    assertEquals(
        50 * (sigmoid(-0.5) / sigmoid(-1) - 0.11 + 1),
        STANDARD.at(all, List.of(calls(35), calls(90)), 0.5).score(),
        1e-12);
  }

  /// A threshold is as good as the sum of what it earns in all series.
  @Test
  void bestThresholdIsThatOfAllSeriesTogether() {
    Series series = series(new Series.Window(30, 39), new Series.Window(60, 79));
    double[] scores = calls();
    scores[20] = 0.6; // a false alarm, worth it for the first window
    scores[30] = 0.6;
    scores[60] = 0.4;
    scores[50] = 0.3;
    Scoring.Result best = STANDARD.best(List.of(series), List.of(scores));
    assertEquals(0.4, best.threshold());
    assertEquals(2 - 0.11, best.series().getFirst().sum(), 1e-12);
    assertEquals(1, best.series().getFirst().falseAlarms());
  }

  @Test
  void windowWithinProbationDoesNotCount() {
    Series series = series(new Series.Window(5, 10), new Series.Window(60, 79));
    assertEquals(new Scoring.Sum(-1, 0, 1, 0), sum(series, 7));
  }

  /// Sums that the benchmark lists for AWS's forest (`results/randomCutForest/randomCutForest_standard_scores.csv` of
  /// numenta/NAB), where the listed numbers of calls leave one place for the first call in a window.
  @Test
  void agreesWithSumsThatTheBenchmarkLists() {
    Series cpu = new Series("cpu", List.of(), new double[18_050], windows(16_551, 1499));
    double[] calls = new double[18_050];
    calls[1000] = 1;
    calls[18_049 - 605] = 1;
    calls[18_049 - 600] = 1;
    assertEquals(0.666433666253, sumOf(cpu, calls), 1e-11);
    Series taxi =
        new Series(
            "taxi",
            List.of(),
            new double[10_320],
            List.of(
                new Series.Window(5839, 6045),
                new Series.Window(7080, 7286),
                new Series.Window(8423, 8629),
                new Series.Window(8731, 8937),
                new Series.Window(9977, 10_183)));
    double[] taxiCalls = new double[10_320];
    taxiCalls[8937 - 91] = 1;
    assertEquals(-3.1846309122, sumOf(taxi, taxiCalls), 1e-10);
  }

  private static List<Series.Window> windows(int first, int rows) {
    return List.of(new Series.Window(first, first + rows - 1));
  }

  private static double sumOf(Series series, double[] scores) {
    return STANDARD.at(List.of(series), List.of(scores), 0.5).series().getFirst().sum();
  }
}

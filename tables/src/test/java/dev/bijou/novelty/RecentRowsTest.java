package dev.bijou.novelty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.novelty.rank.Ranks;
import dev.bijou.novelty.rank.RecentRows;
import dev.bijou.novelty.rank.RowDistance;
import dev.bijou.novelty.rank.Survival;
import dev.bijou.table.SmallTables;
import dev.bijou.table.io.Missing;
import dev.bijou.tensor.Workers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RecentRowsTest {
  private static final int RECENT = 100;

  @AutoClose private final Workers workers = new Workers(2);

  private static RecentRows recent(int rows, float... heldOut) {
    return new RecentRows(rows, heldOut, RowDistance.of(Normals.model()));
  }

  private static double[] row(double a) {
    return new double[] {a, 0, 0};
  }

  @Test
  void rowsAreRankedByNoveltyAndByTheNearestRowTogether() {
    int last = 20;
    RecentRows recent = recent(last, 1, 2, 3);
    Random random = new Random(1);
    List<Double> cells = new ArrayList<>();
    List<Double> novelties = new ArrayList<>();
    List<Double> distances = new ArrayList<>();
    List<Double> totals = new ArrayList<>();
    for (int row = 0; row < 200; row++) {
      float novelty = random.nextInt(12) / 2f; // with ties
      double a = random.nextGaussian();
      Ranks.Standing standing = recent.admit("", novelty, row(a)).standing();
      double nearest =
          cells.stream().mapToDouble(other -> Math.abs(a - other)).min().orElse(Double.NaN);
      if (row >= 30) { // so that distances count
        double own = Math.min(survival(novelties).surprise(novelty), Math.log(last + 1));
        double total = own + survival(distances).surprise(nearest);
        if (totals.size() == last) {
          long atLeast = totals.stream().filter(other -> other >= total - 1e-5).count();
          assertEquals((1.0 + atLeast) / (1 + last), standing.pValue(), 1e-12, "row " + row);
          assertEquals(total - Math.log1p(total), standing.novelty(), 1e-3 * (1 + total));
        }
        add(totals, total, last);
      }
      add(cells, a, 2 * last);
      add(novelties, novelty, last);
      if (!Double.isNaN(nearest)) {
        add(distances, nearest, last);
      }
    }
  }

  private static Survival survival(List<Double> known) {
    return Survival.of(known.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void add(List<Double> all, double one, int most) {
    all.add(one);
    if (all.size() > most) {
      all.removeFirst();
    }
  }

  @Test
  void rowsBeyondAllOthersAreOrderedToo() {
    RecentRows near = recent(20, 0.1f, 0.2f, 0.4f, 0.8f, 1, 1.5f, 2, 3);
    RecentRows far = recent(20, 0.1f, 0.2f, 0.4f, 0.8f, 1, 1.5f, 2, 3);
    Random random = new Random(1);
    for (int row = 0; row < 60; row++) {
      double a = random.nextGaussian();
      near.admit("", 1 + random.nextFloat(), row(a));
      far.admit("", 1 + random.nextFloat(), row(a));
    }
    Ranks.Standing nearer = near.admit("", 4, row(6)).standing();
    Ranks.Standing farther = far.admit("", 4, row(9)).standing();
    assertEquals(1.0 / 21, nearer.pValue());
    assertEquals(1.0 / 21, farther.pValue());
    assertTrue(nearer.novelty() < farther.novelty());
  }

  @Test
  void anEpisodeIsOneAlarm() {
    RecentRows recent = recent(50, 0.1f, 0.5f, 1, 2);
    Random random = new Random(1);
    int alarms = 0;
    for (int row = 0; row < 400; row++) {
      boolean wrong = row >= 300 && row < 330;
      double a = random.nextGaussian() / 4 + (wrong ? 10 : 0);
      double p = recent.admit("", wrong ? 9 : random.nextFloat(), row(a)).standing().pValue();
      alarms += wrong && p < 1.01 / 51 ? 1 : 0;
      assertTrue(row != 300 || p < 1.01 / 51);
    }
    assertEquals(1, alarms);
  }

  @Test
  void seriesHaveTheirOwnPast() {
    RecentRows recent = recent(20, 1, 2, 3);
    for (int row = 0; row < 40; row++) {
      recent.admit("busy", 50 + row % 10, row(1));
    }
    assertEquals(1, recent.admit("busy", 50, row(1)).standing().pValue());
    assertTrue(recent.admit("quiet", 50, row(1)).standing().pValue() < 0.6);
  }

  @Test
  void alarmsOfExchangeableRowsAreAsRareAsSaid() {
    RecentRows recent = recent(RECENT, 0.1f, 0.5f, 1, 2);
    Random random = new Random(1);
    int[] alarms = new int[2];
    for (int row = 0; row < 20_000; row++) {
      double[] cells = {random.nextGaussian(), random.nextGaussian(), random.nextInt(2)};
      float novelty = (float) (cells[0] * cells[0] + cells[1] * cells[1]);
      double p = recent.admit("", 90 + novelty, cells).standing().pValue();
      alarms[0] += row >= 2 * RECENT && p <= 0.05 ? 1 : 0;
      alarms[1] += row >= 2 * RECENT && p <= 0.01 ? 1 : 0;
    }
    assertEquals(0.05, alarms[0] / 19_800.0, 0.006);
    assertEquals(0.01, alarms[1] / 19_800.0, 0.003);
  }

  /// 200 rows as learned, 200 whose b is 6 higher, and one whose b is higher by 14.
  private static String moved() {
    Random random = new Random(1);
    StringBuilder rows = new StringBuilder("a,b,c\n");
    for (int row = 0; row < 401; row++) {
      double b = row == 400 ? 14 : (row < 200 ? 0 : 6) + random.nextGaussian();
      rows.append(
          String.format(
              Locale.ROOT, "%.4f,%.4f,%d%n", random.nextGaussian(), b, random.nextInt(2)));
    }
    return rows.toString();
  }

  private List<Verdict> judged(OptionalInt recent, NoveltyRule rule) {
    List<Verdict> all = new ArrayList<>();
    new TableDetector(
            Normals.model(),
            NoveltyScore.COMBINED,
            rule,
            TableDetector.Reasons.FIRST,
            true,
            recent,
            workers)
        .detect(
            SmallTables.csv(moved()),
            Missing.REFUSE,
            _ -> (_, verdicts) -> verdicts.stream().map(Optional::orElseThrow).forEach(all::add));
    return all;
  }

  private static long novel(List<Verdict> verdicts) {
    return verdicts.stream().filter(Verdict::novel).count();
  }

  @Test
  void whatHasBecomeCommonIsUsualAgain() {
    NoveltyRule rule = new NoveltyRule.Alpha(0.01);
    assertTrue(novel(judged(OptionalInt.empty(), rule).subList(300, 400)) > 90);
    List<Verdict> recently = judged(OptionalInt.of(RECENT), rule);
    assertTrue(recently.get(200).novel());
    assertTrue(novel(recently.subList(300, 400)) <= 4);
    Verdict last = recently.getLast();
    assertTrue(last.novel());
    Repair repair = last.repair().orElseThrow();
    assertTrue(repair.pValue() > 0.1);
    assertEquals("b", repair.cells().getFirst().column());
    assertEquals(1, repair.cells().size());
  }

  @Test
  void falseDiscoveriesAreThoseAmongTheLastRows() {
    NoveltyRule rule = new NoveltyRule.FalseDiscoveryRate(0.1);
    List<Verdict> recently = judged(OptionalInt.of(RECENT), rule);
    assertTrue(novel(recently) < 20);
    assertTrue(novel(judged(OptionalInt.empty(), rule)) > 180);
  }

  @Test
  void aStreamIsAnsweredAsATableIs() {
    List<Verdict> table = judged(OptionalInt.of(RECENT), new NoveltyRule.Alpha(0.01));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LineDetector lines =
        new LineDetector(
            Detector.of(Normals.model()),
            LineDetector.Options.standard().withRecent(RECENT),
            workers,
            _ -> {});
    lines.run("stream", new ByteArrayInputStream(moved().getBytes(StandardCharsets.UTF_8)), out);
    List<String> answers = out.toString(StandardCharsets.UTF_8).lines().skip(1).toList();
    assertEquals(table.size(), answers.size());
    for (int row = 0; row < answers.size(); row++) {
      String fields = String.join(",", Verdict.Text.fields(table.get(row)));
      assertTrue(answers.get(row).endsWith("," + fields), answers.get(row) + " | " + fields);
    }
    assertEquals(1.0 / (RECENT + 1), lines.leastPValue(), 1e-12);
  }

  @Test
  void tooFewRowsAreRefused() {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> LineDetector.Options.standard().withRecent(5))
            .getMessage();
    assertEquals("a row can be ranked among the last 20 to 8,388,608 rows, but not 5", message);
    assertThrows(
        IllegalArgumentException.class,
        () -> judged(OptionalInt.of(19), new NoveltyRule.Alpha(0.01)));
    assertFalse(LineDetector.Options.standard().recent().isPresent());
  }
}

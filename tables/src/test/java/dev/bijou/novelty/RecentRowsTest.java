package dev.bijou.novelty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.novelty.rank.Ranks;
import dev.bijou.novelty.rank.RecentRows;
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

  @Test
  void pValuesAreShareOfTheLastRowsAtLeastAsUnusual() {
    RecentRows recent = new RecentRows(20, new float[] {1, 2, 3});
    Random random = new Random(1);
    List<Float> past = new ArrayList<>(List.of(1f, 2f, 3f));
    for (int row = 0; row < 200; row++) {
      float novelty = random.nextInt(12) / 2f; // with ties
      List<Float> last = past.subList(Math.max(0, past.size() - 20), past.size());
      long atLeast = last.stream().filter(other -> other >= novelty).count();
      Ranks.Standing standing = recent.admit("", novelty).standing();
      assertEquals((1.0 + atLeast) / (1 + last.size()), standing.pValue(), 1e-12, "row " + row);
      boolean least = atLeast == 0;
      assertTrue(least || standing.novelty() <= -Math.log(standing.pValue()) + 1e-6);
      past.add(novelty);
    }
  }

  @Test
  void rowsBeyondAllOthersAreOrderedToo() {
    float[] heldOut = {0.1f, 0.2f, 0.4f, 0.8f, 1, 1.5f, 2, 3};
    Ranks.Standing near = new RecentRows(20, heldOut).admit("", 4).standing();
    Ranks.Standing far = new RecentRows(20, heldOut).admit("", 9).standing();
    assertEquals(near.pValue(), far.pValue());
    assertTrue(near.novelty() < far.novelty());
  }

  @Test
  void seriesHaveTheirOwnPast() {
    RecentRows recent = new RecentRows(20, new float[] {1, 2, 3});
    for (int row = 0; row < 40; row++) {
      recent.admit("busy", 50 + row % 10);
    }
    assertEquals(1, recent.admit("busy", 50).standing().pValue());
    assertEquals(0.25, recent.admit("quiet", 50).standing().pValue());
  }

  @Test
  void alarmsOfExchangeableRowsAreAsRareAsSaid() {
    RecentRows recent = new RecentRows(RECENT, new float[] {0.1f, 0.5f, 1, 2});
    Random random = new Random(1);
    int alarms = 0;
    for (int row = 0; row < 20_000; row++) {
      double p = recent.admit("", 90 + random.nextFloat()).standing().pValue();
      alarms += row >= RECENT && p <= 0.05 ? 1 : 0;
    }
    assertEquals(0.05, alarms / 19_900.0, 0.006);
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

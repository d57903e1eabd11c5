package dev.bijou.conditional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.conditional.ConditionalSampler.Summary;
import dev.bijou.table.io.TableException;
import dev.bijou.table.model.TableModel;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ConditionalSamplerTest {
  private static final double RHO = Known.RHO;

  @AutoClose private final Workers workers = new Workers(2);

  /// What was drawn, and how.
  private record Drawn(List<double[]> rows, Summary summary) {
    double mean(int column) {
      return rows.stream().mapToDouble(row -> row[column]).average().orElseThrow();
    }

    double variance(int column) {
      double mean = mean(column);
      return rows.stream()
          .mapToDouble(row -> (row[column] - mean) * (row[column] - mean))
          .average()
          .orElseThrow();
    }
  }

  private Drawn draw(TableModel model, String where, int count) {
    List<double[]> rows = new ArrayList<>();
    Summary summary =
        new ConditionalSampler(model, 5, workers)
            .draw(
                Where.parse(model.schema(), where),
                count,
                block -> rows.addAll(Arrays.asList(block)));
    assertEquals(count, rows.size());
    assertEquals(count, summary.rows());
    return new Drawn(rows, summary);
  }

  /// φ(x) / (1 − Φ(x)), the mean of a standard normal number above x.
  private static double meanAbove(double x) {
    double tail = 0;
    double first = 0;
    for (double at = x + 5e-5; at < x + 10; at += 1e-4) {
      double density = Math.exp(-0.5 * at * at);
      tail += density;
      first += at * density;
    }
    return first / tail;
  }

  @Test
  void aRangeThatIsOftenSatisfiedIsExact() {
    Drawn drawn = draw(Known.chain(), "a>2", 4_000);
    Summary.Exact exact = assertInstanceOf(Summary.Exact.class, drawn.summary());
    assertEquals(0.02275, exact.share(), 0.002);
    assertTrue(drawn.rows().stream().allMatch(row -> row[0] > 2));
    assertEquals(meanAbove(2), drawn.mean(0), 0.03);
    assertEquals(RHO * meanAbove(2), drawn.mean(1), 0.05);
    assertEquals(RHO * RHO * meanAbove(2), drawn.mean(2), 0.06);
  }

  @Test
  void aValueWithADensityIsWeighted() {
    Drawn drawn = draw(Known.chain(), "b=1.5", 2_048);
    Summary.Weighted weighted = assertInstanceOf(Summary.Weighted.class, drawn.summary());
    assertEquals(Math.exp(Known.logNormal(1.5, 0, 1)), weighted.probability(), 0.01);
    assertTrue(weighted.effective() > 500 && !weighted.isPoor(), weighted.toString());
    assertTrue(drawn.rows().stream().allMatch(row -> row[1] == 1.5));
    for (int other : new int[] {0, 2}) {
      assertEquals(RHO * 1.5, drawn.mean(other), 0.07);
      assertEquals(1 - RHO * RHO, drawn.variance(other), 0.05);
    }
  }

  @Test
  void aRareRangeIsWeighted() {
    Drawn drawn = draw(Known.chain(), "a>3.8", 5_120);
    Summary.Weighted weighted = assertInstanceOf(Summary.Weighted.class, drawn.summary());
    assertEquals(7.23e-5, weighted.probability(), 3e-5);
    assertTrue(drawn.rows().stream().allMatch(row -> row[0] > 3.8));
    assertEquals(meanAbove(3.8), drawn.mean(0), 0.06);
    assertEquals(RHO * meanAbove(3.8), drawn.mean(1), 0.2);
    assertEquals(5_120, drawn.rows().stream().map(Arrays::hashCode).distinct().count());
  }

  @Test
  void severalValuesWithADensityShareByIt() {
    Drawn drawn = draw(Known.chain(), "a=0|1", 2_048);
    double zero = Math.exp(Known.logNormal(0, 0, 1));
    double one = Math.exp(Known.logNormal(1, 0, 1));
    assertEquals(one / (zero + one), drawn.mean(0), 0.04);
  }

  @Test
  void conditionsOnSeveralColumnsHoldTogether() {
    Drawn drawn = draw(Known.chain(), "a=1,c=-1", 2_048);
    assertTrue(drawn.rows().stream().allMatch(row -> row[0] == 1 && row[2] == -1));
    assertEquals(0, drawn.mean(1), 0.05);
    assertEquals((1 - RHO * RHO) / (1 + RHO * RHO), drawn.variance(1), 0.03);
  }

  @Test
  void particlesAgreeWithRejection() {
    for (String text : List.of("group=left,x>0", "group!=right,x>-1,x<=0.5", "x=?", "x=0.25|0.5")) {
      TableModel model = Known.groups();
      Where where = Where.parse(model.schema(), text);
      Drawn drawn = draw(model, text, 500);
      Summary.Exact exact = assertInstanceOf(Summary.Exact.class, drawn.summary());
      List<double[]> rows = new ArrayList<>();
      double probability = 0;
      for (int seed = 0; seed < 4; seed++) {
        Particles.Result result = new Particles(model, where, seed, workers).draw(512);
        rows.addAll(Arrays.asList(result.rows()));
        probability += Math.exp(result.logProbability()) / 4;
      }
      Drawn weighted = new Drawn(rows, exact);
      assertTrue(rows.stream().allMatch(where::holds), text);
      assertEquals(exact.share(), probability, 0.25 * exact.share(), text);
      assertEquals(drawn.mean(0), weighted.mean(0), 0.1, text);
      if (!text.contains("?")) {
        assertEquals(drawn.mean(1), weighted.mean(1), 0.1, text);
      }
    }
  }

  @Test
  void moveLeavesTheDistributionAsItIs() {
    TableModel model = Known.groups();
    Where where = Where.parse(model.schema(), "x>-1");
    Particles.Result result = new Particles(model, where, 1, workers).draw(1_500);
    List<double[]> rows = Arrays.asList(result.rows());
    // P(left | x > −1), with P(N > 1) = 0.1587 and P(N > −3) = 0.9987.
    double left = 0.3 * 0.1587 / (0.3 * 0.1587 + 0.7 * 0.9987);
    assertEquals(left, rows.stream().mapToDouble(row -> row[0]).average().orElseThrow(), 0.03);
  }

  @Test
  void whatAModelIsGivenIsSet() {
    Drawn drawn = draw(Known.chainGiven(), "a=2", 4_000);
    assertEquals(RHO * 2, drawn.mean(0), 0.05);
    Drawn both = draw(Known.chainGiven(), "a=2,c=0", 2_048);
    double precision = 1 + RHO * RHO;
    assertEquals(RHO * 2 / precision, both.mean(0), 0.05);
    assertTrue(both.rows().stream().allMatch(row -> row[1] == 0));
  }

  @Test
  void whatIsOutOfReachIsRefused() {
    TableException none =
        assertThrows(TableException.class, () -> draw(Known.chain(), "a>8.9,b<-8.9", 10));
    assertTrue(
        String.valueOf(none.getMessage()).startsWith("no row was found that satisfies"),
        none.toString());
  }

  @Test
  void dependsOnTheSeedAndNothingElse() {
    for (String where : List.of("a>1", "a=1")) {
      double[][] rows = rows(where, 700, 1);
      assertArrayEquals(rows, rows(where, 700, 3));
      assertArrayEquals(Arrays.copyOf(rows, 50), rows(where, 50, 2));
    }
  }

  private static double[][] rows(String where, int count, int threads) {
    try (Workers some = new Workers(threads)) {
      TableModel model = Known.chain();
      return new ConditionalSampler(model, 7, some).rows(Where.parse(model.schema(), where), count);
    }
  }
}

package dev.bijou.conditional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.io.TableWriter;
import dev.bijou.table.model.TableModel;
import dev.bijou.tensor.Workers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TableImputerTest {
  private static final double NONE = Double.NaN;
  private static final double RHO = Known.RHO;
  private static final int LEFT = 1;

  @AutoClose private final Workers workers = new Workers(2);

  private TableImputer imputer(TableModel model) {
    return new TableImputer(model, 3, workers);
  }

  private double[] fill(TableModel model, double... row) {
    return imputer(model).fill(new double[][] {row})[0];
  }

  @Test
  void oneMissingCellIsTheConditionalMedian() {
    double[] filled = fill(Known.chain(), 1.2, NONE, -0.4);
    assertEquals(RHO * (1.2 - 0.4) / (1 + RHO * RHO), filled[1], 0.02);
    assertEquals(1.2, filled[0]);
    assertEquals(RHO * 1.5, fill(Known.chain(), NONE, 1.5, 9)[0], 0.02);
  }

  @Test
  void severalMissingCellsHaveTheirMarginalMedians() {
    double[] filled = fill(Known.chain(), 1.5, NONE, NONE);
    assertEquals(RHO * 1.5, filled[1], 0.35);
    assertEquals(RHO * RHO * 1.5, filled[2], 0.35);
    double[][] many = new double[40][];
    Arrays.setAll(many, _ -> new double[] {1.5, NONE, NONE});
    double[][] all = imputer(Known.chain()).fill(many);
    assertEquals(
        RHO * 1.5, Arrays.stream(all).mapToDouble(row -> row[1]).average().orElseThrow(), 0.1);
  }

  @Test
  void drawsDependOnEachOther() {
    double[][][] drawn =
        imputer(Known.chain()).draw(new double[][] {{1, NONE, NONE}, {1, 0, 0}}, 2_000);
    double[] b = Arrays.stream(drawn[0]).mapToDouble(row -> row[1]).toArray();
    double[] c = Arrays.stream(drawn[0]).mapToDouble(row -> row[2]).toArray();
    assertEquals(RHO, mean(b), 0.06);
    assertEquals(RHO * RHO, mean(c), 0.08);
    assertEquals(1 - RHO * RHO, covariance(b, b), 0.05);
    assertEquals(1 - Math.pow(RHO, 4), covariance(c, c), 0.08);
    assertEquals(RHO * (1 - RHO * RHO), covariance(b, c), 0.05);
    assertArrayEquals(new double[] {1, 0, 0}, drawn[1][1_999]);
  }

  private static double mean(double[] numbers) {
    return Arrays.stream(numbers).average().orElseThrow();
  }

  private static double covariance(double[] x, double[] y) {
    double mx = mean(x);
    double my = mean(y);
    return IntStream.range(0, x.length)
        .mapToDouble(i -> (x[i] - mx) * (y[i] - my))
        .average()
        .orElseThrow();
  }

  @Test
  void namesAreTheMostProbable() {
    // log odds of left: log(0.3 / 0.7) − 4x, so that they are even at −0.21.
    assertEquals(LEFT, fill(Known.groups(), NONE, -0.3)[0]);
    assertEquals(0, fill(Known.groups(), NONE, -0.1)[0]);
    double[][][] drawn = imputer(Known.groups()).draw(new double[][] {{NONE, -0.3}}, 4_000);
    double left = 1 / (1 + Math.exp(-(Math.log(0.3 / 0.7) + 1.2)));
    assertEquals(
        left, Arrays.stream(drawn[0]).mapToDouble(row -> row[0]).average().orElseThrow(), 0.03);
  }

  @Test
  void nothingIsNeverImputed() {
    assertEquals(-2, fill(Known.groups(), LEFT, NONE)[1], 0.03);
    double[][][] drawn = imputer(Known.groups()).draw(new double[][] {{NONE, NONE}}, 1_500);
    double left = Arrays.stream(drawn[0]).mapToDouble(row -> row[0]).average().orElseThrow();
    assertEquals(Known.LEFT, left, 0.06);
    for (double[] row : drawn[0]) {
      assertTrue(row[0] == 0 || row[0] == LEFT, Arrays.toString(row));
      assertFalse(Double.isNaN(row[1]));
      assertEquals(Math.rint(100 * row[1]), 100 * row[1], 1e-6); // two decimals
    }
  }

  @Test
  void doesNotDependOnThreads() {
    double[][] rows = new double[30][];
    Arrays.setAll(
        rows, i -> new double[] {i % 3 == 0 ? NONE : 0.1 * i, NONE, i % 2 == 0 ? 1 : NONE});
    try (Workers one = new Workers(1)) {
      TableImputer other = new TableImputer(Known.chain(), 3, one);
      assertArrayEquals(imputer(Known.chain()).fill(rows), other.fill(rows));
      assertArrayEquals(imputer(Known.chain()).draw(rows, 3), other.draw(rows, 3));
    }
  }

  private String write(TableModel model, String table, int draws) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TableImputer.Summary summary =
        imputer(model)
            .write(
                TableSource.of(
                    "t.csv", new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8))),
                draws,
                header -> TableWriter.toStream("out", out, header),
                _ -> {});
    assertEquals(table.lines().count() - 1, summary.rows());
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void tablesKeepAllElse() {
    String table = "note,x,group\n\"a, b\",?,left\n,1.50,right\nz,-1.00,NA\n";
    assertEquals(
        "note,x,group\n\"a, b\",-2,left\n,1.50,right\nz,-1.00,left\n",
        write(Known.groups(), table, 0).replaceAll("-(1\\.9|2\\.0)\\d*,left\n,", "-2,left\n,"));
    String[] drawn = write(Known.groups(), table, 3).split("\n");
    assertEquals(10, drawn.length);
    assertEquals("note,x,group,imputation", drawn[0]);
    assertTrue(drawn[3].matches("\"a, b\",-\\d(\\.\\d\\d?)?,left,3"), drawn[3]);
    assertEquals(",1.50,right,2", drawn[5]);
  }

  @Test
  void columnsWithoutMissingCellsCanBeImputedToo() {
    assertTrue(write(Known.chain(), "a,b,c\n1,,0\n", 0).startsWith("a,b,c\n1,0.48"));
  }

  @Test
  void saysWhatIsWrong() {
    TableException missing =
        assertThrows(
            TableException.class, () -> write(Known.chainGiven(), "a,b,c\n1,,\n,1,1\n", 0));
    assertEquals(
        "t.csv, row 2, column \"a\": the cell is missing, and the model is conditional on it; fill it, or leave the"
            + " row out",
        missing.getMessage());
    TableException twice =
        assertThrows(
            TableException.class, () -> write(Known.groups(), "x,group,imputation\n1,left,1\n", 2));
    assertEquals(
        "t.csv has a column \"imputation\" already; rename it or take it out", twice.getMessage());
    assertThrows(IllegalArgumentException.class, () -> fill(Known.chain(), 1, 2));
    assertThrows(IllegalArgumentException.class, () -> fill(Known.chainGiven(), 1, 2, NONE));
  }
}

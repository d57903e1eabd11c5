package dev.bijou.conditional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.Tables;
import dev.bijou.table.fit.TableFit;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Conditions on an ensemble of mixed flows, whose draws decide what is right.
class FittedConditionsTest {
  private static final int EXACT = 2_000;
  private static final int BATCHES = 3;

  private static TableModel model;

  @AutoClose private final Workers workers = new Workers(2);

  @BeforeAll
  static void fit() {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder text = new StringBuilder("class,size,gain,grade\n");
    for (int i = 0; i < 600; i++) {
      int kind = random.nextInt(3);
      double size = 4 + 3 * kind + random.nextGaussian();
      text.append(List.of("tiny", "small", "big").get(kind))
          .append(random.nextInt(20) == 0 ? ",?" : String.format(Locale.ROOT, ",%.2f", size))
          .append(random.nextInt(10) < 5 ? ",0" : "," + (100 + random.nextInt(900)))
          .append("," + (1 + kind + random.nextInt(3)) + "\n");
    }
    try (Workers workers = new Workers(2)) {
      model =
          TableFit.read(
                  TableSource.of(
                      "t.csv",
                      new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8))),
                  TableFitOptions.standard()
                      .withFit(FitOptions.standard().withMembers(2).withEpochs(12)))
              .run(workers);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class=big,grade=3",
        "grade>=4,class!=big",
        "gain>300,gain<=600",
        "size>8,class=small|big",
        "size<5,gain=0,grade!=1",
        "size=?,gain>0"
      })
  void particlesAgreeWithDrawsOfTheModel(String text) {
    Where where = Where.parse(model.schema(), text);
    List<double[]> exact = new ArrayList<>();
    ConditionalSampler.Summary summary =
        new ConditionalSampler(model, 1, workers)
            .draw(where, EXACT, block -> exact.addAll(Arrays.asList(block)));
    assertTrue(summary instanceof ConditionalSampler.Summary.Exact, summary.toString());
    double share = ((ConditionalSampler.Summary.Exact) summary).share();
    List<double[]> rows = new ArrayList<>();
    double probability = 0;
    for (int seed = 0; seed < BATCHES; seed++) {
      Particles.Result result = new Particles(model, where, seed, workers).draw(512);
      rows.addAll(Arrays.asList(result.rows()));
      probability += Math.exp(result.logProbability()) / BATCHES;
    }
    assertTrue(rows.stream().allMatch(where::holds));
    assertEquals(share, probability, 0.1 * share + 0.002);
    for (int c = 0; c < model.schema().targets().size(); c++) {
      int column = c;
      double[] one = exact.stream().mapToDouble(row -> row[column]).toArray();
      double[] other = rows.stream().mapToDouble(row -> row[column]).toArray();
      assertEquals(missing(one), missing(other), 0.03);
      double spread = model.schema().targets().get(c).standardDeviation();
      assertEquals(mean(one), mean(other), Math.max(0.05, 0.12 * spread), model.order().get(c));
    }
  }

  private static double missing(double[] cells) {
    return (double) Arrays.stream(cells).filter(Double::isNaN).count() / cells.length;
  }

  private static double mean(double[] cells) {
    return Arrays.stream(cells).filter(cell -> !Double.isNaN(cell)).average().orElse(0);
  }

  /// Imputing what draws of the model lack gives back, on the average, what they had.
  @Test
  void drawsForMissingCellsAreDistributedAsTheModelHasThem() {
    double[][] drawn = Tables.sample(model, 300, 2);
    double[][] masked = Arrays.stream(drawn).map(double[]::clone).toArray(double[][]::new);
    for (double[] row : masked) {
      row[0] = Double.NaN;
      row[1] = Double.NaN;
    }
    double[] had = Arrays.stream(drawn).mapToDouble(row -> row[1]).toArray();
    double[] classes = Arrays.stream(drawn).mapToDouble(row -> row[0]).toArray();
    double[][][] filled = new TableImputer(model, 1, workers).draw(masked, 2);
    double[] size =
        Arrays.stream(filled).flatMap(Arrays::stream).mapToDouble(row -> row[1]).toArray();
    double[] kind =
        Arrays.stream(filled).flatMap(Arrays::stream).mapToDouble(row -> row[0]).toArray();
    assertEquals(0, missing(size));
    double spread = model.schema().targets().get(1).standardDeviation();
    assertEquals(mean(had), mean(size), 0.15 * spread);
    assertEquals(mean(classes), mean(kind), 0.12);
  }
}

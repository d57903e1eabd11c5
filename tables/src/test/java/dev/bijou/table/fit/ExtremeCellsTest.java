package dev.bijou.table.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.table.SmallTables;
import dev.bijou.table.Tables;
import dev.bijou.table.io.Missing;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableScorer;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Columns that are far larger or smaller than floats like: a model of them is that of the same columns in other units.
class ExtremeCellsTest {
  private static final int ROWS = 2_000;

  /// Other rows are held out when cells are written otherwise, some 200 of them; a unit would count 27 nats or more.
  private static final double HELD_OUT_ERROR = 0.6;

  @TempDir private Path folder;
  @AutoClose private final Workers workers = new Workers(2);

  /// Log-normal cells around a scale, and their sum of logarithms with noise.
  private static String table(double scale) {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder("mass,light\n");
    for (int i = 0; i < ROWS; i++) {
      double log = 0.5 * random.nextGaussian();
      text.append(scale * Math.exp(log))
          .append(',')
          .append(log + random.nextGaussian())
          .append('\n');
    }
    return text.toString();
  }

  private TableModel fitted(double scale) {
    TableFitOptions options =
        TableFitOptions.standard().withFit(FitOptions.standard().withMembers(1).withEpochs(5));
    Path file = folder.resolve("m.bijou");
    TableFit.read(SmallTables.csv(table(scale)), options).run(workers).save(file);
    return TableModel.load(file);
  }

  @Test
  void drawsAndDensitiesScaleWithTheColumn() {
    double usual = fitted(1).provenance().heldOut().logDensity();
    for (double scale : new double[] {2e30, 1e36, 1e-20, 1e-50, 1e-200}) {
      TableModel model = fitted(scale);
      assertEquals(
          usual - Math.log(scale),
          model.provenance().heldOut().logDensity(),
          HELD_OUT_ERROR,
          "at " + scale);
      assertEquals(
          model.provenance().heldOut().gaussian() - usual + Math.log(scale),
          fitted(1).provenance().heldOut().gaussian() - usual,
          HELD_OUT_ERROR,
          "at " + scale);
      double[] masses =
          Arrays.stream(Tables.sample(model, ROWS, 1))
              .mapToDouble(row -> row[0] / scale)
              .sorted()
              .toArray();
      assertEquals(ROWS, Arrays.stream(masses).distinct().count(), 3, "at " + scale);
      assertEquals(1, masses[ROWS / 2], 0.1, "at " + scale);
      assertEquals(Math.exp(0.5 * 1.2816), masses[ROWS * 9 / 10], 0.3, "at " + scale);
    }
  }

  @Test
  void oneAbsurdCellDoesNotCostTheOthersTheirDensity() {
    SplittableRandom random = new SplittableRandom(2);
    StringBuilder text = new StringBuilder("x,y\n1e12,0\n");
    for (int i = 1; i < ROWS; i++) {
      text.append(random.nextGaussian()).append(',').append(random.nextGaussian()).append('\n');
    }
    TableFitOptions options =
        TableFitOptions.standard().withFit(FitOptions.standard().withMembers(1).withEpochs(30));
    TableModel model = TableFit.read(SmallTables.csv(text.toString()), options).run(workers);
    StringBuilder fresh = new StringBuilder("x,y\n");
    for (int i = 0; i < ROWS; i++) {
      fresh.append(random.nextGaussian()).append(',').append(random.nextGaussian()).append('\n');
    }
    float[] scores =
        new TableScorer(model, workers)
            .logDensities(SmallTables.csv(fresh.toString()), Missing.REFUSE);
    double sum = 0;
    for (float score : scores) {
      sum += score;
    }
    assertEquals(-Math.log(2 * Math.PI) - 1, sum / ROWS, 0.1);
  }
}

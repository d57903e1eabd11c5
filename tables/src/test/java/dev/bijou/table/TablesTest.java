package dev.bijou.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.novelty.NoveltyRule;
import dev.bijou.novelty.Verdict;
import dev.bijou.table.fit.TableFit;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.Models;
import dev.bijou.table.model.TableModel;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import dev.bijou.train.FlowName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
  @TempDir private Path folder;

  @Test
  void isLearnedSavedAndUsedInAFewLines() throws IOException {
    Path table = Files.writeString(folder.resolve("t.csv"), parabola(100, 1));
    Path file = folder.resolve("t.bijou");

    FitOptions few = FitOptions.standard().withFlow(FlowName.REAL_NVP).withMembers(2).withEpochs(2);
    TableModel model = Tables.fit(table, TableFitOptions.standard().withFit(few));
    model.save(file);
    TableModel loaded = Tables.load(file);
    float[] logDensity = Tables.score(loaded, table);
    double[][] rows = Tables.sample(loaded, 200, 42);

    assertEquals(100, logDensity.length);
    assertArrayEquals(Tables.score(model, table), logDensity);
    assertEquals(200, rows.length);
    assertEquals(2, rows[0].length);
    assertArrayEquals(rows[7], Tables.sample(model, 8, 42)[7]);
    assertEquals(model.schema(), loaded.schema());
    assertEquals(model.order(), loaded.order());
    assertEquals(model.provenance().toJson(), loaded.provenance().toJson());
    int flows = model.provenance().members().size();
    assertTrue(flows >= 2, flows + " flows"); // one in another order may have joined
    assertEquals(model.version(), loaded.version());
  }

  @Test
  void drawsARowForEachOfGivenValues() {
    double[][] rows = Tables.sample(Models.conditional(), new double[][] {{1}, {2}, {3}}, 5);
    assertEquals(3, rows.length);
    assertEquals(2, rows[0].length);
  }

  @Test
  void judgesEveryRow() throws IOException {
    Random random = new Random(2);
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 0; i < 1000; i++) {
      text.append(SmallTables.line(random.nextGaussian(), random.nextGaussian())).append('\n');
    }
    Path table = Files.writeString(folder.resolve("t.csv"), text);
    Path rows = Files.writeString(folder.resolve("new.csv"), "b,a\n0.1,-0.2\n0.2,90\n");
    FitOptions few = FitOptions.standard().withFlow(FlowName.REAL_NVP).withMembers(1).withEpochs(2);
    TableModel model = Tables.fit(table, TableFitOptions.standard().withFit(few));

    List<Verdict> verdicts = Tables.detect(model, rows);
    assertEquals(2, verdicts.size());
    assertFalse(verdicts.get(0).novel());
    assertTrue(verdicts.get(1).novel());
    assertEquals("a", verdicts.get(1).reasons().getFirst().column());
    assertEquals(1, verdicts.get(1).reasons().size());
    assertFalse(Tables.detect(model, rows, new NoveltyRule.Alpha(1e-9)).get(1).novel());
  }

  @Test
  void everyTaskIsOneLine() throws IOException {
    Path wine = Files.writeString(folder.resolve("wine.csv"), parabola(60, 1));
    Path more = Files.writeString(folder.resolve("more.csv"), parabola(20, 2));
    Path file = folder.resolve("wine.bijou");
    // @start region="tables"
    Tables.fit(wine).save(file);

    TableModel model = Tables.load(file);
    float[] logDensity = Tables.score(model, more);
    double[][] rows = Tables.sample(model, 1000, 42);
    List<Verdict> verdicts = Tables.detect(model, more);
    // @end
    assertEquals(20, logDensity.length);
    assertEquals(1000, rows.length);
    assertEquals(20, verdicts.size());
  }

  @Test
  void findingsComeBeforeTheFit() throws IOException {
    Path table = Files.writeString(folder.resolve("f.csv"), parabola(60, 1));
    FitOptions few = FitOptions.standard().withMembers(1).withEpochs(1);
    TableFitOptions options = TableFitOptions.standard().withFit(few);
    try (Workers workers = new Workers(1)) {
      // @start region="fit"
      TableFit fit = TableFit.read(TableSource.of(table), options);
      fit.findings().forEach(finding -> System.err.println(finding.message()));
      TableModel model = fit.run(workers);
      // @end
      assertEquals(2, model.schema().targets().size());
    }
  }

  private static String parabola(int rows, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 0; i < rows; i++) {
      double a = random.nextGaussian();
      text.append(SmallTables.line(a, a * a + 0.1 * random.nextGaussian())).append('\n');
    }
    return text.toString();
  }
}

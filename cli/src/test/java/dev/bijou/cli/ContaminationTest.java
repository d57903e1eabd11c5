package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.model.TableModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `fit --contamination`.
class ContaminationTest {
  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void writeTable() {
    cli = new Cli(folder);
    cli.write("t.csv", Cli.table(120, 1) + "90,-90,90\n-80,70,80\n");
  }

  @Test
  void saysWhichRowsAreDoubted() {
    Cli.Result result =
        cli.fit(
                "t.csv",
                "m.bijou",
                "--contamination",
                "0.02",
                "--epochs",
                "60",
                "--flow",
                "neural-spline",
                "--doubted",
                folder.resolve("d.csv").toString())
            .ok();
    assertEquals(
        "2 of 122 rows are doubted and were not learned from: rows 121, 122",
        result.lines().get(2),
        result::out);
    assertEquals(5, result.lines().size());
    List<String> rows = cli.read("d.csv").lines().toList();
    assertEquals("row,novelty,p_value", rows.getFirst());
    assertTrue(rows.get(1).startsWith("121,"), rows.get(1));
    assertTrue(rows.get(2).startsWith("122,"), rows.get(2));
    assertEquals(3, rows.size());
    TableModel model = TableModel.load(folder.resolve("m.bijou"));
    assertEquals(2, model.provenance().data().rowsDoubted());
    String inspected = cli.run("inspect", folder.resolve("m.bijou").toString()).ok().out();
    assertTrue(inspected.contains(" learned from, 2 doubted"), inspected);
    assertTrue(inspected.contains("--contamination 0.02"), inspected);
  }

  @Test
  void saysSoIfNoRowIsDoubted() {
    cli.write("c.csv", Cli.table(120, 1));
    Cli.Result result = cli.fit("c.csv", "m.bijou", "--contamination", "auto").ok();
    assertTrue(result.lines().get(2).endsWith("of 120 rows is doubted"), result.out());
    assertEquals(4, cli.fit("c.csv", "m.bijou", "--contamination", "none").ok().lines().size());
  }

  @Test
  void refusesWhatItCannotDo() {
    assertEquals(
        "--contamination is \"some\", but must be none, auto or a share of the rows such as 0.05",
        cli.fit("t.csv", "m.bijou", "--contamination", "some").error(2));
    assertEquals(
        "contamination is 0.7, but must be above 0 and at most 0.5",
        cli.fit("t.csv", "m.bijou", "--contamination", "0.7").error(2));
    assertEquals(
        "no row is doubted without --contamination",
        cli.fit("t.csv", "m.bijou", "--doubted", "d.csv").error(2));
  }
}

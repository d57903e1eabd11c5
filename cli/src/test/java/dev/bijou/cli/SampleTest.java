package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.Tables;
import dev.bijou.table.text.NumberText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {
  @TempDir private static Path models;
  @TempDir private Path folder;
  private Cli cli;

  @BeforeAll
  static void fit() {
    Cli cli = new Cli(models);
    cli.write("t.csv", Cli.table(120, 1));
    cli.fit("t.csv", "m.bijou").ok();
    cli.fit("t.csv", "given.bijou", "--given", "b").ok();
  }

  @BeforeEach
  void setUp() {
    cli = new Cli(folder);
  }

  private Cli.Result sample(String model, String... arguments) {
    List<String> all = new ArrayList<>(List.of("sample", models.resolve(model).toString()));
    all.addAll(List.of(arguments));
    return cli.run(all.toArray(String[]::new));
  }

  @Test
  void drawsTheSameRowsAsTheLibrary() {
    double[][] expected = Tables.sample(Tables.load(models.resolve("m.bijou")), 5_000, 7);
    List<String> lines = sample("m.bijou", "-n", "5000", "--seed", "7").ok().lines();
    assertEquals("a,b,c", lines.getFirst());
    assertEquals(5_001, lines.size());
    for (int i = 0; i < expected.length; i++) {
      String[] cells = lines.get(i + 1).split(",");
      for (int c = 0; c < 3; c++) {
        assertEquals((float) expected[i][c], Float.parseFloat(cells[c]));
      }
    }
  }

  @Test
  void dependsOnTheSeedAndNothingElse() {
    List<String> rows = sample("m.bijou", "-n", "5000", "--threads", "1").ok().lines();
    assertEquals(
        rows, sample("m.bijou", "-n", "5000", "--threads", "3", "--seed", "0").ok().lines());
    assertEquals(rows.subList(0, 302), sample("m.bijou", "-n", "301").ok().lines());
    assertNotEquals(rows, sample("m.bijou", "-n", "5000", "--seed", "1").ok().lines());
    assertEquals(5_000, rows.stream().skip(1).distinct().count());
    assertEquals(List.of("a,b,c"), sample("m.bijou", "-n", "0").ok().lines());
  }

  @Test
  void repeatsEachGivenRowAsItIsWritten() {
    cli.write("g.csv", "other,b\nx,0.50\ny,-1e0\n");
    List<String> lines = sample("given.bijou", "-n", "3000", "--given", "{}/g.csv").ok().lines();
    assertEquals("a,b,c", lines.getFirst());
    assertEquals(6_001, lines.size());
    for (int i = 1; i < lines.size(); i++) {
      assertEquals(i <= 3000 ? "0.50" : "-1e0", lines.get(i).split(",")[1]);
    }
    assertEquals(
        lines,
        sample("given.bijou", "-n", "3000", "--given", "{}/g.csv", "--threads", "3").ok().lines());
  }

  @Test
  void writesToAFile() {
    sample("m.bijou", "-n", "10", "-o", "{}/s.csv").ok();
    assertEquals(sample("m.bijou", "-n", "10").out(), cli.read("s.csv"));
    assertEquals(List.of("s.csv"), cli.files());
  }

  @Test
  void saysWhatAConditionalModelNeeds() {
    assertEquals(
        "the model is conditional on \"b\"; give a table of them with --given TABLE",
        sample("given.bijou", "-n", "1").error(2));
    cli.write("g.csv", "a\n1\n");
    assertTrue(
        sample("given.bijou", "-n", "1", "--given", "{}/g.csv")
            .error(2)
            .contains("g.csv has no column \"b\""));
    assertEquals(
        "the model is not conditional; sample it without --given",
        sample("m.bijou", "-n", "1", "--given", "{}/g.csv").error(2));
  }

  @Test
  void writesValuesOfConditionsAsTheyAreSet() {
    List<String> lines = sample("m.bijou", "-n", "30", "--where", "c=10.3").ok().lines();
    assertTrue(lines.stream().skip(1).allMatch(line -> line.endsWith(",10.3")), lines.toString());
    assertEquals(30, lines.stream().skip(1).distinct().count());
  }

  @Test
  void keepsTheDigitsOfColumnsFarFromZero() {
    StringBuilder table = new StringBuilder("t,v\n");
    for (int i = 0; i < 200; i++) {
      table
          .append(1_700_000_000.25 + i * 0.3712 % 1)
          .append(',')
          .append(NumberText.of((float) Math.sin(i)))
          .append('\n');
    }
    cli.write("t.csv", table.toString());
    cli.fit("t.csv", "t.bijou").ok();
    List<String> lines = cli.run("sample", "{}/t.bijou", "-n", "200").ok().lines();
    assertTrue(lines.stream().skip(1).map(line -> line.split(",")[0]).distinct().count() > 150);
    assertTrue(
        lines.stream().skip(1).allMatch(line -> line.split(",")[0].length() <= 18), lines.get(1));
  }
}

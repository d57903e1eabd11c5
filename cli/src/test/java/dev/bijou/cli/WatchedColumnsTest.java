package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Constants, keys and free text on the command line.
class WatchedColumnsTest {
  @TempDir private static Path models;
  @TempDir private Path folder;
  private Cli cli;

  @BeforeAll
  static void fit() {
    Cli cli = new Cli(models);
    cli.write("t.csv", table(1500, 1));
    Cli.Result fit = cli.fit("t.csv", "m.bijou", "--validation", "0.4").ok();
    assertTrue(
        fit.err().contains("which are watched for another value: \"gear\" (always \"1.11\")"),
        fit.err());
    assertTrue(
        fit.err()
            .contains(
                "left out of the model: \"id\" (a key or free text); the form of keys and free text is watched"),
        fit.err());
    assertTrue(fit.err().contains("learning the density of 3 columns"), fit.err());
  }

  /// A table with a constant and a key.
  private static String table(int rows, long seed) {
    List<String> lines = Cli.table(rows, seed).lines().toList();
    StringBuilder text = new StringBuilder(lines.getFirst()).append(",gear,id\n");
    for (int i = 1; i < lines.size(); i++) {
      text.append(lines.get(i)).append(",1.11,K-%05d\n".formatted(i));
    }
    return text.toString();
  }

  @BeforeEach
  void makeFolder() {
    cli = new Cli(folder);
  }

  private Cli.Result detect(String table, String... options) {
    cli.write("new.csv", table);
    String[] all = new String[3 + options.length];
    all[0] = "detect";
    all[1] = models.resolve("m.bijou").toString();
    all[2] = "{}/new.csv";
    System.arraycopy(options, 0, all, 3, options.length);
    return cli.run(all);
  }

  private static final String BROKEN =
      "a,b,c,gear,id\n0,0,10,1.110,K-00001\n0,0,10,7,K-00002\n0,0,10,1.11,k\n0,0,10,1.11,K-00001\n";

  @Test
  void detectNamesWhatIsBroken() {
    Cli.Result result = detect(BROKEN).ok();
    List<String> lines = result.lines();
    assertTrue(lines.get(1).endsWith(",false,"), lines.get(1));
    assertTrue(
        lines.get(2).endsWith(",true,gear = 7: always 1.11 in the rows learned from"),
        lines.get(2));
    assertTrue(
        lines
            .get(3)
            .endsWith(",true,\"id = \"\"k\"\": no such form in 1,500 rows (usual: A-99999)\""),
        lines.get(3));
    assertTrue(
        lines.get(4).endsWith(",true,\"id = \"\"K-00001\"\" stands in row 1 as well\""),
        lines.get(4));
    assertTrue(result.err().contains(": 3 novel, p at most 0.01"), result.err());
  }

  @Test
  void withoutAWatchTheDensityDecidesAlone() {
    List<String> lines = detect(BROKEN, "--no-watch").ok().lines();
    for (String line : lines.subList(1, lines.size())) {
      assertTrue(line.endsWith(",false,"), line);
    }
    assertEquals(field(lines.get(1), 6), field(lines.get(2), 6));
    assertEquals(field(lines.get(1), 7), field(lines.get(2), 7));
  }

  private static String field(String line, int index) {
    return line.split(",", -1)[index];
  }

  @Test
  void reportsAndJsonShowThem() {
    List<String> lines = detect(BROKEN, "--json", "--report", "{}/page.html").ok().lines();
    assertTrue(
        lines.get(1).contains("\"reasons\":[{\"column\":\"gear\",\"value\":7,\"surprise\":8.0"),
        lines.get(1));
    assertTrue(
        lines.get(1).contains("\"expected\":\"1.11\",\"watch\":\"constant\"}"), lines.get(1));
    assertTrue(lines.get(2).contains("\"watch\":\"form\""), lines.get(2));
    assertTrue(cli.read("page.html").contains("gear = 7: always 1.11 in the rows learned from"));
  }

  @Test
  void watchAnswersWithThemInCsvAndJsonLines() {
    String model = models.resolve("m.bijou").toString();
    List<String> csv = cli.run(BROKEN, Cli.NONE, "watch", model).ok().lines();
    assertEquals(detect(BROKEN).ok().lines().subList(0, 4), csv.subList(0, 4));
    // In a stream, rows are numbered by their lines.
    assertTrue(csv.get(4).contains("stands in row 2 as well"), csv.get(4));
    List<String> json =
        cli.run(
                "{\"a\":0,\"b\":0,\"c\":10,\"gear\":1.11}\n{\"a\":0,\"b\":0,\"c\":10,\"gear\":\"x\"}\n",
                Cli.NONE,
                "watch",
                model)
            .ok()
            .lines();
    assertTrue(json.getFirst().contains("\"novel\":false"), json.getFirst());
    assertTrue(
        json.get(1).contains("\"reason\":\"gear = x: always 1.11 in the rows learned from\""),
        json.get(1));
    assertFalse(
        cli.run(BROKEN, Cli.NONE, "watch", model, "--no-watch").ok().out().contains("always"));
  }

  @Test
  void tablesWithoutTheColumnsAreSaidSo() {
    Cli.Result result = detect("a,b,c,gear\n0,0,10,1.11\n").ok();
    assertTrue(
        result.err().contains("new.csv has no column \"id\", so that its form is not watched"),
        result.err());
    assertEquals("", detect("a,b,c,gear\n0,0,10,1.11\n", "--quiet").ok().err());
    assertTrue(detect("a,b,c\n0,0,10\n").error(2).contains("new.csv has no column \"gear\""));
  }

  @Test
  void inspectSampleAndImputeKnowThem() {
    String model = models.resolve("m.bijou").toString();
    String shown = cli.run("inspect", model).ok().out();
    assertTrue(
        shown.lines().anyMatch(line -> line.matches("gear +watched +constant +always 1.11")),
        shown);
    assertTrue(
        shown.lines().anyMatch(line -> line.matches("id +watched +key +like A-99999")), shown);
    assertTrue(cli.run("inspect", model, "--json").ok().out().contains("\"A-99999\": 1500"));
    List<String> drawn = cli.run("sample", model, "-n", "5").ok().lines();
    assertEquals("a,b,c,gear", drawn.getFirst());
    assertTrue(drawn.stream().skip(1).allMatch(line -> line.endsWith(",1.11")), drawn::toString);
    assertTrue(
        cli.run("sample", model, "-n", "5", "--where", "gear=7")
            .error(2)
            .contains("column \"gear\" was always \"1.11\" in the rows learned from"));
    cli.write("holes.csv", "a,b,c,gear\n0,0,10,\n");
    assertEquals(
        List.of("a,b,c,gear", "0,0,10,1.11"),
        cli.run("impute", model, "{}/holes.csv").ok().lines());
    assertTrue(cli.run("report", model, "-o", "{}/m.html").ok().err().contains("reported on"));
  }
}

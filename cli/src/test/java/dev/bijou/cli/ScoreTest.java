package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.Tables;
import dev.bijou.table.text.NumberText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreTest {
  @TempDir private static Path models;
  @TempDir private Path folder;
  private Cli cli;

  @BeforeAll
  static void fit() {
    Cli cli = new Cli(models);
    cli.write("t.csv", Cli.table(120, 1));
    cli.fit("t.csv", "m.bijou").ok();
    cli.fit("t.csv", "given.bijou", "--given", "a").ok();
  }

  @BeforeEach
  void writeTable() {
    cli = new Cli(folder);
    cli.write("t.csv", Cli.table(10_000, 2));
  }

  private Cli.Result score(String model, String... arguments) {
    List<String> all = new ArrayList<>(List.of("score", models.resolve(model).toString()));
    all.addAll(List.of(arguments));
    return cli.run(all.toArray(String[]::new));
  }

  @Test
  void addsTheLogDensityOfTheLibraryToEveryLine() {
    float[] expected =
        Tables.score(Tables.load(models.resolve("m.bijou")), folder.resolve("t.csv"));
    Cli.Result result = score("m.bijou", "{}/t.csv", "--threads", "3").ok();
    List<String> in = cli.read("t.csv").lines().toList();
    List<String> out = result.lines();
    assertEquals(in.size(), out.size());
    assertEquals("a,b,c,log_density", out.getFirst());
    for (int i = 1; i < in.size(); i++) {
      assertEquals(in.get(i) + "," + NumberText.of(expected[i - 1]), out.get(i));
    }
    assertTrue(
        result
            .err()
            .matches(
                "scored 10,000 rows in .* s \\(.* rows/s\\), mean log-density -?[\\d.]+ nats\n"));
  }

  @Test
  void threadsOrderOfColumnsAndOtherRowsDoNotMatter() {
    cli.write("one.csv", "note,c,\"b\",a\n\"x, y\",10.5,0.25,-0.5\n");
    cli.write("two.csv", "a,b,c\n9,9,9\n-0.5,0.25,10.5\n");
    List<String> one = score("m.bijou", "{}/one.csv", "--threads", "1").ok().lines();
    List<String> two = score("m.bijou", "{}/two.csv", "--threads", "2").ok().lines();
    assertEquals("note,c,b,a,log_density", one.getFirst());
    assertEquals("\"x, y\",10.5,0.25,-0.5", one.get(1).substring(0, one.get(1).lastIndexOf(',')));
    assertEquals(last(two.get(2)), last(one.get(1)));
  }

  private static String last(String line) {
    return line.substring(line.lastIndexOf(',') + 1);
  }

  @Test
  void refusesMissingCellsOrLeavesTheirScoreEmpty() {
    cli.write("t.csv", "a,b,c,d\n0,0,10,\n0,,10,x\n0,0,10,y\n");
    assertTrue(
        score("m.bijou", "{}/t.csv", "-o", "{}/o.csv")
            .error(2)
            .contains("row 2, column \"b\": the cell is missing"));
    Cli.Result kept = score("m.bijou", "{}/t.csv", "--missing", "drop").ok();
    assertEquals("0,,10,x,", kept.lines().get(2));
    assertEquals(last(kept.lines().get(1)), last(kept.lines().get(3)));
    assertTrue(kept.err().startsWith("scored 2 rows"), kept.err());
    assertTrue(kept.err().endsWith("; 1 with a missing cell have none\n"), kept.err());
    assertEquals(List.of("t.csv"), cli.files());
  }

  @Test
  void writesFilesWholeOrNotAtAll() throws IOException {
    score("m.bijou", "{}/t.csv", "-o", "{}/o.csv", "--quiet").ok();
    Cli.Result packed = score("m.bijou", "{}/t.csv", "-o", "{}/o.csv.gz", "--quiet").ok();
    assertEquals("", packed.out() + packed.err());
    try (var in = new GZIPInputStream(Files.newInputStream(folder.resolve("o.csv.gz")))) {
      assertEquals(cli.read("o.csv"), new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    cli.write("bad.csv", cli.read("t.csv") + "1,2,three\n");
    assertTrue(
        score("m.bijou", "{}/bad.csv", "-o", "{}/o.csv")
            .error(2)
            .contains("row 10001, column \"c\": \"three\""));
    assertEquals(10_001, cli.read("o.csv").lines().count());
    assertEquals(List.of("bad.csv", "o.csv", "o.csv.gz", "t.csv"), cli.files());
    assertTrue(
        score("m.bijou", "{}/t.csv", "-o", "{}/no/o.csv").error(1).startsWith("cannot write "));
  }

  @Test
  void readsStandardInput() {
    Cli.Result result =
        cli.run(cli.read("t.csv"), Cli.NONE, "score", models.resolve("m.bijou").toString(), "-")
            .ok();
    assertEquals(score("m.bijou", "{}/t.csv").out(), result.out());
  }

  @Test
  void scoresConditionalModels() {
    assertEquals(10_001, score("given.bijou", "{}/t.csv").ok().lines().size());
  }

  @Test
  void namesAllColumnsThatAreMissing() {
    cli.write("t.csv", "a,x\n1,2\n");
    assertTrue(
        score("m.bijou", "{}/t.csv")
            .error(2)
            .endsWith("t.csv has no columns \"b\", \"c\"; it has \"a\", \"x\""));
    cli.write("t.csv", "a,b,c,log_density\n1,2,3,4\n");
    assertTrue(
        score("m.bijou", "{}/t.csv")
            .error(2)
            .contains("has a column \"log_density\" already; rename it or take it out, or "));
  }

  @Test
  void refusesFilesThatAreNoSoundModels() throws IOException {
    assertEquals(
        "cannot read no.bijou: no such file or folder",
        cli.run("score", "no.bijou", "{}/t.csv").error(2));
    assertTrue(
        cli.run("score", "{}/t.csv", "{}/t.csv")
            .error(2)
            .startsWith(folder.resolve("t.csv") + ": "));
    byte[] model = Files.readAllBytes(models.resolve("m.bijou"));
    Files.write(folder.resolve("cut"), Arrays.copyOf(model, model.length - 100));
    assertTrue(
        cli.run("score", "{}/cut", "{}/t.csv").error(2).startsWith(folder.resolve("cut") + ": "));
    model[model.length - 5] ^= 4;
    Files.write(folder.resolve("flipped"), model);
    assertTrue(
        cli.run("score", "{}/flipped", "{}/t.csv")
            .error(2)
            .startsWith(folder.resolve("flipped") + ": "));
  }
}

package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
  @TempDir private static Path models;
  @TempDir private Path folder;
  private Cli cli;

  @BeforeAll
  static void fit() {
    Cli cli = new Cli(models);
    cli.write("t.csv", Cli.table(600, 1));
    cli.fit("t.csv", "m.bijou", "--validation", "0.4").ok();
  }

  @BeforeEach
  void makeFolder() {
    cli = new Cli(folder);
  }

  private Cli.Result watch(String in, String... options) {
    List<String> all = new ArrayList<>(List.of("watch", models.resolve("m.bijou").toString()));
    all.addAll(List.of(options));
    return cli.run(in, Cli.NONE, all.toArray(String[]::new));
  }

  @Test
  void answersAsDetectDoes() {
    String table = Cli.table(400, 2) + "0.1,55,9.5\n";
    cli.write("t.csv", table);
    String detected =
        cli.run("detect", models.resolve("m.bijou").toString(), "{}/t.csv", "--alpha", "0.05")
            .ok()
            .out();
    Cli.Result watched = watch(table, "--alpha", "0.05").ok();
    assertEquals(detected, watched.out());
    assertTrue(
        watched.err().matches("judged 401 rows in .* rows/s\\): \\d+ novel; 0 bad lines\n"),
        watched.err());
    assertEquals("", watch(table, "--quiet").ok().err());
    assertTrue(watch(table, "--no-reasons").ok().out().endsWith(",true,\n"));
  }

  @Test
  void survivesBadLinesAndCountsThem() {
    Cli.Result result = watch("a,b,c\n0,0,10\n" + "0,?,10\n".repeat(25) + "0,0,10\n").ok();
    assertEquals(28, result.lines().size());
    assertEquals(result.lines().get(1), result.lines().getLast());
    List<String> messages = result.err().lines().toList();
    assertEquals(12, messages.size());
    assertEquals("bad line 3: column \"b\": the cell is missing", messages.getFirst());
    assertTrue(messages.get(10).startsWith("more bad lines"));
    assertTrue(messages.getLast().endsWith("0 novel; 25 bad lines"), messages.getLast());
  }

  @Test
  void readsJsonLines() {
    List<String> lines =
        watch("{\"a\":0,\"b\":0,\"c\":10}\n{\"a\":0,\"b\":70,\"c\":10}\n").ok().lines();
    assertTrue(lines.getFirst().contains("\"novel\":false"), lines.getFirst());
    assertTrue(
        lines.get(1).contains("\"novel\":true,\"reason\":\"b = 70: expected "), lines.get(1));
    assertTrue(watch("a,b,c\n0,0,10\n", "--json").ok().out().startsWith("{\"row\":2,\"cells\":{"));
  }

  @Test
  void takesARateOfFalseDiscoveries() {
    String in = "a,b,c\n" + "0,0,10\n".repeat(50) + "0,70,10\n".repeat(10);
    Cli.Result result = watch(in, "--fdr", "0.2", "--window", "20", "--no-reasons").ok();
    assertTrue(result.err().contains(": 10 novel; 0 bad lines"), result.err());
  }

  @Test
  void badUsageAndForeignStreamsAreOneLine() {
    assertTrue(watch("").error(2).startsWith("standard input is empty"));
    assertTrue(watch("a,b,d\n1,2,3\n").error(2).contains("standard input has no column \"c\""));
    assertTrue(watch("a,b,c\n", "--window", "0").error(2).contains("--window"));
    assertTrue(watch("a,b,c\n", "--alpha", "2").error(2).contains("--alpha"));
    assertEquals("a,b,c,log_density,novelty,p_value,novel,reason\n", watch("a,b,c\n").ok().out());
  }
}

package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsInTimeTest {
  private static final int JUMP = 150;

  @TempDir private static Path folder;
  private static Cli cli;

  @BeforeAll
  static void fit() {
    cli = new Cli(folder);
    cli.write("past.csv", series(1500, 1, -1));
    cli.write("new.csv", series(300, 2, JUMP));
    Cli.Result fitted = cli.fit("past.csv", "m.bijou", "--window", "3", "--epochs", "40").ok();
    assertTrue(
        fitted
            .err()
            .contains(
                "note: column \"time\" counts by time of day and day of week alone, because later times"),
        fitted.err());
    assertTrue(fitted.err().contains("(in time: the 2 rows before) from 1,"), fitted.err());
  }

  /// A number that moves little from row to row and is anywhere between −3 and 3 after a while; at one row it changes its
  /// sign, which leaves it as usual as it was.
  private static String series(int rows, long seed, int jump) {
    Random random = new Random(seed);
    DateTimeFormatter form = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    LocalDateTime start = LocalDateTime.of(2026, 1, 1, 0, 0).plusDays(seed == 1 ? 0 : 60);
    StringBuilder text = new StringBuilder("time,v\n");
    double v = 0;
    for (int row = 0; row < rows; row++) {
      v = 0.99 * v + 0.14 * random.nextGaussian();
      if (row == jump) {
        v = v > 0 ? -1.2 : 1.2;
      }
      String time = form.format(start.plusMinutes(30L * row));
      text.append(String.format(Locale.ROOT, "%s,%.4f%n", time, v).replace("\r", ""));
    }
    return text.toString();
  }

  private static Cli.Result run(String command, String... more) {
    List<String> all = new ArrayList<>(List.of(command, "{}/m.bijou"));
    all.addAll(List.of(more));
    return cli.run(all.toArray(String[]::new));
  }

  @Test
  void findsWhatOnlyThePastShows() {
    Cli.Result judged = run("detect", "{}/new.csv").ok();
    List<String> lines = judged.lines();
    assertEquals(301, lines.size());
    assertTrue(lines.get(1).endsWith(",,,,,"), lines.get(1));
    assertTrue(lines.get(2).endsWith(",,,,,"), lines.get(2));
    String jump = lines.get(1 + JUMP);
    assertTrue(jump.contains(",true,v = "), jump);
    assertTrue(jump.endsWith(" given the rest"), jump);
    assertTrue(
        judged.err().contains("judged 298 rows in ")
            && judged.err().endsWith("; 2 without the rows before them have no verdict\n"),
        judged.err());
    cli.fit("past.csv", "alone.bijou", "--exclude", "time").ok();
    String alone =
        cli.run("detect", "{}/alone.bijou", "{}/new.csv", "--alpha", "0.05")
            .ok()
            .lines()
            .get(1 + JUMP);
    assertTrue(alone.endsWith(",false,"), alone);
  }

  @Test
  void calibratesByRowsThatHaveAPast() {
    Cli.Result judged =
        run("detect", "{}/new.csv", "--calibrate", "{}/past.csv", "--no-reasons").ok();
    double least =
        judged.lines().stream()
            .skip(1)
            .map(line -> line.split(",", -1)[4])
            .filter(p -> !p.isEmpty())
            .mapToDouble(Double::parseDouble)
            .min()
            .orElseThrow();
    assertEquals(1 / 1499.0, least, 1e-8); // to five digits
  }

  @Test
  void watchAnswersAsDetectDoes() {
    String detected = run("detect", "{}/new.csv").ok().out();
    Cli.Result watched = cli.run(cli.read("new.csv"), Cli.NONE, "watch", "{}/m.bijou").ok();
    assertEquals(detected, watched.out());
    assertTrue(
        watched.err().endsWith(" 0 bad lines; 2 without the rows before them have no verdict\n"),
        watched.err());
  }

  @Test
  void scoresAndPagesAreOfRowsInTime() {
    Cli.Result scored = run("score", "{}/new.csv").ok();
    assertTrue(scored.lines().get(1).endsWith(","), scored.lines().get(1));
    assertTrue(scored.err().contains("; 2 without the rows before them have no score"));
    run("detect", "{}/new.csv", "--fdr", "0.1", "--report", "{}/page.html", "-o", "{}/j.csv").ok();
    run("report", "{}/new.csv", "-o", "{}/model.html").ok();
    assertTrue(
        run("inspect").ok().out().contains("in time     each row given the 2 rows before\n"));
    Cli.Result json = run("detect", "{}/new.csv", "--json").ok();
    assertTrue(json.lines().getFirst().contains("\"p_value\":null"), json.lines().getFirst());
  }

  @Test
  void whatCannotBeIsOneClearLine() {
    assertEquals(
        "the model is of rows in time, each given the 2 rows before; it judges rows, but does not draw any",
        run("sample", "-n", "3").error(2));
    assertEquals(
        "the model is of rows in time, each given the 2 rows before; it judges rows, but does not draw any",
        run("sample", "-n", "3", "--where", "v > 0").error(2));
    assertEquals(
        "the model is of rows in time, each given the 2 rows before; it judges rows, but does not fill cells",
        run("impute", "{}/new.csv").error(2));
    assertEquals(
        "the window is 1 rows, but must be 2 to 1000: a row, and those before it",
        cli.fit("new.csv", "no.bijou", "--window", "1").error(2));
    assertEquals(
        "--by tells series of rows in time apart; add --window N",
        cli.fit("new.csv", "no.bijou", "--by", "v").error(2));
    assertTrue(
        cli.fit("new.csv", "no.bijou", "--window", "3", "--by", "who")
            .error(2)
            .endsWith("new.csv has no column \"who\"; it has \"time\", \"v\""));
    cli.write("v.csv", "v\n1\n2\n3\n");
    assertTrue(
        run("detect", "{}/v.csv").error(2).endsWith("v.csv has no column \"time\"; it has \"v\""));
  }
}

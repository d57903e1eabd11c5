package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Missing cells and conditions, on a table in which a city has its heights and a colour.
class ImputeTest {
  @TempDir private static Path models;
  @TempDir private Path folder;
  private Cli cli;

  @BeforeAll
  static void fit() {
    Cli cli = new Cli(models);
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder table = new StringBuilder("id,city,height,colour,member\n");
    for (int i = 0; i < 400; i++) {
      boolean rome = random.nextInt(2) == 0;
      table.append(
          String.format(
              Locale.ROOT,
              "k%d,%s,%.1f,%s,%s\n",
              i,
              rome ? "Rome" : "Oslo",
              (rome ? 150 : 180) + 3 * random.nextGaussian(),
              rome ? "red" : "blue",
              random.nextInt(2) == 0 ? "yes" : "no"));
    }
    cli.write("t.csv", table.toString());
    cli.fit("t.csv", "m.bijou", "--flow", "neural-spline", "--members", "2", "--epochs", "200")
        .ok();
    cli.fit("t.csv", "g.bijou", "--flow", "neural-spline", "--given", "city").ok();
  }

  @BeforeEach
  void setUp() {
    cli = new Cli(folder);
  }

  private Cli.Result run(String verb, String model, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = verb;
    all[1] = models.resolve(model).toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return cli.run(all);
  }

  @Test
  void fillsWhatIsMissing() {
    cli.write(
        "in.csv",
        "city,note,height,colour,member\nRome,\"a, b\",,red,yes\n,,183,,NA\nOslo,c,180.0,blue,no\n?,?,?,?,?\n");
    Cli.Result result = run("impute", "m.bijou", "{}/in.csv", "-o", "{}/out.csv").ok();
    List<String> lines = cli.read("out.csv").lines().toList();
    assertEquals("city,note,height,colour,member", lines.getFirst());
    assertTrue(lines.get(1).matches("Rome,\"a, b\",1[45]\\d(\\.\\d)?,red,yes"), lines.get(1));
    assertTrue(lines.get(2).matches("Oslo,,183,blue,(yes|no)"), lines.get(2));
    assertEquals("Oslo,c,180.0,blue,no", lines.get(3));
    assertTrue(lines.get(4).matches("(Rome|Oslo),\\?,1\\d\\d(\\.\\d)?,(red|blue),(yes|no)"));
    assertTrue(result.err().startsWith("filled 8 cells in 3 of 4 rows in "), result.err());
    assertEquals(List.of("in.csv", "out.csv"), cli.files());
  }

  @Test
  void drawsSeveralTables() {
    String table = "city,height,colour,member\nRome,,,yes\nOslo,180.0,blue,no\n";
    Cli.Result result =
        cli.run(
            table,
            Cli.NONE,
            "impute",
            models.resolve("m.bijou").toString(),
            "-",
            "--draws",
            "20",
            "--seed",
            "4",
            "--threads",
            "1");
    List<String> lines = result.ok().lines();
    assertEquals("city,height,colour,member,imputation", lines.getFirst());
    assertEquals(41, lines.size());
    for (int i = 1; i <= 20; i++) {
      assertTrue(lines.get(i).matches("Rome,1\\d\\d(\\.\\d)?,(red|blue),yes," + i), lines.get(i));
      assertEquals("Oslo,180.0,blue,no," + i, lines.get(20 + i));
    }
    assertTrue(lines.subList(1, 21).stream().map(l -> l.split(",")[1]).distinct().count() > 10);
    cli.write("in.csv", table);
    assertEquals(
        result.out(),
        run("impute", "m.bijou", "{}/in.csv", "--draws", "20", "--seed", "4", "--threads", "3")
            .out());
  }

  @Test
  void drawsUnderConditions() {
    Cli.Result exact =
        run("sample", "m.bijou", "-n", "200", "--where", "height>=170,colour=blue|red").ok();
    assertEquals("city,height,colour,member", exact.lines().getFirst());
    assertEquals(201, exact.lines().size());
    assertTrue(exact.err().contains(", exactly: "), exact.err());
    assertTrue(
        exact.lines().stream()
            .skip(1)
            .allMatch(line -> Double.parseDouble(line.split(",")[1]) >= 170));
    assertTrue(
        exact.lines().stream().filter(line -> line.startsWith("Oslo")).count() > 110, exact.out());
    Cli.Result two =
        run("sample", "m.bijou", "-n", "9", "--where", "city=Oslo", "--where", "member!=no").ok();
    assertTrue(
        two.lines().stream().skip(1).allMatch(line -> line.matches("Oslo,.*,yes")), two.out());
  }

  @Test
  void drawsWhatIsRareFromParticles() {
    String where = "city=Rome,colour=red,height>187";
    Cli.Result rare = run("sample", "m.bijou", "-n", "30", "--where", where).ok();
    assertTrue(rare.err().contains("weighted particles: effective sample size "), rare.err());
    List<String> lines = rare.lines();
    assertEquals(31, lines.size());
    for (String line : lines.subList(1, 31)) {
      assertTrue(line.matches("Rome,.*,red,(yes|no)"), line);
      assertTrue(Double.parseDouble(line.split(",")[1]) > 187, line);
    }
    assertEquals(
        lines.subList(0, 11),
        run("sample", "m.bijou", "-n", "10", "--where", where, "--threads", "1").ok().lines());
  }

  @Test
  void conditionsStandForWhatIsGiven() {
    Cli.Result given = run("sample", "g.bijou", "-n", "50", "--where", "city=Rome,member=yes").ok();
    assertTrue(
        given.lines().stream().skip(1).allMatch(line -> line.matches("Rome,.*,yes")), given.out());
    assertEquals(
        "the model is conditional on \"city\"; add a condition that sets it, with =",
        run("sample", "g.bijou", "-n", "5", "--where", "height>160").error(2));
    assertEquals(
        "--given and --where exclude each other; set the given columns with --where too",
        run("sample", "g.bijou", "-n", "5", "--where", "height>160", "--given", "-").error(2));
  }

  @Test
  void saysWhatIsWrong() {
    assertTrue(
        run("sample", "m.bijou", "-n", "5", "--where", "hight>160")
            .error(2)
            .startsWith(
                "condition \"hight>160\": the model has no column \"hight\"; did you mean \"height\"?"));
    assertEquals(
        "condition \"city=Paris\": column \"city\" has no \"Paris\"; it has \"Oslo\", \"Rome\"",
        run("sample", "m.bijou", "-n", "5", "--where", "city=Paris")
            .error(2)
            .replace("\"Rome\", \"Oslo\"", "\"Oslo\", \"Rome\""));
    assertEquals(
        "--draws is 0, but must lie in 1 … 10,000",
        run("impute", "m.bijou", "{}/in.csv", "--draws", "0").error(2));
    cli.write("in.csv", "city,height,colour\nRome,3,red\n");
    assertTrue(
        run("impute", "m.bijou", "{}/in.csv", "-o", "{}/out.csv")
            .error(2)
            .contains("in.csv has no column \"member\""));
    assertEquals(List.of("in.csv"), cli.files());
  }
}

package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tables drawn in the place of others: `--like`, `--balance` and `--private`.
class DrawnTablesTest {
  private static final int ROWS = 300;

  @TempDir private static Path models;
  @TempDir private Path folder;
  private Cli cli;

  @BeforeAll
  static void fit() {
    Cli cli = new Cli(models);
    cli.write("t.csv", table(ROWS, 1));
    cli.fit("t.csv", "m.bijou").ok();
    cli.fit("t.csv", "given.bijou", "--given", "size").ok();
  }

  /// A day, a number, a rare name, a Boolean and a grade, and a key.
  private static String table(int rows, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("id,day,size,town,member,grade\n");
    for (int i = 0; i < rows; i++) {
      int town = random.nextInt(20);
      text.append("k%05d".formatted((i * 7919) % 100_000))
          .append(",2024-%02d-%02d".formatted(1 + random.nextInt(12), 1 + random.nextInt(28)))
          .append(",%.3f".formatted(random.nextGaussian() + town / 10.0))
          .append(town == 0 ? ",Ulm" : town < 8 ? ",Bonn" : ",Rome")
          .append(random.nextInt(10) == 0 ? ",yes" : ",no")
          .append(",")
          .append(1 + random.nextInt(4))
          .append('\n');
    }
    return text.toString();
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

  private static List<String> column(Cli.Result result, int at) {
    return result.lines().stream().skip(1).map(line -> line.split(",", -1)[at]).toList();
  }

  @Test
  void drawsATableInThePlaceOfAnother() {
    cli.write("like.csv", "grade,size,day\n1,0.1,24.12.2024\n3,1.5,02.01.2024\n3,1.6,03.01.2024\n");
    Cli.Result drawn = sample("m.bijou", "--like", "{}/like.csv", "--seed", "4").ok();
    assertEquals("grade,size,day", drawn.lines().getFirst());
    assertEquals(4, drawn.lines().size());
    assertTrue(column(drawn, 1).stream().allMatch(size -> size.matches("-?\\d(\\.\\d)?")));
    assertTrue(column(drawn, 2).stream().allMatch(day -> day.matches("\\d\\d\\.\\d\\d\\.2024")));
    Cli.Result more = sample("m.bijou", "--like", "{}/like.csv", "-n", "30", "--seed", "4").ok();
    assertEquals(drawn.lines(), more.lines().subList(0, 4));
    assertEquals(31, more.lines().size());
  }

  @Test
  void leavesOutKeysAndRefusesOtherUnknownColumns() {
    Cli.Result drawn = sample("m.bijou", "--like", models.resolve("t.csv").toString()).ok();
    assertEquals("day,size,town,member,grade", drawn.lines().getFirst());
    assertEquals(ROWS + 1, drawn.lines().size());
    assertTrue(drawn.err().contains("left out \"id\": keys or free text"), drawn.err());
    assertEquals(drawn.out(), sample("m.bijou", "-n", "300").ok().out());
    cli.write("like.csv", "size,weight\n1,2\n2,3\n");
    assertTrue(
        sample("m.bijou", "--like", "{}/like.csv")
            .error(2)
            .endsWith(
                "like.csv has column \"weight\", which the model does not draw; it draws \"day\", \"size\", \"town\", \"member\", \"grade\""));
  }

  @Test
  void balancesNamesBooleansAndGrades() {
    for (Map.Entry<String, Integer> of : Map.of("town", 3, "member", 2, "grade", 4).entrySet()) {
      Cli.Result drawn = sample("m.bijou", "-n", "121", "--balance", of.getKey()).ok();
      int at = List.of(drawn.lines().getFirst().split(",")).indexOf(of.getKey());
      Map<String, Long> counts =
          column(drawn, at).stream().collect(Collectors.groupingBy(x -> x, Collectors.counting()));
      assertEquals(of.getValue(), counts.size());
      assertTrue(
          counts.values().stream().allMatch(n -> Math.abs(n - 121.0 / counts.size()) < 1),
          counts.toString());
      assertEquals(
          drawn.lines().subList(0, 41),
          sample("m.bijou", "-n", "40", "--balance", of.getKey(), "--threads", "2").ok().lines());
    }
    Cli.Result some =
        sample("m.bijou", "-n", "20", "--balance", "town", "--where", "town!=Ulm,grade=2").ok();
    assertEquals(Set.of("2"), new HashSet<>(column(some, 4)));
    assertEquals(Set.of("Bonn", "Rome"), new HashSet<>(column(some, 2)));
    assertTrue(some.err().contains("each of 2 values of \"town\" equally often"), some.err());
  }

  @Test
  void refusesToBalanceWhatHasTooManyValues() {
    assertTrue(
        sample("m.bijou", "-n", "5", "--balance", "size")
            .error(2)
            .startsWith("column \"size\" is continuous, with too many values"));
    assertTrue(
        sample("m.bijou", "-n", "5", "--balance", "twon").error(2).contains("no column \"twon\""));
  }

  @Test
  void drawsAgainWhatIsTooNear() {
    String real = models.resolve("t.csv").toString();
    Cli.Result plain = sample("m.bijou", "-n", "200").ok();
    Cli.Result apart =
        sample("m.bijou", "-n", "200", "--private", real, "--private-quantile", "0.3").ok();
    assertTrue(
        apart.err().matches("(?s)drew \\d+ rows again: nearer than 0\\.\\d+ to .*30\\.0%.*"),
        apart.err());
    assertEquals(201, apart.lines().size());
    assertNotEquals(plain.lines(), apart.lines());
    long kept = apart.lines().stream().filter(plain.lines()::contains).count();
    int again = Integer.parseInt(apart.err().split(" ")[1]);
    assertTrue(again > 0 && again < 150, apart.err());
    assertEquals(201 - again, kept);
    assertEquals(
        apart.lines().subList(0, 101),
        sample("m.bijou", "-n", "100", "--private", real, "--private-quantile", "0.3")
            .ok()
            .lines());
  }

  @Test
  void endsWhereAllDrawsAreTooNear() {
    StringBuilder grades = new StringBuilder("grade\n");
    for (int i = 0; i < 40; i++) {
      grades.append(i < 4 ? 1 + i : i * i).append('\n');
    }
    cli.write("all.csv", grades.toString());
    Cli.Result none =
        sample("m.bijou", "-n", "10", "--like", "{}/all.csv", "--private", "{}/all.csv").ok();
    assertTrue(none.err().contains("warning: left out 10 rows: all of 20 draws"), none.err());
    assertTrue(none.err().contains("note: the model learned from another table"), none.err());
    assertEquals(List.of("grade"), none.lines());
    cli.write("equal.csv", "day,size,town,member,grade\n" + "2024-01-01,1,Ulm,no,1\n".repeat(12));
    assertTrue(
        sample("m.bijou", "-n", "10", "--private", "{}/equal.csv")
            .ok()
            .err()
            .contains("no row was drawn again"));
  }

  @Test
  void writesParquet() {
    sample("m.bijou", "-n", "50", "-o", "{}/d.parquet").ok();
    assertEquals(List.of("d.parquet"), cli.files());
    List<String> plain = sample("m.bijou", "-n", "50").ok().lines();
    // What is read again is the same to the model, cell for cell.
    cli.write("d.csv", String.join("\n", plain) + "\n");
    List<String> read = scores("d.parquet");
    assertEquals(scores("d.csv"), read);
    assertEquals(51, read.size());
  }

  private List<String> scores(String table) {
    return cli
        .run("score", models.resolve("m.bijou").toString(), "{}/" + table)
        .ok()
        .lines()
        .stream()
        .map(line -> line.substring(line.lastIndexOf(',') + 1))
        .toList();
  }

  @Test
  void refusesWhatMakesNoSense() {
    String real = models.resolve("t.csv").toString();
    assertTrue(sample("m.bijou").error(2).startsWith("say how many rows to draw: with -n N"));
    assertEquals(
        "--given and --balance exclude each other; draw for one row with --where, which sets the given columns",
        sample("given.bijou", "-n", "1", "--given", real, "--balance", "town").error(2));
    assertEquals(
        "--private-quantile needs --private TABLE",
        sample("m.bijou", "-n", "1", "--private-quantile", "0.1").error(2));
    assertTrue(
        sample("m.bijou", "-n", "1", "--private", real, "--private-quantile", "0.6")
            .error(2)
            .startsWith("--private-quantile is 0.6"));
    assertEquals(
        "the model is conditional on \"size\"; give a table of them with --given TABLE",
        sample("given.bijou", "--like", real).error(2));
    assertEquals(
        "only one of the tables can be standard input",
        sample("m.bijou", "--like", "-", "--private", "-").error(2));
  }
}

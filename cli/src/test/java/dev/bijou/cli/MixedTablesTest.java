package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tables of categories, truths, counts and missing cells, as a user meets them.
class MixedTablesTest {
  private static final String[] SHORT = {
    "--flow", "neural-spline", "--members", "1", "--epochs", "2"
  };

  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void writeTable() {
    cli = new Cli(folder);
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder("name,city,age,member,income\n");
    for (int i = 0; i < 200; i++) {
      text.append(
          "n%d,%s, %d,%s,%s%n"
              .formatted(
                  i,
                  List.of("Rome", "Oslo", "Lima").get(random.nextInt(3)),
                  20 + random.nextInt(60),
                  random.nextInt(2) == 0 ? "yes" : "no",
                  i % 10 == 0 ? "" : Double.toString(1000 * random.nextDouble())));
    }
    cli.write("t.csv", text.toString().replace("\r", ""));
  }

  @Test
  void fitsScoresSamplesInspectsAndReports() {
    Cli.Result fit = cli.fit("t.csv", "m.bijou", SHORT).ok();
    assertTrue(
        fit.err().contains("note: left out of the model: \"name\" (a key or free text)"),
        fit.err());
    assertTrue(fit.lines().get(1).startsWith("independent-columns baseline: "), fit.out());
    cli.write("new.csv", "city,age,member,income\nRome,30,yes,\nParis,30,no,500\n");
    Cli.Result scored = cli.run("score", "{}/m.bijou", "{}/new.csv").ok();
    assertTrue(scored.lines().get(1).matches("Rome,30,yes,,-?\\d.*"), scored.out());
    assertTrue(
        scored
            .err()
            .endsWith(
                "note: 1 cell of column \"city\" is not known to the model, such as \"Paris\"; it is scored as unseen\n"),
        scored.err());
    List<String> rows = cli.run("sample", "{}/m.bijou", "-n", "300").ok().lines();
    assertEquals("city,age,member,income", rows.getFirst());
    assertTrue(
        rows.stream()
            .skip(1)
            .allMatch(row ->
                row.matches("(Rome|Oslo|Lima),[2-7]\\d,(yes|no),(\\d+(\\.\\d+)?(E-?\\d+)?)?")),
        rows.toString());
    String inspected = cli.run("inspect", "{}/m.bijou").ok().out();
    assertTrue(inspected.contains("city    modelled  categorical"), inspected);
    assertTrue(inspected.contains("10.0%"), inspected);
    String page = cli.run("report", "{}/m.bijou", "{}/t.csv").ok().out();
    assertTrue(page.contains(">Rome</text>"), page);
    assertTrue(cli.run("report", "{}/m.bijou").ok().out().contains("samples "));
  }

  @Test
  void anEditedSchemaDecides() {
    String schema = cli.run("schema", "{}/t.csv").ok().out();
    assertTrue(schema.contains("\"type\": \"identifier\""), schema);
    cli.write("s.json", schema.replace("\"type\": \"integer\"", "\"type\": \"continuous\""));
    cli.fit("t.csv", "m.bijou", with("--schema", "{}/s.json")).ok();
    assertTrue(
        cli.run("inspect", "{}/m.bijou").ok().out().contains("age     modelled  continuous"));
    cli.write(
        "g.json",
        "{\"version\":2,\"targets\":[{\"name\":\"age\"}],\"given\":[{\"name\":\"city\"}]}");
    cli.fit("t.csv", "g.bijou", with("--schema", "{}/g.json")).ok();
    cli.write("cities.csv", "city\nLima\nAtlantis\n");
    List<String> drawn =
        cli.run("sample", "{}/g.bijou", "-n", "2", "--given", "{}/cities.csv").ok().lines();
    assertEquals("city,age", drawn.getFirst());
    assertTrue(drawn.get(1).matches("Lima,\\d\\d") && drawn.get(4).matches("Atlantis,\\d\\d"));
  }

  private static String[] with(String... more) {
    return Stream.concat(Arrays.stream(SHORT), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void writesTheSchemaToAFileToo() {
    cli.run("schema", "{}/t.csv", "--given", "city", "--exclude", "name", "-o", "{}/s.json").ok();
    assertEquals(
        cli.run("schema", "{}/t.csv", "--given", "city", "--exclude", "name").out(),
        cli.read("s.json"));
    assertTrue(cli.read("s.json").contains("\"given\": [\n    {\n      \"name\": \"city\""));
  }

  @Test
  void saysWhatIsWrong() {
    cli.write("bad.json", "{\"version\":2,\"targets\":[{\"name\":\"age\",\"type\":\"number\"}]}");
    assertEquals(
        folder.resolve("bad.json")
            + ": column \"age\" has the type \"number\"; it must be one of continuous, integer, categorical,"
            + " boolean, date-time, constant, identifier",
        cli.fit("t.csv", "m.bijou", with("--schema", "{}/bad.json")).error(2));
    assertEquals(
        folder.resolve("none.json") + ": the schema cannot be read: no such file or folder",
        cli.fit("t.csv", "m.bijou", with("--schema", "{}/none.json")).error(2));
    assertEquals(
        folder.resolve("t.csv")
            + ": \"income\" has missing cells or very frequent values, which real-nvp cannot model; leave"
            + " --flow out",
        cli.fit("t.csv", "m.bijou", "--flow", "real-nvp").error(2));
    assertTrue(
        cli.fit("t.csv", "m.bijou", with("--missing", "refuse"))
            .error(2)
            .contains("row 1, column \"income\": the cell is missing"));
    cli.fit("t.csv", "m.bijou", SHORT).ok();
    cli.write("other.csv", "city,age\nRome,3\n");
    assertTrue(
        cli.run("score", "{}/m.bijou", "{}/other.csv")
            .error(2)
            .endsWith("other.csv has no columns \"member\", \"income\"; it has \"city\", \"age\""));
    cli.write("wrong.csv", "city,age,member,income\nRome,old,yes,3\n");
    assertTrue(
        cli.run("score", "{}/m.bijou", "{}/wrong.csv")
            .error(2)
            .contains("column \"age\": \"old\" is not a number"));
    cli.write("huge.csv", "city,age,member,income\nRome,1e300,yes,3\n");
    assertTrue(
        cli.run("score", "{}/m.bijou", "{}/huge.csv")
            .error(2)
            .contains("row 1, column \"age\": \"1e300\" is too large"));
  }
}

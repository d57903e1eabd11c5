package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void writeTables() {
    cli = new Cli(folder);
    cli.write("real.csv", Cli.table(200, 1));
    cli.write("drawn.csv", Cli.table(150, 2));
    cli.write("test.csv", Cli.table(100, 3));
  }

  private Cli.Result compare(String... more) {
    String[] all = new String[more.length + 3];
    all[0] = "compare";
    all[1] = "{}/real.csv";
    all[2] = "{}/drawn.csv";
    System.arraycopy(more, 0, all, 3, more.length);
    return cli.run(all);
  }

  @Test
  void printsEachFigureWithItsMeaning() {
    Cli.Result result = compare().ok();
    assertTrue(result.out().startsWith("C2ST  "), result.out());
    for (String figure :
        new String[] {
          "Shape", "Trend", "what gives drawn rows away", "copies", "of the drawn rows"
        }) {
      assertTrue(result.out().contains(figure), result.out());
    }
    assertFalse(result.out().contains("test rows"), result.out());
    assertTrue(
        result.err().matches("compared 150 drawn rows with 200 real rows in .*\n"), result.err());
    assertEquals(result.out(), compare("--threads", "1", "--quiet").ok().out());
    assertEquals("", compare("--quiet").ok().err());
  }

  @Test
  void testRowsAndAModelTellMore() {
    cli.fit("real.csv", "m.bijou").ok();
    Cli.Result result =
        compare("--test", "{}/test.csv", "--target", "a", "--model", "{}/m.bijou").ok();
    for (String figure :
        new String[] {
          "predicting a", "nearer than test rows", "membership by distance", "membership by density"
        }) {
      assertTrue(result.out().contains(figure), result.out());
    }
    assertFalse(result.err().contains("another table"), result.err());
    assertTrue(
        cli.run(
                "compare",
                "{}/drawn.csv",
                "{}/real.csv",
                "--test",
                "{}/test.csv",
                "--model",
                "{}/m.bijou")
            .ok()
            .err()
            .contains("note: the model learned from another table than drawn.csv"));
  }

  @Test
  void jsonHasAllFigures() {
    String text = compare("--json", "--test", "{}/test.csv").ok().out();
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    double auc = json.getAsJsonObject("c2st").get("auc").getAsDouble();
    assertTrue(auc > 0.3 && auc < 0.7, text);
    assertEquals(150, json.getAsJsonObject("rows").get("drawn").getAsInt());
    assertTrue(json.getAsJsonArray("columns").size() > 1);
    assertTrue(json.getAsJsonObject("closest").has("nearer"));
    assertTrue(json.getAsJsonObject("membership").has("by_distance"));
  }

  @Test
  void thePageIsWellFormedAndReportLinksToIt() throws Exception {
    compare("--report", "{}/page.html", "--test", "{}/test.csv").ok();
    String page = cli.read("page.html");
    assertTrue(page.contains("<h1>drawn.csv</h1>"));
    assertTrue(page.contains("What drawn rows give away"));
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(
            new ByteArrayInputStream(
                page.replace("<!DOCTYPE html>", "").getBytes(StandardCharsets.UTF_8)));
    cli.fit("real.csv", "m.bijou").ok();
    assertTrue(
        cli.run("report", "{}/m.bijou", "--comparison", "page.html")
            .ok()
            .out()
            .contains("<a href=\"page.html\">"));
  }

  @Test
  void aStreamMayBeOneOfTheTables() {
    String expected = compare().ok().out();
    assertEquals(
        expected,
        cli.run(cli.read("real.csv"), Cli.NONE, "compare", "-", "{}/drawn.csv").ok().out());
    assertEquals(
        expected,
        cli.run(cli.read("drawn.csv"), Cli.NONE, "compare", "{}/real.csv", "-").ok().out());
    assertEquals(
        "only one of the tables can be standard input",
        cli.run("", Cli.NONE, "compare", "-", "-").error(2));
  }

  @Test
  void badInputIsOneLine() {
    assertEquals(
        "--target needs --test TABLE: rows that were not learned from, to predict the column in",
        compare("--target", "a").error(2));
    assertTrue(compare("--model", "m.bijou").error(2).startsWith("--model needs --test TABLE"));
    assertEquals("--rows is 5, but must lie in 100 … 1,000,000", compare("--rows", "5").error(2));
    cli.write("drawn.csv", "x,y\n1,2\n");
    assertTrue(compare().error(2).contains("drawn.csv has no columns"));
    cli.write(
        "drawn.csv", cli.read("real.csv").lines().limit(5).reduce("", (a, b) -> a + b + "\n"));
    assertTrue(compare().error(2).contains("has 4 rows; a comparison needs at least 10"));
    assertTrue(cli.run("compare", "{}/real.csv", "{}/none.csv").error(2).contains("no such file"));
    assertTrue(compare("--report", "{}/no/page.html").error(1).contains("there is no folder"));
    assertTrue(
        compare("--test", "{}/test.csv", "--target", "zzz").error(2).contains("no column \"zzz\""));
  }
}

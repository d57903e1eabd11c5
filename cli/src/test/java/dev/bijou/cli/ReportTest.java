package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
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
    cli.write("t.csv", Cli.table(200, 2));
  }

  private static String model(String name) {
    return models.resolve(name).toString();
  }

  @Test
  void writesAPageToAFileOrToStandardOutput() {
    Cli.Result toFile = cli.run("report", model("m.bijou"), "{}/t.csv", "-o", "{}/r.html").ok();
    assertEquals("", toFile.out());
    assertTrue(toFile.err().matches("reported on m\\.bijou in .*\n"), toFile.err());
    String page = cli.read("r.html");
    assertTrue(page.startsWith("<!DOCTYPE html>"));
    assertTrue(page.contains("<h1>m.bijou</h1>"));
    assertTrue(page.contains("rows of the table"));
    assertEquals(page, cli.run("report", model("m.bijou"), "{}/t.csv", "--quiet").ok().out());
    assertEquals(
        page, cli.run(cli.read("t.csv"), Cli.NONE, "report", model("m.bijou"), "-").ok().out());
  }

  @Test
  void writesFiguresAsFiles() {
    cli.run("report", model("m.bijou"), "-o", "{}/r.html", "--figures", "{}/new/figures").ok();
    assertTrue(Files.isRegularFile(folder.resolve("new/figures/flow.svg")));
    assertTrue(cli.read("new/figures/flow.svg").startsWith("<svg xmlns="));
    assertEquals(
        "cannot write %s: it is a file; --figures needs a folder"
            .formatted(folder.resolve("t.csv")),
        cli.run("report", model("m.bijou"), "-o", "{}/r.html", "--figures", "{}/t.csv").error(1));
  }

  @Test
  void aConditionalModelSaysWhatItNeeds() {
    assertTrue(
        cli.run("report", model("given.bijou")).ok().out().contains("name a table that has them"));
    assertFalse(
        cli.run("report", model("given.bijou"), "{}/t.csv").ok().out().contains("name a table"));
  }

  @Test
  void badInputIsOneLineAndLeavesNoFile() {
    cli.write("other.csv", "a,b,d\n1,2,3\n");
    cli.write("holes.csv", "a,b,c\n1,,3\n1,2,3\n2,1,0\n");
    String error = cli.run("report", model("m.bijou"), "{}/other.csv", "-o", "{}/r.html").error(2);
    assertTrue(error.contains("has no column \"c\""), error);
    assertTrue(
        cli.run("report", model("m.bijou"), "{}/none.csv", "-o", "{}/r.html")
            .error(2)
            .endsWith("no such file"));
    cli.run("report", model("m.bijou"), "{}/holes.csv", "-o", "{}/r.html").error(2);
    cli.run("report", "{}/t.csv", "-o", "{}/r.html").error(2);
    assertFalse(cli.files().contains("r.html"));
    cli.run("report", model("m.bijou"), "{}/holes.csv", "--missing", "drop", "-o", "{}/r.html")
        .ok();
    assertEquals(
        "cannot write %s: there is no folder %s"
            .formatted(folder.resolve("no/r.html"), folder.resolve("no")),
        cli.run("report", model("m.bijou"), "-o", "{}/no/r.html").error(1));
  }
}

package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How tables are read and judged rows are told, for all commands alike.
class TableOptionsTest {
  private static final String NUMBERS = body(Cli.table(300, 1));
  private static final String OTHERS = body(Cli.table(40, 2)) + "0.1,55,9.5\n";

  @TempDir private static Path models;
  @TempDir private Path folder;
  private Cli cli;

  private static String body(String table) {
    return table.substring(table.indexOf('\n') + 1);
  }

  @BeforeAll
  static void fit() {
    Cli cli = new Cli(models);
    cli.write("named.csv", "x1,x2,x3\n" + NUMBERS);
    cli.write("headless.csv", NUMBERS);
    cli.fit("named.csv", "named.bijou", "--validation", "0.4").ok();
    cli.fit("headless.csv", "m.bijou", "--validation", "0.4", "--header", "none").ok();
    cli.fit("headless.csv", "given.bijou", "--header", "none", "--given", "x1").ok();
  }

  @BeforeEach
  void write() {
    cli = new Cli(folder);
    cli.write("headless.csv", OTHERS);
    cli.write("named.csv", "x1,x2,x3\n" + OTHERS);
  }

  private Cli.Result run(String commandLine) {
    return fed("", commandLine);
  }

  private Cli.Result fed(String in, String commandLine) {
    return cli.run(in, Cli.NONE, commandLine.replace("MODELS", models.toString()).split(" "));
  }

  /// What stands for the header of a table is known to the model by the same names.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "score MODELS/m.bijou TABLE",
        "detect MODELS/m.bijou TABLE",
        "detect MODELS/m.bijou TABLE --json",
        "detect MODELS/m.bijou TABLE --fdr 0.3",
        "detect MODELS/m.bijou TABLE --calibrate TABLE --alpha 0.1",
        "impute MODELS/m.bijou TABLE",
        "schema TABLE",
        "sample MODELS/given.bijou -n 2 --given TABLE",
      })
  void aTableWithoutAHeaderIsReadAsIfItWereNumbered(String command) {
    String expected = run(command.replace("TABLE", "{}/named.csv")).ok().out();
    assertEquals(
        expected, run(command.replace("TABLE", "{}/headless.csv") + " --header none").ok().out());
    if (!command.contains("--calibrate")) {
      assertEquals(
          expected, fed(OTHERS, command.replace("TABLE", "-") + " --header none").ok().out());
    }
    assertEquals(
        expected, run(command.replace("TABLE", "{}/named.csv") + " --header first").ok().out());
  }

  @Test
  void modelsOfBothAreTheSame() {
    assertEquals(
        run("score MODELS/named.bijou {}/named.csv").ok().out(),
        run("score MODELS/m.bijou {}/headless.csv --header none").ok().out());
    cli.write("t.csv", NUMBERS);
    cli.fit("t.csv", "v.bijou", "--header", "none", "--validation", "{}/headless.csv").ok();
    assertTrue(
        run("inspect {}/v.bijou --json").ok().out().contains("\"name\": \"x3\""),
        run("inspect {}/v.bijou --json").out());
    run("report MODELS/m.bijou {}/headless.csv --header none -o {}/r.html").ok();
    assertTrue(cli.files().contains("r.html"));
  }

  @Test
  void watchTakesTheFirstLineForARow() {
    String watched = fed(OTHERS, "watch MODELS/m.bijou --header none --alpha 0.05").ok().out();
    assertEquals(run("detect MODELS/m.bijou {}/named.csv --alpha 0.05").ok().out(), watched);
    assertEquals(
        run("detect MODELS/m.bijou {}/named.csv --recent 40").ok().out(),
        fed(OTHERS, "watch MODELS/m.bijou --header none --recent 40").ok().out());
    String json = fed(OTHERS, "watch MODELS/m.bijou --header none --json").ok().out();
    assertEquals(41, json.lines().count());
    assertTrue(json.startsWith("{\"row\":1,\"cells\":{\"x1\":"), json);
    assertTrue(
        fed("1,2\n", "watch MODELS/m.bijou --header none")
            .error(2)
            .contains("has no column \"x3\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fit {}/headless.csv -o {}/m",
        "schema {}/headless.csv",
        "score MODELS/m.bijou {}/headless.csv",
        "detect MODELS/m.bijou {}/headless.csv",
        "impute MODELS/m.bijou {}/headless.csv",
        "report MODELS/m.bijou {}/headless.csv -o {}/r.html",
        "sample MODELS/given.bijou -n 1 --given {}/headless.csv",
        "watch MODELS/m.bijou",
      })
  void aRowOfNumbersInPlaceOfNamesIsNamedWithTheWayOut(String command) {
    String name = command.startsWith("watch") ? "standard input" : folder + "/headless.csv";
    assertEquals(
        name
            + ": the first row is all numbers, so that the table seems to have no header; put a row with the"
            + " names of the columns above it, or read it with --header none, which calls them x1, x2, …",
        fed(OTHERS, command).error(2));
  }

  @Test
  void aParquetFileHasNames() {
    Path file = cli.write("t.parquet", "PAR1");
    assertEquals(
        file
            + " is a Parquet file, which always has the names of its columns; read it with them, without --header none",
        run("schema {}/t.parquet --header none").error(2));
  }

  @Test
  void otherPlacesOfAHeaderAreRefused() {
    assertEquals(
        "--header: \"last\" is none of first, none (see bijou schema --help)",
        run("schema {}/named.csv --header last").error(2));
  }

  /// The table with columns named as those that are added.
  private String judged() {
    return OTHERS
        .lines()
        .map(line -> line + ",7,8,9,10,11\n")
        .collect(Collectors.joining("", "x1,x2,x3,log_density,novelty,p_value,novel,reason\n", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"score MODELS/m.bijou -", "detect MODELS/m.bijou -", "watch MODELS/m.bijou"})
  void namesThatAreTakenAreNamedWithTheWayOut(String command) {
    assertEquals(
        "standard input has a column \"log_density\" already; rename it or take it out, or put a text before the"
            + " new names with --prefix TEXT",
        fed(judged(), command).error(2));
  }

  @Test
  void aPrefixMakesRoomForTheNewNames() {
    List<String> scored = fed(judged(), "score MODELS/m.bijou - --prefix new_").ok().lines();
    assertEquals(
        "x1,x2,x3,log_density,novelty,p_value,novel,reason,new_log_density", scored.getFirst());
    List<String> plain = run("score MODELS/m.bijou {}/named.csv").ok().lines();
    assertEquals(
        plain.getLast().substring(plain.getLast().lastIndexOf(',')),
        scored.getLast().substring(scored.getLast().lastIndexOf(',')));
    String detected = fed(judged(), "detect MODELS/m.bijou - --prefix new_").ok().out();
    assertTrue(
        detected.startsWith(
            "x1,x2,x3,log_density,novelty,p_value,novel,reason,new_log_density,new_novelty,new_p_value,new_novel,new_reason\n"),
        detected);
    assertEquals(detected, fed(judged(), "watch MODELS/m.bijou --prefix new_").ok().out());
    assertTrue(
        fed(judged(), "score MODELS/m.bijou - --prefix x").ok().out().contains(",xlog_density\n"));
    assertTrue(
        fed("new_reason," + judged(), "detect MODELS/m.bijou - --prefix new_")
            .error(2)
            .startsWith("standard input has a column \"new_reason\" already"));
  }

  @Test
  void aPrefixIsThatOfJsonToo() {
    String table = judged();
    String detected = fed(table, "detect MODELS/m.bijou - --prefix new_ --json").ok().out();
    JsonObject last = JsonParser.parseString(detected.lines().toList().getLast()).getAsJsonObject();
    assertEquals(
        List.of(
            "row",
            "cells",
            "new_log_density",
            "new_novelty",
            "new_p_value",
            "new_novel",
            "new_reason",
            "new_reasons",
            "new_repair"),
        List.copyOf(last.keySet()));
    assertEquals(9, last.getAsJsonObject("cells").get("p_value").getAsInt());
    String line = "{\"x1\":0,\"x2\":0,\"x3\":10,\"novel\":3}\n";
    JsonObject answer =
        JsonParser.parseString(fed(line, "watch MODELS/m.bijou --prefix new_").ok().out())
            .getAsJsonObject();
    assertEquals(last.keySet(), answer.keySet());
  }

  @Test
  void detectLeavesReasonsOutAsWatchDoes() {
    String detect = "detect MODELS/m.bijou {}/named.csv --alpha 0.05 --no-reasons";
    String table = "x1,x2,x3\n" + OTHERS;
    String watched = fed(table, "watch MODELS/m.bijou --alpha 0.05 --no-reasons").ok().out();
    assertEquals(watched, run(detect).ok().out());
    assertTrue(watched.endsWith(",true,\n"), watched);
    JsonObject last =
        JsonParser.parseString(run(detect + " --json").ok().lines().getLast()).getAsJsonObject();
    assertTrue(last.get("novel").getAsBoolean());
    assertEquals("", last.get("reason").getAsString());
    assertEquals(new JsonArray(), last.get("reasons"));
    run(detect + " --report {}/r.html").ok();
    assertFalse(cli.read("r.html").contains("reasons"));
    run(detect.replace("--no-reasons", "--report {}/r.html")).ok();
    assertTrue(cli.read("r.html").contains("reasons"));
  }
}

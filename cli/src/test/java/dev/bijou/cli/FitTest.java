package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.train.FlowName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FitTest {
  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void writeTable() {
    cli = new Cli(folder);
    cli.write("t.csv", Cli.table(120, 1));
  }

  private TableModel model(String name) {
    return TableModel.load(folder.resolve(name));
  }

  private float[] weights(String name) {
    return ParameterPack.of(model(name).distribution().parameters()).values();
  }

  @Test
  void endsWithScoresTimeAndFile() {
    Cli.Result result = cli.fit("t.csv", "m.bijou").ok();
    Provenance.HeldOut heldOut = model("m.bijou").provenance().heldOut();
    List<String> lines = result.lines();
    assertEquals(4, lines.size());
    assertEquals(
        String.format(Locale.ROOT, "held-out log-density: %.4f nats", heldOut.logDensity()),
        lines.get(0));
    assertEquals(
        String.format(Locale.ROOT, "Gaussian baseline: %.4f nats", heldOut.gaussian()),
        lines.get(1));
    assertTrue(lines.get(2).matches("time: [\\d.]+ s"), lines.get(2));
    assertEquals("model: " + folder.resolve("m.bijou"), lines.get(3));
    assertEquals(List.of("m.bijou", "t.csv"), cli.files());
  }

  @Test
  void quietSaysNothingButTheResult() {
    Cli.Result result = cli.fit("t.csv", "m.bijou", "--quiet").ok();
    assertEquals("", result.err());
    assertEquals(4, result.lines().size());
  }

  @Test
  void sayWhenTheGaussianIsNotBeaten() {
    Cli.Result result = cli.fit("t.csv", "m.bijou", "--epochs", "1").ok();
    Provenance provenance = model("m.bijou").provenance();
    boolean beaten = provenance.heldOut().gain() > 0;
    assertEquals(
        !beaten, result.err().contains("does not beat the Gaussian baseline: "), result.err());
    assertEquals(beaten, provenance.shortfall().isEmpty());
  }

  @Test
  void sameSeedGivesTheSameModelAtAnyNumberOfThreads() {
    cli.fit("t.csv", "one.bijou", "--threads", "1").ok();
    cli.fit("t.csv", "three.bijou", "--threads", "3").ok();
    cli.fit("t.csv", "other.bijou", "--seed", "5").ok();
    assertArrayEquals(weights("one.bijou"), weights("three.bijou"));
    assertFalse(Arrays.equals(weights("one.bijou"), weights("other.bijou")));
  }

  @Test
  void remembersWhereTheModelComesFrom() {
    cli.fit("t.csv", "m.bijou", "--given", "c", "--seed", "3").ok();
    TableModel model = model("m.bijou");
    Provenance provenance = model.provenance();
    assertEquals("t.csv", provenance.data().file());
    assertEquals(64, provenance.data().sha256().length());
    assertEquals(120, provenance.data().rowsRead());
    assertEquals(108, provenance.data().trainingRows());
    assertEquals(12, provenance.heldOut().rows());
    assertEquals("3", provenance.options().get("seed"));
    assertEquals("c", provenance.options().get("given"));
    assertEquals(List.of("a", "b", "c"), model.order());
    assertEquals(1, provenance.members().size());
    assertEquals(2, provenance.members().getFirst().validation().length);
    assertEquals("COMPLETED", provenance.members().getFirst().ended());
    assertEquals(
        List.of("a", "b", "c"),
        provenance.quantiles().stream().map(Provenance.Quantiles::column).toList());
    assertEquals(101, provenance.quantiles().getFirst().values().length);
  }

  @Test
  void hashesTheTableAsItIsRead() {
    cli.fit("t.csv", "file.bijou").ok();
    cli.run(
            cli.read("t.csv"),
            Cli.NONE,
            "fit",
            "-",
            "-o",
            "{}/pipe.bijou",
            "--flow",
            "real-nvp",
            "--epochs",
            "1")
        .ok();
    Provenance.Data file = model("file.bijou").provenance().data();
    Provenance.Data pipe = model("pipe.bijou").provenance().data();
    assertEquals(file.sha256(), pipe.sha256());
    assertEquals(file.fingerprint(), pipe.fingerprint());
    assertEquals("standard input", pipe.file());
  }

  @ParameterizedTest
  @EnumSource(FlowName.class)
  void everyFlowLearnsOneColumnGivenAnother(FlowName flow) {
    cli.fit(
            "t.csv",
            "m.bijou",
            "--flow",
            flow.toString(),
            "--given",
            "a",
            "--exclude",
            "c",
            "--epochs",
            "1")
        .ok();
    assertEquals(flow.toString(), model("m.bijou").provenance().options().get("flow"));
    assertEquals(List.of("a", "b"), model("m.bijou").order());
  }

  @Test
  void watchesConstantColumnsAndNamesThem() {
    cli.write("k.csv", Cli.table(120, 1).replace("\n", ",7\n").replace("c,7", "c,k"));
    Cli.Result result = cli.fit("k.csv", "m.bijou").ok();
    assertTrue(
        result.err().contains("which are watched for another value: \"k\" (always \"7\")"),
        result.err());
    assertTrue(result.err().contains("learning the density of 3 columns"), result.err());
    assertEquals(List.of("a", "b", "c", "k"), model("m.bijou").order());
    assertEquals(List.of(), model("m.bijou").provenance().data().droppedColumns());
  }

  @Test
  void excludesColumns() {
    cli.fit("t.csv", "m.bijou", "--exclude", "a,c").ok();
    assertEquals(List.of("b"), model("m.bijou").order());
  }

  @Test
  void judgesByAnotherTable() {
    cli.write("v.csv", Cli.table(50, 2));
    cli.fit("t.csv", "m.bijou", "--validation", "{}/v.csv").ok();
    Provenance provenance = model("m.bijou").provenance();
    assertEquals(50, provenance.heldOut().rows());
    assertEquals(120, provenance.data().trainingRows());
    assertEquals("v.csv", provenance.heldOut().source());
  }

  @Test
  void dropsRowsWithMissingCellsWhenTold() {
    cli.write("t.csv", Cli.table(120, 1) + "1,NA,3\n");
    String error = cli.fit("t.csv", "m.bijou", "--missing", "refuse").error(2);
    assertTrue(error.contains("t.csv, row 121, column \"b\": the cell is missing"), error);
    assertEquals(List.of("t.csv"), cli.files());
    Cli.Result dropped = cli.fit("t.csv", "m.bijou", "--missing", "drop").ok();
    assertTrue(
        dropped.err().contains("left out 1 of 121 rows because a cell is missing"), dropped.err());
    assertEquals(1, model("m.bijou").provenance().data().rowsDropped());
  }

  @Test
  void interruptSavesTheBestModelSoFar() {
    Cli.Result result = cli.fit(Cli.interruptedAfter(1), "t.csv", "m.bijou", "--epochs", "1000");
    assertEquals(130, result.code());
    assertEquals(4, result.lines().size());
    assertTrue(result.err().contains("interrupted: " + folder.resolve("m.bijou")), result.err());
    assertEquals("INTERRUPTED", model("m.bijou").provenance().members().getFirst().ended());
  }

  @Test
  void aTableToJudgeByMayHaveNoMissingCellWhereTheOtherHasNone() {
    cli.write("v.csv", Cli.table(50, 2) + "1,NA,3\n");
    String error = cli.fit("t.csv", "m.bijou", "--validation", "{}/v.csv").error(2);
    assertTrue(error.contains("v.csv, row 51, column \"b\": the cell is missing"), error);
    cli.write("x.csv", Cli.table(50, 2) + "1e39,2,3\n");
    error = cli.fit("t.csv", "m.bijou", "--validation", "{}/x.csv").error(2);
    assertTrue(error.contains("x.csv, row 51, column \"a\""), error);
    cli.write("g.csv", Cli.table(50, 2) + "1,2,NA\n");
    error = cli.fit("t.csv", "m.bijou", "--given", "c", "--validation", "{}/g.csv").error(2);
    assertTrue(error.contains("g.csv, row 51, column \"c\": the cell is missing"), error);
  }

  @Test
  void resumedFitEqualsAnUninterruptedOne() {
    String[] options = {"--epochs", "6", "--members", "2"};
    String[] resumed = {
      "--epochs", "6", "--members", "2", "--checkpoint", "{}/fit.checkpoint", "--resume"
    };
    cli.fit("t.csv", "whole.bijou", options).ok();
    assertEquals(130, cli.fit(Cli.interruptedAfter(4), "t.csv", "part.bijou", resumed).code());
    assertFalse(Arrays.equals(weights("whole.bijou"), weights("part.bijou")));
    assertEquals(130, cli.fit(Cli.interruptedAfter(8), "t.csv", "part.bijou", resumed).code());
    cli.fit("t.csv", "resumed.bijou", resumed).ok();
    assertArrayEquals(weights("whole.bijou"), weights("resumed.bijou"));
    assertArrayEquals(
        model("whole.bijou").provenance().members().getFirst().validation(),
        model("resumed.bijou").provenance().members().getFirst().validation());
  }

  @Test
  void checkpointIsNeitherOverwrittenNorMistakenForAnother() {
    String checkpoint = folder.resolve("c").toString();
    cli.fit("t.csv", "m.bijou", "--checkpoint", checkpoint).ok();
    assertEquals(
        checkpoint
            + " exists: continue from it with --resume, or name another file with --checkpoint",
        cli.fit("t.csv", "m.bijou", "--checkpoint", checkpoint).error(2));
    String other =
        lastLine(
            cli.fit("t.csv", "m.bijou", "--checkpoint", checkpoint, "--resume", "--seed", "9"), 2);
    assertEquals(
        "bijou: %s is the checkpoint of another fit: the seed is 0 there and 9 here; give the same data and options, or name another file"
            .formatted(checkpoint),
        other);
    cli.write("c", "no checkpoint");
    String damaged =
        lastLine(cli.fit("t.csv", "m.bijou", "--checkpoint", checkpoint, "--resume"), 2);
    assertTrue(damaged.startsWith("bijou: " + checkpoint + ": "), damaged);
  }

  private static String lastLine(Cli.Result result, int code) {
    assertEquals(code, result.code(), result.err());
    return result.err().lines().toList().getLast();
  }

  @Test
  void refusesTablesThatCannotBeLearnedFrom() {
    assertEquals(
        folder.resolve("absent.csv") + ": no such file", cli.fit("absent.csv", "m").error(2));
    cli.write("empty.csv", "");
    assertTrue(
        cli.fit("empty.csv", "m")
            .error(2)
            .contains("empty.csv is empty; a table needs a header row"));
    cli.write("header.csv", "a,b\n");
    assertTrue(cli.fit("header.csv", "m").error(2).contains("has a header but no rows"));
    cli.write("one.csv", "a,b\n1,2\n");
    assertTrue(
        cli.fit("one.csv", "m")
            .error(2)
            .contains("one.csv has one row; a density needs at least two"));
    cli.write("same.csv", "a,b\n" + "1,2\n".repeat(9));
    assertTrue(cli.fit("same.csv", "m").error(2).contains("same.csv: no column varies"));
    cli.write("keys.csv", "a,b\nx,1\ny,1\nz,1\n");
    assertTrue(cli.fit("keys.csv", "m").error(2).contains("keys.csv: no column varies"));
    assertTrue(
        cli.fit("t.csv", "m", "--given", "z").error(2).contains("t.csv has no column \"z\""));
    assertTrue(
        cli.fit("t.csv", "m", "--given", "a,b,c").error(2).contains("every column is given"));
    assertFalse(Files.exists(folder.resolve("m")));
  }

  @Test
  void saysThatTheModelCannotBeWrittenBeforeLearning() throws IOException {
    assertEquals(
        "cannot write %1$s/no/m.bijou: there is no folder %1$s/no".formatted(folder),
        cli.fit("t.csv", "no/m.bijou").error(1));
    Files.createDirectory(folder.resolve("d"));
    assertTrue(cli.fit("t.csv", "d").error(1).endsWith("it is a folder; give the name of a file"));
  }
}

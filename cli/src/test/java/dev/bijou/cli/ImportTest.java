package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bijou.table.Tables;
import dev.bijou.table.text.NumberText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {
  private static final Path FLOWS =
      Path.of("../interop/src/test/resources/dev/bijou/interop/flows"); // tests run in cli

  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(folder);
  }

  private Cli.Result read(String flow, String... options) {
    String[] arguments = new String[options.length + 6];
    String base = FLOWS.resolve(flow).toString();
    String[] first = {"import", base + ".pt", "-o", "{}/m.bijou", "--config", base + ".json"};
    System.arraycopy(first, 0, arguments, 0, first.length);
    System.arraycopy(options, 0, arguments, first.length, options.length);
    return cli.run(arguments);
  }

  @Test
  void anImportedFlowScoresSamplesAndTellsOfItself() throws IOException {
    Cli.Result result = read("zuko-maf");
    assertTrue(
        result
            .ok()
            .err()
            .startsWith("read a flow of zuko: 4 columns, 645 parameters; not calibrated"),
        result.err());
    JsonObject rows =
        JsonParser.parseString(Files.readString(FLOWS.resolve("zuko-maf.rows"))).getAsJsonObject();
    StringBuilder table = new StringBuilder("x1,x2,x3,x4\n");
    rows.getAsJsonArray("x")
        .forEach(row -> table.append(row.toString().replaceAll("[\\[\\]]", "")).append('\n'));
    cli.write("t.csv", table.toString());
    float[] scores = Tables.score(Tables.load(folder.resolve("m.bijou")), folder.resolve("t.csv"));
    for (int n = 0; n < scores.length; n++) {
      double expected = rows.getAsJsonArray("log_prob").get(n).getAsDouble();
      assertEquals(expected, scores[n], 1e-5 * (1 + Math.abs(expected)));
    }
    assertTrue(
        cli.run("score", "{}/m.bijou", "{}/t.csv")
            .ok()
            .lines()
            .get(1)
            .endsWith("," + NumberText.of(scores[0])));
    assertEquals(6, cli.run("sample", "{}/m.bijou", "-n", "5").ok().lines().size());
    assertTrue(cli.run("inspect", "{}/m.bijou").ok().out().contains("--import zuko"));
    assertTrue(cli.run("detect", "{}/m.bijou", "{}/t.csv").error(2).contains("calibrat"));
  }

  @Test
  void rowsCalibrateIt() {
    read("nflows-nsf").ok();
    cli.run("sample", "{}/m.bijou", "-n", "500", "--seed", "1", "-o", "{}/held.csv").ok();
    Cli.Result again = read("nflows-nsf", "--calibrate", "{}/held.csv");
    assertTrue(again.ok().err().contains("calibrated by 500 rows"), again.err());
    cli.write("odd.csv", "x1,x2,x3\n0,0,0\n90,-90,90\n");
    Cli.Result detected = cli.run("detect", "{}/m.bijou", "{}/odd.csv").ok();
    assertTrue(detected.lines().get(2).contains("true"), detected.out());
    assertFalse(detected.lines().get(1).contains("true"), detected.out());
  }

  @Test
  void columnsMayBeNamedAndGiven() {
    read("zuko-nice", "--columns", "a,b,c,u,v").ok();
    cli.write("t.csv", "v,u,c,b,a\n1,2,3,4,5\n");
    assertEquals(2, cli.run("score", "{}/m.bijou", "{}/t.csv").ok().lines().size());
    cli.write("given.csv", "u,v\n0.5,1\n");
    assertEquals(
        4,
        cli.run("sample", "{}/m.bijou", "-n", "3", "--given", "{}/given.csv").ok().lines().size());
    assertTrue(
        read("zuko-nice", "--columns", "a,b")
            .error(2)
            .contains("names 2 columns, but the flow has 5"));
  }

  @Test
  void whatCannotBeReadIsSaidInOneLine() {
    cli.write("flow.pt", "hello");
    assertEquals(
        folder.resolve("flow.pt") + ": neither PyTorch's weights nor safetensors, .npz or .eqx",
        cli.run("import", "{}/flow.pt", "-o", "{}/m.bijou").error(2));
    assertEquals(
        "--config: no valid JSON",
        cli.run("import", "{}/flow.pt", "-o", "{}/m.bijou", "--config", "{oops").error(2));
    assertEquals(
        "cannot read {}/none.json: no such file or folder".replace("{}", folder.toString()),
        cli.run("import", "{}/flow.pt", "-o", "{}/m.bijou", "--config", "{}/none.json").error(2));
    assertTrue(
        read("zuko-maf", "--as", "pyro").error(2).contains("flows of \"pyro\" are not read"));
    assertTrue(read("zuko-nsf", "--calibrate", "{}/none.csv").error(2).contains("none.csv"));
    assertFalse(Files.exists(folder.resolve("m.bijou")));
  }

  /// A Glow-TTS of random weights: that its spectrograms are right is tested where it is read.
  @Test
  void anImportedSpeakerSpeaks() throws IOException {
    Path speakers = FLOWS.resolveSibling("speakers");
    for (String name : List.of("glow-tts-tiny", "glow-tts-tiny-blank")) {
      String file = speakers.resolve(name).toString();
      Cli.Result read =
          cli.run("import", file + ".pth", "-o", "{}/s.bijou", "--config", file + ".json").ok();
      String kind = name.endsWith("blank") ? "Glow-TTS with blanks" : "Glow-TTS";
      assertTrue(read.err().startsWith("read a speaker of " + kind + ": 12 bands"), read.err());
      String[] speak = {"speak", "Well, it speaks.", "--speaker", "{}/s.bijou", "-o", "{}/s.wav"};
      String[] plain = {"--vocoder", "griffin-lim", "--temperature", "0.667", "--mel", "{}/s.npy"};
      cli.run(Stream.of(speak, plain).flatMap(Stream::of).toArray(String[]::new)).ok();
      assertTrue(Files.size(folder.resolve("s.wav")) > 10_000);
      assertTrue(cli.run("inspect", "{}/s.bijou").ok().out().contains("--imported " + name));
      assertEquals(
          "a speaker has no columns: leave out --columns and --calibrate",
          cli.run("import", file + ".pth", "-o", "{}/t.bijou", "--columns", "a").error(2));
    }
  }
}

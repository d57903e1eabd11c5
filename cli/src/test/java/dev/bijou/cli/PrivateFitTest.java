package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fits under differential privacy.
class PrivateFitTest {
  private static final int ROWS = 800;

  @TempDir private static Path models;
  @TempDir private Path folder;
  private static Cli.Result fitted;
  private Cli cli;

  /// A key, a name that decides most of a number, a rare name, a missing cell now and then, and a Boolean.
  private static String table() {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("id,town,size,grade,member\n");
    for (int i = 0; i < ROWS; i++) {
      boolean rome = random.nextBoolean();
      text.append("k%05d".formatted(i * 7919 % 100_000))
          .append(random.nextInt(100) == 0 ? ",Ulm" : rome ? ",Rome" : ",Bonn")
          .append(
              random.nextInt(20) == 0
                  ? ","
                  : String.format(Locale.ROOT, ",%.2f", (rome ? 5 : -5) + random.nextGaussian()))
          .append(',')
          .append(1 + random.nextInt(5))
          .append(random.nextInt(4) == 0 ? ",yes" : ",no")
          .append('\n');
    }
    return text.toString();
  }

  @BeforeAll
  static void fit() {
    Cli cli = new Cli(models);
    cli.write("t.csv", table());
    fitted = cli.run("fit", "{}/t.csv", "-o", "{}/m.bijou", "--epsilon", "8", "--epochs", "4").ok();
  }

  @BeforeEach
  void setUp() {
    cli = new Cli(folder);
  }

  private static double figure(String name) {
    String line = fitted.lines().stream().filter(l -> l.startsWith(name)).findFirst().orElseThrow();
    return Double.parseDouble(line.split(": ")[1].split(" ")[0]);
  }

  @Test
  void isAboutAsGoodAsIndependentColumnsAndSaysWhatItCosts() {
    assertTrue(
        figure("held-out log-density") > figure("independent-columns baseline") - 1, fitted.out());
    assertTrue(fitted.out().contains("private: epsilon 8, delta "), fitted.out());
    assertTrue(fitted.out().contains("not covered: names, kinds, ranges"), fitted.out());
  }

  @Test
  void keepsNothingButWhatIsCovered() {
    Cli.Result inspected = cli.run("inspect", models + "/m.bijou", "--json").ok();
    JsonObject json = JsonParser.parseString(inspected.out()).getAsJsonObject();
    assertEquals(0, json.getAsJsonObject("held_out").get("rows").getAsInt());
    assertEquals(0, json.getAsJsonObject("held_out").get("log_density").getAsDouble());
    assertFalse(json.has("watched"));
    JsonObject provenance = json.getAsJsonObject("provenance");
    assertEquals("", provenance.getAsJsonObject("data").get("sha256").getAsString());
    assertEquals("", provenance.getAsJsonObject("data").get("fingerprint").getAsString());
    assertTrue(provenance.getAsJsonArray("findings").isEmpty());
    JsonObject options = provenance.getAsJsonObject("options");
    assertEquals("8", options.get("epsilon").getAsString());
    for (String name : new String[] {"noise", "clip", "steps", "share", "counts"}) {
      assertTrue(Double.parseDouble(options.get("dp." + name).getAsString()) > 0, name);
    }
    String lines = cli.run("inspect", models + "/m.bijou").ok().out();
    assertTrue(lines.contains("private     epsilon 8, delta "), lines);
    assertFalse(lines.contains("SHA-256"), lines);
  }

  @Test
  void drawsScoresAndReports() {
    String table = models + "/t.csv";
    Cli.Result drawn = cli.run("sample", models + "/m.bijou", "-n", "500").ok();
    assertEquals("town,size,grade,member", drawn.lines().getFirst());
    assertEquals(501, drawn.lines().size());
    assertTrue(drawn.lines().stream().skip(1).allMatch(l -> l.matches("(Rome|Bonn|Ulm),.*")));
    assertEquals(ROWS + 1, cli.run("score", models + "/m.bijou", table).ok().lines().size());
    cli.run("report", models + "/m.bijou", table, "-o", "{}/r.html").ok();
    assertTrue(cli.read("r.html").contains("under differential privacy, epsilon 8"));
  }

  @Test
  void noiseIsSecret() {
    cli.write("t.csv", table());
    String[] fit = {"fit", "{}/t.csv", "-o", "{}/m.bijou", "--epsilon", "8", "--epochs", "1"};
    cli.run(fit).ok();
    String once = cli.run("sample", "{}/m.bijou", "-n", "20").ok().out();
    cli.run(fit).ok();
    assertNotEquals(once, cli.run("sample", "{}/m.bijou", "-n", "20").ok().out());
  }

  @Test
  void refusesWhatMakesNoSense() {
    cli.write("t.csv", table());
    assertTrue(
        cli.run("fit", "{}/t.csv", "-o", "{}/m.bijou", "--epsilon", "1", "--members", "2")
            .error(2)
            .startsWith("--epsilon and --members exclude each other"));
    assertEquals(
        "--delta needs --epsilon E",
        cli.run("fit", "{}/t.csv", "-o", "{}/m.bijou", "--delta", "1e-5").error(2));
    assertEquals(
        "epsilon is -1, but must lie between 0 and 1000",
        cli.run("fit", "{}/t.csv", "-o", "{}/m.bijou", "--epsilon=-1").error(2));
    assertTrue(cli.files().stream().noneMatch(name -> name.endsWith(".bijou")));
  }
}

package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.cli.console.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What `serve` and `studio` refuse before they begin; what they answer is tested in their module.
class ServeTest {
  @TempDir Path folder;

  private String refused(String... arguments) {
    return new Cli(folder).run(arguments).error(2);
  }

  @Test
  void otherMachinesNeedAToken() {
    assertEquals(
        "--host 0.0.0.0 can be reached by other machines; give a --token-file, or say --insecure",
        refused("serve", "m.bijou", "--host", "0.0.0.0"));
  }

  @Test
  void aTokenCannotBeGuessed() throws IOException {
    Files.writeString(folder.resolve("token"), "short");
    assertTrue(
        refused("serve", "m.bijou", "--token-file", "{}/token").startsWith("the token has 5"));
    assertTrue(refused("serve", "m.bijou", "--token-file", "{}/none").startsWith("cannot read "));
  }

  @Test
  void limitsHaveNamesAndAreNumbers() {
    assertTrue(refused("serve", "m.bijou", "--limit", "rows").startsWith("--limit: \"rows\""));
    assertTrue(refused("serve", "m.bijou", "--limit", "rows=x").startsWith("--limit: \"rows=x\""));
    assertEquals(
        "limit rows is 0, but must be at least 1", refused("serve", "m", "--limit", "rows=0"));
    assertTrue(
        refused("serve", "m", "--limit", "lines=1").startsWith("there is no limit \"lines\", but"));
  }

  @Test
  void addressesThatCannotBeListenedOn() throws IOException {
    assertTrue(refused("serve", "m", "--port", "70000").startsWith("port is 70000"));
    assertTrue(refused("serve", "m", "--drain", "-1").startsWith("--drain is -1"));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertTrue(
          refused("studio", "--no-browser", "--port", Integer.toString(taken.getLocalPort()))
              .startsWith("cannot listen on 127.0.0.1"));
    }
  }

  @Test
  void modelsThatAreNone() {
    assertTrue(refused("serve", "{}/none.bijou").endsWith("no such file or folder"));
    assertTrue(refused("studio", "{}/none.csv").endsWith("no such file"));
    assertTrue(refused("serve").startsWith("nothing to serve: name a MODEL"));
    assertTrue(
        refused("serve", "--speaker", "{}/none", "--vocoder", "{}/none")
            .endsWith("no such file or folder"));
  }

  /// A service from its start to its end in one process, with a client, as a build rehearses it.
  @Test
  @Timeout(120)
  void servesUntilItIsInterrupted() throws IOException {
    Path table = folder.resolve("few.csv");
    StringBuilder csv = new StringBuilder("a,b\n");
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 300; i++) {
      double a = random.nextGaussian();
      csv.append("%.3f,%.3f\n".formatted(a, a + random.nextGaussian()));
    }
    Files.writeString(table, csv);
    String model = folder.resolve("few.bijou").toString();
    new Cli(folder)
        .run("fit", table.toString(), "-o", model, "--members", "1", "--epochs", "2", "--quiet");
    RehearsedCalls client = new RehearsedCalls(table);
    Shell shell = client.shell(Shell.system());
    assertEquals(0, Main.run(shell, "serve", model, "--port", "0", "--quiet"));
    client.check();
  }
}

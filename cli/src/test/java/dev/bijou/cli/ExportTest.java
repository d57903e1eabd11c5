package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  private static final Path FLOWS =
      Path.of("../interop/src/test/resources/dev/bijou/interop/flows"); // tests run in cli

  @TempDir private Path folder;

  @Test
  void everyFormOfAFlowIsWritten() throws IOException {
    Cli cli = new Cli(folder);
    String base = FLOWS.resolve("zuko-nice").toString();
    cli.run("import", base + ".pt", "-o", "{}/m.bijou", "--config", base + ".json").ok();
    for (String what : new String[] {"score", "sample", "latent"}) {
      assertTrue(
          cli.run("export", "{}/m.bijou", "-o", "{}/m.onnx", "--what", what)
              .ok()
              .err()
              .startsWith("wrote " + folder.resolve("m.onnx")));
      assertEquals(8, Files.readAllBytes(folder.resolve("m.onnx"))[0]); // the IR version's field
    }
    assertTrue(
        cli.run("export", "{}/m.bijou", "-o", "{}/m.onnx", "--what", "all")
            .error(2)
            .contains("--what: \"all\" is none of"));
  }

  @Test
  void whatHasNoFormIsNamed() {
    Cli cli = new Cli(folder);
    cli.write("t.csv", "name,x\n" + "a,1.5\nb,2.25\na,1.75\nc,3.125\n".repeat(20));
    cli.fit("t.csv", "mixed.bijou", "--flow", "neural-spline").ok();
    assertTrue(
        cli.run("export", "{}/mixed.bijou", "-o", "{}/m.onnx").ok().err().startsWith("wrote "));
    Path latent = folder.resolve("latent.onnx");
    assertTrue(
        cli.run("export", "{}/mixed.bijou", "-o", "{}/latent.onnx", "--what", "latent")
            .error(2)
            .startsWith(folder.resolve("mixed.bijou") + ": "));
    assertFalse(Files.exists(latent));
  }
}

package dev.bijou.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files with bytes changed, moved, lost and doubled, in seeded ways: each is read, or refused in one line.
class MutatedFilesTest {
  private static final int MUTATIONS = 100;

  static List<Path> files() {
    return List.of(
        Fixtures.file("flows/zuko-nsf.pt"),
        Fixtures.file("flows/zuko-nsf-passes.pt"),
        Fixtures.file("flows/nflows-nsf.pt"),
        Fixtures.file("flows/nflows-nsf-coupling.pt"),
        Fixtures.file("flows/nflows-realnvp.pt"),
        Fixtures.file("container/legacy.pt"),
        Fixtures.file("container/module.pt"),
        Fixtures.file("container/fortran.npz"),
        Fixtures.file("container/plain.safetensors"),
        Fixtures.file("container/leaves.eqx"),
        Fixtures.file("voices/waveglow-tiny.pt"),
        Fixtures.file("speakers/glow-tts-tiny-blank.pth"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void eachIsReadOrRefusedInOneLine(Path original, @TempDir Path folder) throws IOException {
    byte[] bytes = Files.readAllBytes(original);
    Path json = Fixtures.sibling(original, ".json");
    String config = Files.exists(json) ? Fixtures.text(json) : "{\"class\": \"NSF\"}";
    Path file = folder.resolve("mutated");
    int refused = 0;
    for (int seed = 0; seed < MUTATIONS; seed++) {
      Files.write(file, mutated(bytes, new Random(seed)));
      try {
        read(file, config);
      } catch (InputException e) {
        refused++;
        assertEquals(1, String.valueOf(e.getMessage()).lines().count(), "seed " + seed);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed %d: %s".formatted(seed, e), e);
      }
    }
    assertTrue(refused > MUTATIONS / 10, refused + " refused");
  }

  private static void read(Path file, String config) {
    if (ForeignVoices.read(file, config, "config").isEmpty()
        && ForeignSpeakers.read(file, config, "config", List.of("_", " ")).isEmpty()) {
      ForeignFlows.read(file, config, "config", "");
    }
  }

  private static byte[] mutated(byte[] original, Random random) {
    byte[] bytes = original.clone();
    switch (random.nextInt(4)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> {
        int from = random.nextInt(bytes.length);
        int to = random.nextInt(bytes.length);
        int length = Math.min(random.nextInt(64), bytes.length - Math.max(from, to));
        System.arraycopy(original, from, bytes, to, length);
      }
      default -> {
        int changes = 1 + random.nextInt(20);
        for (int i = 0; i < changes; i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
      }
    }
    return bytes;
  }
}

package dev.bijou.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.ModelFileException;
import dev.bijou.distribution.DiagonalNormal;
import dev.bijou.distribution.DistributionSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A model file that is not whole to the last bit is refused in one line.
class DamageTest {
  @TempDir Path folder;

  @Test
  void cutAnywhere() throws IOException {
    byte[] whole = smallModel();
    for (int length = 0; length < whole.length; length++) {
      assertRefused("cut to " + length + " bytes", Arrays.copyOf(whole, length));
    }
  }

  @Test
  void theCutTensorIsNamed() throws IOException {
    byte[] whole = smallModel();
    Path file = Files.write(folder.resolve("model.bijou"), Arrays.copyOf(whole, whole.length - 5));
    var refusal = assertThrows(ModelFileException.class, () -> ModelFile.read(file));
    assertEquals(
        "%s: truncated: tensor \"logScale\" ends at byte %d, but the file has %d bytes"
            .formatted(file, whole.length, whole.length - 5),
        refusal.getMessage());
  }

  @Test
  void everyByteOfASmallModelFlipped() throws IOException {
    byte[] whole = smallModel();
    RandomGenerator random = new SplittableRandom(6);
    for (int at = 0; at < whole.length; at++) {
      flip(whole, at, random.nextInt(8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"autoregressive-spline", "ensemble"})
  void randomBitsOfLargerModelsFlipped(String name) throws IOException {
    byte[] whole = model(SpecCatalogue.all().get(name));
    RandomGenerator random = new SplittableRandom(7);
    for (int i = 0; i < 300; i++) {
      flip(whole, random.nextInt(whole.length), random.nextInt(8));
    }
  }

  @Test
  void bytesSwappedInsertedOrAppended() throws IOException {
    byte[] whole = smallModel();
    byte[] longer = Arrays.copyOf(whole, whole.length + 8);
    assertRefused("8 zeros appended", longer);
    RandomGenerator random = new SplittableRandom(8);
    for (int i = 0; i < 200; i++) {
      int at = random.nextInt(whole.length);
      byte[] inserted = Arrays.copyOf(whole, whole.length + 1);
      System.arraycopy(whole, at, inserted, at + 1, whole.length - at);
      assertRefused("byte " + at + " doubled", inserted);
      int other = random.nextInt(whole.length);
      if (whole[at] != whole[other]) {
        byte[] swapped = whole.clone();
        swapped[at] = whole[other];
        swapped[other] = whole[at];
        assertRefused("bytes %d and %d swapped".formatted(at, other), swapped);
      }
    }
  }

  private void flip(byte[] whole, int at, int bit) throws IOException {
    byte[] damaged = whole.clone();
    damaged[at] ^= (byte) (1 << bit);
    assertRefused("bit %d of byte %d flipped".formatted(bit, at), damaged);
  }

  private void assertRefused(String what, byte[] damaged) throws IOException {
    Path file = folder.resolve("damaged.bijou");
    Files.deleteIfExists(file); // some file systems flush what replaces the content of a file
    Files.write(file, damaged);
    String message =
        assertThrows(ModelFileException.class, () -> ModelFile.read(file), what).getMessage();
    assertTrue(message.startsWith(file + ": ") && message.indexOf('\n') < 0, message);
  }

  private byte[] smallModel() throws IOException {
    return model(new DiagonalNormal.Spec(3));
  }

  private byte[] model(DistributionSpec spec) throws IOException {
    Path file = folder.resolve("whole.bijou");
    ModelFile.write(file, SpecCatalogue.trained(spec), Map.of("provenance", "\"a test\""));
    return Files.readAllBytes(file);
  }
}

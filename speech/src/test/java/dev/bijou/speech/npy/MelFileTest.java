package dev.bijou.speech.npy;

import static dev.bijou.speech.Signals.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.speech.Signals;
import dev.bijou.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MelFileTest {
  private static final Tensor MEL = Tensor.of(2, 3, 1, 2, 3, -4, -5, -6.5f);

  private static Tensor read(byte[] file, int bands) throws Exception {
    return MelFile.read("mel.npy", new ByteArrayInputStream(file), bands);
  }

  private static String readRefusal(byte[] file, int bands) {
    return refusal(() -> read(file, bands));
  }

  private static byte[] written(Tensor mel) {
    return Signals.bytes(stream -> MelFile.write(stream, mel));
  }

  /// A file as NumPy writes one, of numbers of the given type.
  private static byte[] npy(int version, String type, boolean fortran, String shape, double... x) {
    String text =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n"
            .formatted(type, fortran ? "True" : "False", shape);
    ByteBuffer file =
        ByteBuffer.allocate(1000)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0x93)
            .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
            .put((byte) version)
            .put((byte) 0);
    if (version == 1) {
      file.putShort((short) text.length());
    } else {
      file.putInt(text.length());
    }
    file.put(text.getBytes(StandardCharsets.US_ASCII));
    file.order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (double value : x) {
      switch (type.charAt(2)) {
        case '2' -> file.putShort(Float.floatToFloat16((float) value));
        case '4' -> file.putFloat((float) value);
        default -> file.putDouble(value);
      }
    }
    return Arrays.copyOf(file.array(), file.position());
  }

  @Test
  void writesWhatNumPyDoes() throws Exception {
    byte[] file = written(MEL);
    assertEquals(128 + 24, file.length);
    String head = new String(file, StandardCharsets.ISO_8859_1).substring(0, 128);
    assertEquals("\u0093NUMPY\u0001\0v\0", head.substring(0, 10));
    assertEquals(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
        head.substring(10, 127).stripTrailing());
    assertEquals('\n', head.charAt(127));
    assertArrayEquals(MEL.data(), read(file, 2).data());
  }

  @ParameterizedTest
  @CsvSource({"1,<f4", "2,<f4", "3,<f8", "1,>f4", "1,>f8", "1,<f2", "1,>f2"})
  void readsEveryKindOfFloat(int version, String type) throws Exception {
    double[] rows = {1, 2, 3, -4, -5, -6.5};
    double[] columns = {1, -4, 2, -5, 3, -6.5};
    assertArrayEquals(MEL.data(), read(npy(version, type, false, "(2, 3)", rows), 2).data());
    assertArrayEquals(MEL.data(), read(npy(version, type, true, "(2, 3)", columns), 2).data());
    assertArrayEquals(MEL.data(), read(npy(version, type, false, "(1, 2, 3)", rows), 2).data());
  }

  @Test
  void refusesWhatIsNoSpectrogramInOneLine() {
    assertEquals(
        "mel.npy: is not a .npy file; write it with numpy.save", readRefusal(new byte[0], 80));
    assertEquals(
        "mel.npy: is not a .npy file; write it with numpy.save",
        readRefusal("RIFF....WAVEfmt ".getBytes(), 80));
    assertEquals(
        "mel.npy: has the shape [2, 3], but needs 3 bands × frames; transpose it",
        readRefusal(written(MEL), 3));
    assertEquals(
        "mel.npy: has the shape [2, 3], but needs 80 bands × frames; compute it with the mel settings of the voice",
        readRefusal(written(MEL), 80));
    assertEquals(
        "mel.npy: numbers of type <i4 are not floats; write float32",
        readRefusal(npy(1, "<i4", false, "(2, 3)", 1), 2));
    assertEquals(
        "mel.npy: holds no frames; compute it again",
        readRefusal(npy(1, "<f4", false, "(2, 0)"), 2));
    assertEquals(
        "mel.npy, band 1, frame 2: NaN is not finite; compute it again",
        readRefusal(npy(1, "<f4", false, "(2, 3)", 1, 2, 3, 4, 5, Double.NaN), 2));
    assertEquals(
        "mel.npy: the file ends after 4 of 6 values; copy it again",
        readRefusal(npy(1, "<f4", false, "(2, 3)", 1, 2, 3, 4), 2));
    assertEquals(
        "mel.npy: has too many frames; cut it",
        readRefusal(npy(1, "<f4", false, "(2, 2000000000)", 1), 2));
    assertTrue(
        refusal(() -> MelFile.read(Path.of("no.npy"), 80)).startsWith("no.npy: no such file"));
  }

  @Test
  void everyCutIsRefused() {
    byte[] whole = written(MEL);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertTrue(readRefusal(cut, 2).startsWith("mel.npy: "), "cut at " + length);
    }
  }
}

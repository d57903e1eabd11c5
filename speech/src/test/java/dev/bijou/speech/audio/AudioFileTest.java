package dev.bijou.speech.audio;

import static dev.bijou.speech.Signals.refusal;
import static dev.bijou.speech.Signals.wav;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.speech.Signals;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioFileTest {
  private static SampleStream open(byte[] file) {
    return AudioFile.open("in.wav", new ByteArrayInputStream(file));
  }

  private static String openRefusal(byte[] file) {
    return refusal(() -> open(file).readAll());
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// −1, 0, a half and the largest value, in the sample format.
  private static byte[] ramp(int codec, int bits, int channels) {
    ByteBuffer data = bytes(4 * channels * bits / 8);
    for (double x : new double[] {-1, 0, 0.5, 1 - Math.scalb(1.0, 1 - bits)}) {
      for (int c = 0; c < channels; c++) {
        switch (codec * 100 + bits) {
          case 108 -> data.put((byte) Math.round(x * 128 + 128));
          case 116 -> data.putShort((short) Math.round(x * 32768));
          case 124 -> {
            long value = Math.round(x * 8388608);
            data.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
          }
          case 132 -> data.putInt((int) Math.round(x * 2147483648.0));
          case 332 -> data.putFloat((float) x);
          default -> data.putDouble(x);
        }
      }
    }
    return data.array();
  }

  @ParameterizedTest
  @CsvSource({"1,8", "1,16", "1,24", "1,32", "3,32", "3,64"})
  void readsEverySampleFormat(int codec, int bits) {
    for (int channels : new int[] {1, 2, 6}) {
      for (boolean extensible : new boolean[] {false, true}) {
        byte[] data = ramp(codec, bits, channels);
        byte[] file = wav(codec, channels, 48_000, bits, extensible, data.length, data);
        try (SampleStream stream = open(file)) {
          assertEquals(48_000, stream.sampleRateHz());
          assertEquals(4, stream.length());
          float largest = (float) (1 - Math.scalb(1.0, 1 - bits));
          assertArrayEquals(new float[] {-1, 0, 0.5f, largest}, stream.readAll());
        }
      }
    }
  }

  @Test
  void channelsBecomeTheirMean() {
    byte[] data = bytes(8).putShort((short) 1000).putShort((short) 3000).putInt(0).array();
    assertArrayEquals(
        new float[] {2000 / 32768f, 0}, open(wav(1, 2, 8000, 16, false, 8, data)).readAll());
  }

  @Test
  void readsLogarithmicTelephony() {
    byte[] data = {(byte) 0xFF, 0x00, (byte) 0x80};
    float[] samples = open(wav(7, 1, 8000, 8, false, 3, data)).readAll();
    assertArrayEquals(new float[] {0, -32124 / 32768f, 32124 / 32768f}, samples);
  }

  @Test
  void readsInParts() {
    float[] sound = Signals.chirp(10_001);
    byte[] file = Signals.bytes(s -> write(s, sound));
    float[] parts = new float[sound.length];
    try (SampleStream stream = open(file)) {
      int done = 0;
      while (done < parts.length) {
        done += stream.read(parts, done, Math.min(77, parts.length - done));
      }
      assertEquals(-1, stream.read(parts, 0, 1));
      assertEquals(0, stream.read(parts, 0, 0));
    }
    assertArrayEquals(open(file).readAll(), parts);
  }

  private static void write(OutputStream stream, float[] sound) throws Exception {
    try (WavWriter writer = new WavWriter(stream, 22_050, sound.length)) {
      writer.write(sound);
    }
  }

  @Test
  void aHeaderOfAStreamClaimsMoreThanThereIs() {
    byte[] data = bytes(4).putShort((short) 16384).putShort((short) 0).array();
    SampleStream stream = open(wav(1, 1, 8000, 16, false, -1, data));
    assertEquals(SampleStream.UNKNOWN, stream.length());
    assertArrayEquals(new float[] {0.5f, 0}, stream.readAll());
  }

  @Test
  void refusesWhatIsNoSoundInOneLine() {
    assertEquals("in.wav: the file is empty; record or copy it again", openRefusal(new byte[0]));
    assertEquals(
        "in.wav: is not audio in a known format; give a WAV or FLAC file",
        openRefusal("hello".getBytes()));
    assertEquals(
        "in.wav: Ogg is not supported; convert it to WAV or FLAC",
        openRefusal("OggS\0\0\0\0\0\0\0\0\0".getBytes()));
    assertEquals(
        "in.wav: MP3 is not supported; convert it to WAV or FLAC",
        openRefusal(new byte[] {(byte) 0xFF, (byte) 0xFB, 0, 0}));
  }

  @Test
  void refusesDamageInOneLine() {
    byte[] two = bytes(4).putInt(7).array();
    assertEquals(
        "in.wav: the file ends after 2 of 50 samples; copy or record it again",
        openRefusal(wav(1, 1, 8000, 16, false, 100, two)));
    assertEquals(
        "in.wav: holds no samples; record or copy it again",
        openRefusal(wav(1, 1, 8000, 16, false, 0, new byte[0])));
    String damaged =
        "in.wav: the header is damaged or the codec not supported; convert it to WAV of 16-bit PCM";
    byte[] whole = wav(1, 1, 8000, 16, false, 4, two);
    for (int length : new int[] {12, 30, 36}) {
      assertEquals(damaged, openRefusal(Arrays.copyOf(whole, length)), "cut at " + length);
    }
    assertEquals(damaged, openRefusal(wav(2, 1, 8000, 4, false, 4, two)), "ADPCM");
    assertEquals(
        "in.wav: a sample rate of 0 Hz is not plausible; write the file again",
        openRefusal(wav(1, 1, 0, 16, false, 4, two)));
    assertEquals(
        "in.wav: PCM_SIGNED of 12 bits is not supported; convert it to WAV of 16-bit PCM",
        openRefusal(wav(1, 1, 8000, 12, false, 4, two)));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 20_000})
  void refusesFloatsThatAreNoSound(float value) {
    byte[] data = bytes(8).putFloat(0.5f).putFloat(value).array();
    String message = openRefusal(wav(3, 1, 8000, 32, false, 8, data));
    assertTrue(message.startsWith("in.wav, sample 1: " + value + " is "), message);
  }

  @Test
  void aCutFileNeverHangsOrPrintsAStack() {
    byte[] file = wav(1, 2, 8000, 24, true, 60, new byte[60]);
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertTrue(openRefusal(cut).startsWith("in.wav"), "cut at " + length);
    }
  }

  @Test
  void namesFilesThatCannotBeOpened(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("no.wav");
    assertEquals(
        missing + ": no such file or folder; check the path",
        refusal(() -> AudioFile.open(missing)));
    assertEquals(
        folder + ": is a folder; give a WAV or FLAC file", refusal(() -> AudioFile.open(folder)));
    Path file = folder.resolve("a.wav");
    Files.write(file, wav(1, 1, 8000, 16, false, 4, new byte[4]));
    assertEquals(4, AudioFile.read(file, 16_000).length);
  }
}

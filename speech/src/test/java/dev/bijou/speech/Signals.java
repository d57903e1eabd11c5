package dev.bijou.speech;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.function.Executable;

/// Sound to test with: the signals of `reference.py`, WAV files byte by byte, and a real corpus where it is at hand.
public final class Signals {
  private Signals() {}

  /// Uniform in −1…1, by a linear congruential generator.
  public static double[] noise(int count, long seed) {
    double[] values = new double[count];
    long state = seed;
    for (int t = 0; t < count; t++) {
      state = (state * 1664525 + 1013904223) & 0xFFFF_FFFFL;
      values[t] = state / 2147483648.0 - 1;
    }
    return values;
  }

  /// A rising tone, a steady one and a little noise, at 22,050 Hz.
  public static float[] chirp(int count) {
    double[] noise = noise(count, 1);
    float[] samples = new float[count];
    for (int t = 0; t < count; t++) {
      double x = 0.5 * Math.sin(2 * Math.PI * 150 * t * (1 + t / 44100.0) / 22050);
      x += 0.05 * Math.sin(2 * Math.PI * 3000 * t / 22050) + 0.01 * noise[t];
      samples[t] = (float) x;
    }
    return samples;
  }

  /// A sine of the given amplitude.
  public static float[] sine(double hz, int rateHz, int count, double amplitude) {
    float[] samples = new float[count];
    for (int t = 0; t < count; t++) {
      samples[t] = (float) (amplitude * Math.sin(2 * Math.PI * hz * t / rateHz));
    }
    return samples;
  }

  /// The sum of a signal and scaled noise.
  public static float[] plus(float[] signal, double level, long seed) {
    double[] noise = noise(signal.length, seed);
    float[] sum = new float[signal.length];
    for (int t = 0; t < sum.length; t++) {
      sum[t] = (float) (signal[t] + level * noise[t]);
    }
    return sum;
  }

  /// A WAV file.
  ///
  /// @param codec 1 for PCM, 3 for float
  /// @param claimed what the header says is the size of the data, in bytes
  public static byte[] wav(
      int codec, int channels, int rateHz, int bits, boolean extensible, int claimed, byte[] data) {
    int header = extensible ? 40 : 16;
    int frame = channels * bits / 8;
    ByteBuffer file = ByteBuffer.allocate(28 + header + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt(claimed < 0 ? -1 : 20 + header + claimed);
    file.put(ascii("WAVEfmt ")).putInt(header);
    file.putShort((short) (extensible ? 0xFFFE : codec)).putShort((short) channels);
    file.putInt(rateHz).putInt(rateHz * frame).putShort((short) frame).putShort((short) bits);
    if (extensible) {
      file.putShort((short) 22).putShort((short) bits).putInt(channels == 1 ? 4 : 3);
      file.putInt(codec).putInt(0x00100000).putInt(0xAA000080).putInt(0x719B3800);
    }
    file.put(ascii("data")).putInt(claimed).put(data);
    return file.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// The bytes that a writer writes.
  public static byte[] bytes(Writing writing) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    Assertions.assertDoesNotThrow(() -> writing.to(stream));
    return stream.toByteArray();
  }

  /// Writes to a stream.
  public interface Writing {
    void to(ByteArrayOutputStream stream) throws Exception;
  }

  /// The message of the refusal.
  public static String refusal(Executable action) {
    String message = Assertions.assertThrows(SpeechException.class, action).getMessage();
    Assertions.assertFalse(message.contains("\n"), message);
    return message;
  }

  /// The folder of a real corpus, or a skip.
  public static Path kathleen() {
    for (Path root : List.of(Path.of("../shared/data"), Path.of("../../shared/data"))) {
      Path folder = root.resolve("speech/kathleen");
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    Assumptions.abort("shared/data/speech/kathleen is not here");
    throw new AssertionError();
  }
}

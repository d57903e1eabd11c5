package dev.bijou.speech.audio;

import static dev.bijou.speech.Signals.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.speech.Signals;
import dev.bijou.speech.corpus.Corpus;
import dev.bijou.speech.corpus.Utterance;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FlacStreamTest {
  private static SampleStream open(byte[] file) {
    return AudioFile.open("in.flac", new ByteArrayInputStream(file));
  }

  private static float[] samples(FlacBytes file) {
    return open(file.toByteArray()).readAll();
  }

  private static FlacBytes mono(int samples) {
    return FlacBytes.start(22_050, 1, 16, samples);
  }

  private static float[] scaled(int... values) {
    float[] scaled = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = values[i] / 32768f;
    }
    return scaled;
  }

  private static FlacBytes verbatim(FlacBytes out, int bits, int... values) {
    out.subframe(1);
    for (int value : values) {
      out.bits(value, bits);
    }
    return out;
  }

  private static FlacBytes plain() {
    FlacBytes file = mono(3).frame(3, 0, 4);
    return verbatim(file, 16, 100, -200, 32767).endFrame();
  }

  @Test
  void plainSamples() {
    SampleStream stream = open(plain().toByteArray());
    assertEquals(22_050, stream.sampleRateHz());
    assertEquals(3, stream.length());
    assertArrayEquals(scaled(100, -200, 32767), stream.readAll());
  }

  @Test
  void aConstantAndWastedBits() {
    FlacBytes file = mono(7).frame(4, 0, 0).subframe(0).bits(-5, 16).endFrame();
    file.frame(3, 0, 0).bits(0, 1).bits(1, 6).bits(1, 1).unary(2); // three low bits are zero
    file.bits(1, 13).bits(-2, 13).bits(3, 13).endFrame();
    assertArrayEquals(scaled(-5, -5, -5, -5, 8, -16, 24), samples(file));
  }

  /// The squares have constant second differences: order 2 leaves 2s, in two partitions.
  @Test
  void aFixedPrediction() {
    FlacBytes file = mono(8).frame(8, 0, 0).subframe(8 + 2).bits(0, 16).bits(1, 16);
    file.bits(0, 2).bits(1, 4); // 4-bit parameters, two partitions
    file.bits(1, 4).rice(2, 1).rice(2, 1);
    file.bits(15, 4).bits(3, 5).bits(2, 3).bits(2, 3).bits(2, 3).bits(-1, 3); // plain, 3 bits
    assertArrayEquals(scaled(0, 1, 4, 9, 16, 25, 36, 46), samples(file.endFrame()));
  }

  /// x(t) = e(t) + ⌊(3·x(t−1) − 2·x(t−2)) / 2⌋.
  @Test
  void aLinearPrediction() {
    FlacBytes file = mono(5).frame(5, 0, 0).subframe(32 + 1).bits(10, 16).bits(20, 16);
    file.bits(3, 4).bits(1, 5).bits(3, 4).bits(-2, 4); // 4-bit coefficients, shifted by 1
    file.bits(1, 2).bits(0, 4).bits(4, 5).rice(1, 4).rice(-40, 4).rice(100, 4); // 5-bit parameters
    int third = 1 + Math.floorDiv(3 * 20 - 2 * 10, 2);
    int fourth = -40 + Math.floorDiv(3 * third - 2 * 20, 2);
    int fifth = 100 + Math.floorDiv(3 * fourth - 2 * third, 2);
    assertArrayEquals(scaled(10, 20, third, fourth, fifth), samples(file.endFrame()));
  }

  @Test
  void twoChannelsInEveryWay() {
    int[] left = {7, -30, 501};
    int[] right = {4, 11, -500};
    float[] mean = new float[3];
    int[] side = new int[3];
    int[] mid = new int[3];
    for (int t = 0; t < 3; t++) {
      mean[t] = (left[t] + right[t]) / 65536f;
      side[t] = left[t] - right[t];
      mid[t] = left[t] + right[t] >> 1;
    }
    FlacBytes file = FlacBytes.start(44_100, 2, 16, 12);
    verbatim(verbatim(file.frame(3, 1, 0), 16, left), 16, right).endFrame();
    verbatim(verbatim(file.frame(3, 8, 0), 16, left), 17, side).endFrame();
    verbatim(verbatim(file.frame(3, 9, 0), 17, side), 16, right).endFrame();
    verbatim(verbatim(file.frame(3, 10, 0), 16, mid), 17, side).endFrame();
    float[] actual = samples(file);
    for (int frame = 0; frame < 4; frame++) {
      assertArrayEquals(mean, Arrays.copyOfRange(actual, 3 * frame, 3 * frame + 3));
    }
  }

  @Test
  void tagsAroundAreLeftOut() {
    byte[] plain = plain().toByteArray();
    ByteBuffer file = ByteBuffer.allocate(plain.length + 15 + 3);
    file.put("ID3\4\0\0\0\0\0\5".getBytes()).put(new byte[5]).put(plain).put("TAG".getBytes());
    assertArrayEquals(scaled(100, -200, 32767), open(file.array()).readAll());
  }

  @Test
  void aLengthThatIsNotKnown() {
    FlacBytes file = mono(0);
    verbatim(file.frame(2, 0, 4), 16, 1, 2).endFrame();
    assertEquals(SampleStream.UNKNOWN, open(file.toByteArray()).length());
    assertArrayEquals(scaled(1, 2), samples(file));
    assertEquals(
        "in.flac: holds no samples; record or copy it again", refusal(() -> samples(mono(0))));
  }

  /// No memory is taken for samples that only the header speaks of.
  @Test
  void aHeaderThatClaimsTooMuch() {
    FlacBytes file = FlacBytes.start(22_050, 1, 16, (1L << 36) - 1);
    verbatim(file.frame(2, 0, 4), 16, 1, 2).endFrame();
    assertEquals(
        "in.flac: the file ends after 2 of 68719476735 samples; copy or record it again",
        refusal(() -> samples(file)));
    assertEquals(
        "in.flac: a sample rate of 10 Hz is not plausible; write the file again",
        refusal(() -> samples(FlacBytes.start(10, 1, 16, 2))));
  }

  @Test
  void everyCutIsTold() {
    byte[] whole = plain().toByteArray();
    for (int length = 4; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      String message = refusal(() -> open(cut).readAll());
      assertTrue(
          message.equals("in.flac: the file ends within its header; copy it again")
              || message.equals(
                  "in.flac: the file ends after 0 of 3 samples; copy or record it again"),
          message);
    }
  }

  @Test
  void everyFlippedBitOfAFrameIsFound() {
    byte[] whole = plain().toByteArray();
    int frame = mono(3).toByteArray().length;
    for (int bit = 8 * frame; bit < 8 * whole.length; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      String message = refusal(() -> open(damaged).readAll());
      assertTrue(message.startsWith("in.flac: "), message);
    }
  }

  /// The encoder's own checksum of all samples.
  @Test
  void realFilesAreReadExactly() throws Exception {
    Corpus corpus = Corpus.open(Signals.kathleen());
    for (Utterance utterance : corpus.test()) {
      byte[] file = Files.readAllBytes(utterance.audio());
      float[] samples = AudioFile.read(utterance.audio(), 22_050);
      ByteBuffer data = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
      for (float sample : samples) {
        data.putShort((short) (sample * 32768));
      }
      assertArrayEquals(
          Arrays.copyOfRange(file, 26, 42),
          MessageDigest.getInstance("MD5").digest(data.array()),
          utterance.id());
    }
  }
}

package dev.bijou.speech.voice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.speech.corpus.Recording;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingSegmentsTest {
  private static final MelSettings MEL = MelSettings.aligned(Tones.RATE);
  private static final int GROUP = 64;
  private static final int FRAMES = 8;
  private static final Recording ONE = recording(1);
  private static final Recording TWO = recording(2);

  private final Tensor x = Tensor.zeros(GROUP, FRAMES * 256 / GROUP);
  private final Tensor given = Tensor.zeros(80, FRAMES);

  private static Recording recording(long seed) {
    float[] sound = Tones.sung(seed);
    short[] samples = new short[sound.length];
    for (int t = 0; t < samples.length; t++) {
      samples[t] = (short) Math.round(32768 * sound[t]);
    }
    return new Recording("tone-" + seed, samples);
  }

  private RecordingSegments consecutive(int most) {
    return RecordingSegments.consecutive(List.of(ONE, TWO), MEL, GROUP, FRAMES, most, 3);
  }

  @Test
  void spectraAreThoseOfTheWholeRecording() {
    RecordingSegments segments = consecutive(1000);
    Tensor whole = new LogMel(MEL).of(ONE.sound());
    int count = ONE.samples().length / (FRAMES * 256);
    for (int index = 0; index < count; index++) {
      segments.read(0, index, x, given);
      for (int b = 0; b < 80; b++) {
        for (int t = 0; t < FRAMES; t++) {
          assertEquals(whole.get(b, index * FRAMES + t), given.get(b, t), 1e-4);
        }
      }
    }
  }

  @Test
  void theLastFrameIsThatOfTheWholeRecordingToo() {
    Recording exact =
        new Recording("exact", Arrays.copyOf(ONE.samples(), FRAMES * 256)); // ends with a segment
    RecordingSegments.consecutive(List.of(exact), MEL, GROUP, FRAMES, 1, 3).read(0, 0, x, given);
    assertArrayEquals(new LogMel(MEL).of(exact.sound()).toArray(), given.toArray(), 1e-4f);
  }

  @Test
  void samplesLieWithinTheirCells() {
    consecutive(1000).read(0, 1, x, given);
    double sum = 0;
    for (int t = 0; t < FRAMES * 256; t++) {
      double sample = x.get(t % GROUP, t / GROUP) * 32768 - ONE.samples()[FRAMES * 256 + t];
      assertTrue(
          Math.abs(sample) <= 0.502, "off by " + sample); // floats near 0.3 are 0.001 steps apart
      sum += sample;
    }
    assertEquals(0, sum / (FRAMES * 256), 0.03);
  }

  @Test
  void randomSegmentsDependOnEpochAndIndexAlone() {
    RecordingSegments segments =
        RecordingSegments.random(List.of(ONE, TWO), MEL, GROUP, FRAMES, 10, 3);
    assertEquals(10, segments.size());
    segments.read(4, 7, x, given);
    float[] once = x.toArray();
    segments.read(4, 8, x, given);
    assertFalse(Arrays.equals(once, x.toArray()));
    segments.read(5, 7, x, given);
    assertFalse(Arrays.equals(once, x.toArray()));
    segments.read(4, 7, x, given);
    assertArrayEquals(once, x.toArray());
  }

  @Test
  void heldOutSegmentsAreTheSameInEachEpochAndSpreadOverAll() {
    RecordingSegments few = consecutive(3);
    assertEquals(3, few.size());
    few.read(0, 2, x, given);
    float[] once = x.toArray();
    few.read(9, 2, x, given);
    assertArrayEquals(once, x.toArray());
    int all = consecutive(1000).size();
    consecutive(1000).read(0, 2 * all / 3, x, given);
    float[] sound = x.toArray();
    for (int i = 0; i < sound.length; i++) {
      assertEquals(once[i], sound[i], 1.01 / 32768); // but for the noise
    }
  }
}

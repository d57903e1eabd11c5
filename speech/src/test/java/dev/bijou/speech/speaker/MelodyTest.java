package dev.bijou.speech.speaker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.sequence.alignment.Alignment;
import org.junit.jupiter.api.Test;

class MelodyTest {
  private static final int RATE = 22_050;
  private static final int HOP = 256;

  /// An octave of harmonics is three, and the mean is zero; silence has none.
  @Test
  void tellsThePitchAboveItsMean() {
    float[] sound = new float[60 * HOP];
    double phase = 0;
    for (int t = 0; t < sound.length; t++) {
      boolean high = t >= 20 * HOP;
      phase += 2 * Math.PI * (high ? 220 : 180) / RATE;
      double wave = Math.sin(phase) + Math.sin(2 * phase) / 2;
      sound[t] = t < 40 * HOP ? (float) (0.3 * wave) : 0;
    }
    float[] melody = Melody.of(sound, RATE, HOP, 60);
    assertEquals(60, melody.length);
    assertEquals(3 * Math.log(220 / 180.0) / Math.log(2), melody[30] - melody[10], 0.02);
    assertTrue(Float.isNaN(melody[50]));
    double sum = 0;
    for (float pitch : melody) {
      sum += Float.isNaN(pitch) ? 0 : pitch;
    }
    assertEquals(0, sum, 1e-4);
  }

  @Test
  void symbolsWithoutAVoiceLieBetweenTheirNeighbours() {
    float no = Float.NaN;
    float[] frames = {no, 1, 2, no, no, no, -1, no, no, no};
    assertArrayEquals(
        new float[] {1.5f, 1.5f, 0.66666f, -0.16666f, -1, -1},
        Melody.ofSymbols(frames, new Alignment(new int[] {1, 3, 1, 1, 1, 3})),
        1e-4f);
    assertArrayEquals(
        new float[] {0, 0},
        Melody.ofSymbols(new float[] {no, no}, new Alignment(new int[] {1, 1})));
  }
}

package dev.bijou.speech.speaker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ContrastTest {
  private static final int BANDS = 20;

  private static Tensor wave(double height) {
    Tensor wave = Tensor.zeros(BANDS, 2);
    for (int b = 0; b < BANDS; b++) {
      for (int t = 0; t < 2; t++) {
        wave.data()[wave.at(b) + t] = (float) (-5 + t + height * Math.cos(Math.PI * b / 2));
      }
    }
    return wave;
  }

  private static double power(Tensor mel, int frame) {
    double sum = 0;
    for (int b = 0; b < mel.features(); b++) {
      sum += Math.exp(2 * mel.get(b, frame));
    }
    return sum;
  }

  @Test
  void ripplesGrowAndLoudnessStays() {
    Tensor mel = wave(1);
    Tensor more = new Contrast(0.5f, 2).of(_ -> mel).apply(2);
    for (int t = 0; t < 2; t++) {
      assertEquals(power(mel, t), power(more, t), 1e-5 * power(mel, t));
      // Over five bands around a peak the mean of a wave of four is a fifth of its depth.
      assertEquals(2 + 0.5 * (2 + 0.4), more.get(8, t) - more.get(10, t), 1e-5);
    }
  }

  @Test
  void whatIsFlatOrSilentStays() {
    Tensor flat = wave(0);
    assertArrayEquals(
        flat.toArray(), new Contrast(0.5f, 4).of(_ -> flat).apply(2).toArray(), 1e-6f);
    Tensor silent = Tensor.zeros(BANDS, 1);
    silent.fill((float) Math.log(1e-5));
    silent.data()[0] = -9;
    for (float value : new Contrast(1, 4).of(_ -> silent).apply(1).toArray()) {
      assertTrue(value >= Math.log(1e-5) - 1e-5 && value < -8.9, value + "");
    }
  }
}

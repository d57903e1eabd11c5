package dev.bijou.speech.mel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.speech.Signals;
import dev.bijou.speech.audio.Framing;
import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.spectrum.MelFilters;
import dev.bijou.speech.spectrum.MelScale;
import dev.bijou.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LogMelTest {
  private static final MelSettings CENTRED = MelSettings.centred(22_050);
  private static final MelSettings ALIGNED = MelSettings.aligned(22_050);

  /// Cells (0, 0), (5, 1), (20, middle), (79, last) and the mean, from librosa: see `reference.py`.
  @Test
  void equalsTheReference() {
    float[] sound = Signals.chirp(22_016);
    Tensor centred = new LogMel(CENTRED).of(sound);
    Tensor aligned = new LogMel(ALIGNED).of(sound);
    Tensor brief = new LogMel(CENTRED).of(Signals.chirp(300));
    requireCells(centred, 87, 0.16199, -0.63001, -5.59827, -5.2204, -4.9564);
    requireCells(aligned, 86, 0.00215, -2.22085, -5.1737, -5.20792, -4.96972);
    requireCells(brief, 2, 0.37457, -0.08785, -2.98387, -5.31737, -3.73106);
  }

  private static void requireCells(Tensor mel, int frames, double... expected) {
    assertEquals(80, mel.features());
    assertEquals(frames, mel.lanes());
    double sum = 0;
    for (int i = 0; i < mel.size(); i++) {
      sum += mel.data()[i];
    }
    double[] actual = {
      mel.get(0, 0),
      mel.get(5, 1),
      mel.get(20, frames / 2),
      mel.get(79, frames - 1),
      sum / mel.size()
    };
    assertArrayEquals(expected, actual, 2e-5);
  }

  /// The areas of filters 0, 30 and 79 in bins, from librosa: see `reference.py`.
  @Test
  void filtersEqualTheReference() {
    MelFilters filters = CENTRED.filters();
    double[] ones = new double[513];
    Arrays.fill(ones, 1);
    assertEquals(0.04530278, filters.apply(0, ones), 1e-8);
    assertEquals(0.04637007, filters.apply(30, ones), 1e-8);
    assertEquals(0.04641479, filters.apply(79, ones), 1e-8);
    assertEquals(1000, MelScale.hz(15), 1e-9);
    assertEquals(6400, MelScale.hz(15 + 27), 1e-9);
    assertEquals(3.3, MelScale.mel(MelScale.hz(3.3)), 1e-12);
  }

  @Test
  void silenceIsTheFloor() {
    Tensor mel = new LogMel(ALIGNED).of(new float[1000]);
    assertEquals(4, mel.lanes());
    for (float value : mel.data()) {
      assertEquals(LogMel.FLOOR, value);
    }
    assertEquals(-11.512925f, LogMel.FLOOR);
    assertEquals(0, new LogMel(ALIGNED).of().lanes());
  }

  @Test
  void partsAreTheWhole() {
    float[] sound = Signals.chirp(50_001);
    for (MelSettings settings : new MelSettings[] {CENTRED, ALIGNED}) {
      LogMel logMel = new LogMel(settings);
      Tensor whole = logMel.of(sound);
      try (LogMel.Stream stream = logMel.stream(SampleStream.of(22_050, sound))) {
        int done = 0;
        for (Tensor part; (part = stream.read(37)).lanes() > 0; done += part.lanes()) {
          for (int b = 0; b < 80; b++) {
            for (int t = 0; t < part.lanes(); t++) {
              assertEquals(whole.get(b, done + t), part.get(b, t));
            }
          }
        }
        assertEquals(whole.lanes(), done);
      }
    }
  }

  /// Frame i of an aligned spectrogram depends on the samples around the group, and on no others.
  @Test
  void alignedFramesAreCentredOnGroups() {
    float[] click = new float[256 * 20];
    click[256 * 10 + 127] = 1;
    Tensor mel = new LogMel(ALIGNED).of(click);
    for (int t = 0; t < 20; t++) {
      assertEquals(Math.abs(t - 10) <= 1, mel.get(40, t) > -6, "frame " + t);
    }
    assertEquals(mel.get(40, 9), mel.get(40, 11), 0.1);
  }

  @Test
  void otherRatesAndBands() {
    assertEquals(4000, MelSettings.aligned(8000).highestHz());
    MelSettings many = new MelSettings(22_050, Framing.aligned(512, 512, 128), 200, 0, 11_025);
    Tensor mel = new LogMel(many).of(Signals.chirp(5000));
    for (float value : mel.data()) {
      assertTrue(Float.isFinite(value) && value >= LogMel.FLOOR);
    }
    LogMel logMel = new LogMel(CENTRED);
    assertThrows(
        IllegalArgumentException.class, () -> logMel.stream(SampleStream.of(16_000, 1, 2)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new MelSettings(16_000, CENTRED.framing(), 80, 0, 8001));
    assertThrows(
        IllegalArgumentException.class,
        () -> new MelSettings(16_000, CENTRED.framing(), 0, 0, 8000));
  }
}

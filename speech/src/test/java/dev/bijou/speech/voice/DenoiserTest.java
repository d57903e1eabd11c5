package dev.bijou.speech.voice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.speech.Signals;
import dev.bijou.speech.audio.Framing;
import dev.bijou.speech.audio.SampleStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DenoiserTest {
  private static final Framing FRAMING = Framing.aligned(1024, 1024, 256);

  @Test
  void withoutStrengthNothingChanges() {
    for (int samples : new int[] {1, 200, 1000, 8704, 30_001}) {
      float[] sound = Signals.chirp(samples);
      assertArrayEquals(
          sound,
          new Denoiser(FRAMING, new float[513]).apply(sound, 1),
          1e-6f,
          samples + " samples");
    }
  }

  @Test
  void takesASteadyToneOut() {
    float[] tone = new float[20_480];
    for (int t = 0; t < tone.length; t++) {
      tone[t] = (float) (0.1 * Math.cos(2 * Math.PI * 100 * t / 1024)); // is its own reflection
    }
    float[] voice = Signals.sine(500, 22_050, 20_480, 0.3);
    float[] bias = Denoiser.biasOf(FRAMING, tone);
    float[] both = new float[voice.length];
    for (int t = 0; t < both.length; t++) {
      both[t] = voice[t] + tone[t];
    }
    float[] actual = new Denoiser(FRAMING, bias).apply(both, 1.2);
    double worst = 0;
    for (int t = 2000; t < 18_000; t++) {
      worst = Math.max(worst, Math.abs(actual[t] - voice[t]));
    }
    assertTrue(worst < 0.005, "leaves " + worst);
  }

  @Test
  void silenceStaysSilent() {
    float[] bias = new float[513];
    Arrays.fill(bias, 0.5f);
    assertArrayEquals(new float[3000], new Denoiser(FRAMING, bias).apply(new float[3000], 0.1));
  }

  @Test
  void streamsInParts() {
    float[] sound = Signals.chirp(40_000);
    float[] bias = Denoiser.biasOf(FRAMING, Signals.plus(new float[4096], 0.01, 9));
    Denoiser denoiser = new Denoiser(FRAMING, bias);
    float[] whole = denoiser.apply(sound, 0.5);
    assertEquals(sound.length, whole.length);
    SampleStream stream = denoiser.apply(SampleStream.of(22_050, sound), 0.5);
    assertEquals(22_050, stream.sampleRateHz());
    assertEquals(sound.length, stream.length());
    float[] parts = new float[sound.length];
    int done = 0;
    for (int read; (read = stream.read(parts, done, Math.min(100, parts.length - done))) > 0; ) {
      done += read;
    }
    assertArrayEquals(whole, parts);
    assertEquals(-1, stream.read(parts, 0, 1));
  }

  @Test
  void refusesAnotherNumberOfFrequencies() {
    assertThrows(IllegalArgumentException.class, () -> new Denoiser(FRAMING, new float[512]));
    assertThrows(IllegalArgumentException.class, () -> Denoiser.biasOf(FRAMING));
  }
}

package dev.bijou.speech.check;

import dev.bijou.speech.check.Finding.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What can be heard of a recording without knowing what is said in it.
///
/// Levels are those of frames of 20 ms in dB of full scale: speech is the mean power of the tenth that is loudest, noise
/// that of the twentieth that is softest.
///
/// @param seconds how long it lasts
/// @param sampleRateHz its own rate
/// @param peak the largest magnitude
/// @param speechDb level of the speech
/// @param noiseDb level of the noise
/// @param cut share of samples that stand in a row of three or more at the largest magnitude
record SoundCheck(
    double seconds, int sampleRateHz, double peak, double speechDb, double noiseDb, double cut) {
  private static final double FRAME_SECONDS = 0.02;
  private static final int FLAT = 3; // samples
  private static final double LOUD = 0.25; // a peak below is no limit of a converter

  private static final double SHORTEST_SECONDS = 0.74; // a segment of the voice's training
  private static final double LEAST_PEAK = 1e-3;
  private static final double FEW_CUT = 1e-4;
  private static final double MANY_CUT = 1e-3;
  private static final double CLEAN_DB = 25;
  private static final double NOISY_DB = 15;
  private static final double SOFT_DB = -45;
  private static final int LEAST_RATE_HZ = 16_000;

  static SoundCheck of(float[] sound, int sampleRateHz) {
    double[] levels = levels(sound, Math.max(1, (int) (FRAME_SECONDS * sampleRateHz)));
    Arrays.sort(levels);
    int n = levels.length;
    double peak = 0;
    for (float value : sound) {
      peak = Math.max(peak, Math.abs(value));
    }
    return new SoundCheck(
        (double) sound.length / sampleRateHz,
        sampleRateHz,
        peak,
        decibels(mean(levels, n - Math.ceilDiv(n, 10), n)),
        decibels(mean(levels, 0, Math.ceilDiv(n, 20))),
        peak < LOUD ? 0 : (double) cut(sound, (float) peak) / sound.length);
  }

  /// Mean squares of frames.
  private static double[] levels(float[] sound, int frame) {
    double[] levels = new double[Math.max(1, sound.length / frame)];
    for (int i = 0; i < levels.length; i++) {
      int end = Math.min(sound.length, (i + 1) * frame);
      for (int t = i * frame; t < end; t++) {
        levels[i] += (double) sound[t] * sound[t] / (end - i * frame);
      }
    }
    return levels;
  }

  private static double mean(double[] of, int from, int to) {
    return Arrays.stream(of, from, to).average().orElse(0);
  }

  private static double decibels(double power) {
    return 10 * Math.log10(Math.max(power, 1e-10));
  }

  private static int cut(float[] sound, float peak) {
    int cut = 0;
    int row = 0;
    for (int t = 0; t <= sound.length; t++) {
      if (t < sound.length && Math.abs(sound[t]) >= peak * (1 - 1e-4f)) {
        row++;
      } else {
        cut += row >= FLAT ? row : 0;
        row = 0;
      }
    }
    return cut;
  }

  boolean isAudible() {
    return peak >= LEAST_PEAK;
  }

  /// What is wrong with it by itself.
  List<Finding> findings(String id) {
    if (!isAudible()) {
      return List.of(new Finding(id, Kind.UNUSABLE, "is silent", true));
    }
    if (seconds < SHORTEST_SECONDS) {
      String what =
          text("lasts %.2f s, a segment of the training %.2f s", seconds, SHORTEST_SECONDS);
      return List.of(new Finding(id, Kind.UNUSABLE, what, true));
    }
    List<Finding> all = new ArrayList<>();
    if (cut >= FEW_CUT) {
      String what = text("is cut off at its loudest: %.2f %% of its samples", 100 * cut);
      all.add(new Finding(id, Kind.CLIPPED, what, cut >= MANY_CUT));
    }
    if (speechDb < SOFT_DB) {
      all.add(new Finding(id, Kind.LEVEL, text("is soft: speech at %.0f dB", speechDb), false));
    }
    double above = speechDb - noiseDb;
    if (above < CLEAN_DB) {
      String what = text("is noisy: speech only %.0f dB above what is between it", above);
      all.add(new Finding(id, Kind.NOISE, what, above < NOISY_DB));
    }
    if (sampleRateHz < LEAST_RATE_HZ) {
      String what =
          text("has %,d samples a second: nothing above %,d Hz", sampleRateHz, sampleRateHz / 2);
      all.add(new Finding(id, Kind.RATE, what, false));
    }
    return all;
  }

  private static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}

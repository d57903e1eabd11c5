package dev.bijou.speech.metric;

import dev.bijou.speech.spectrum.RealFft;
import java.util.Arrays;

/// The frames of [Stoi]: 256 samples, half overlapping, under a Hann window without its zeros.
final class StoiFrames {
  private static final int SIZE = 256;
  private static final int HOP = SIZE / 2;
  private static final int FFT_SIZE = 512;
  private static final double RANGE_DB = 40;
  private static final double LOWEST_HZ = 150;
  private static final double EPSILON = Math.ulp(1.0);
  private static final double[] WINDOW = window();

  private StoiFrames() {}

  private static double[] window() {
    double[] window = new double[SIZE];
    for (int t = 0; t < SIZE; t++) {
      window[t] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (t + 1) / (SIZE + 1));
    }
    return window;
  }

  /// As many as begin at least a frame before the end, as in the authors' program.
  private static int count(int samples) {
    return Math.max(0, Math.ceilDiv(samples - SIZE, HOP));
  }

  /// Both sounds without the frames that are silent in the first; what remains is put together by overlap and add.
  static double[][] withoutSilence(float[] x, float[] y) {
    int frames = count(x.length);
    double[] level = new double[frames];
    double loudest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < frames; i++) {
      double power = 0;
      for (int t = 0; t < SIZE; t++) {
        double value = WINDOW[t] * x[i * HOP + t];
        power += value * value;
      }
      level[i] = 20 * Math.log10(Math.sqrt(power) + EPSILON);
      loudest = Math.max(loudest, level[i]);
    }
    double[][] sounds = new double[2][frames * HOP + SIZE];
    int kept = 0;
    for (int i = 0; i < frames; i++) {
      if (level[i] > loudest - RANGE_DB) {
        for (int t = 0; t < SIZE; t++) {
          sounds[0][kept * HOP + t] += WINDOW[t] * x[i * HOP + t];
          sounds[1][kept * HOP + t] += WINDOW[t] * y[i * HOP + t];
        }
        kept++;
      }
    }
    int length = kept == 0 ? 0 : (kept - 1) * HOP + SIZE;
    return new double[][] {Arrays.copyOf(sounds[0], length), Arrays.copyOf(sounds[1], length)};
  }

  /// The root of the power in third-octave bands, from 150 Hz on: `[band][frame]`.
  static double[][] envelopes(double[] sound, int sampleRateHz, int bands) {
    RealFft fft = new RealFft(FFT_SIZE);
    double[] frame = new double[FFT_SIZE];
    double[] real = new double[fft.bins()];
    double[] imaginary = new double[fft.bins()];
    int frames = count(sound.length);
    double[][] envelopes = new double[bands][frames];
    for (int i = 0; i < frames; i++) {
      for (int t = 0; t < SIZE; t++) {
        frame[t] = WINDOW[t] * sound[i * HOP + t];
      }
      fft.forward(frame, real, imaginary);
      for (int b = 0; b < bands; b++) {
        double power = 0;
        for (int k = edge(2 * b - 1, sampleRateHz); k < edge(2 * b + 1, sampleRateHz); k++) {
          power += real[k] * real[k] + imaginary[k] * imaginary[k];
        }
        envelopes[b][i] = Math.sqrt(power);
      }
    }
    return envelopes;
  }

  /// The bin nearest to a frequency, in sixths of an octave above the lowest.
  private static int edge(int sixths, int sampleRateHz) {
    double hz = LOWEST_HZ * Math.pow(2, sixths / 6.0);
    return (int) Math.ceil(hz * FFT_SIZE / sampleRateHz - 0.5);
  }
}

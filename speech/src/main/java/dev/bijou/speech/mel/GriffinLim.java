package dev.bijou.speech.mel;

import dev.bijou.speech.spectrum.Spectrogram;
import dev.bijou.speech.spectrum.Stft;
import dev.bijou.tensor.Tensor;
import java.util.random.RandomGenerator;

/// Sound from a log-mel spectrogram by the algorithm of Griffin and Lim (1984): magnitudes by the pseudo-inverse of the
/// mel filters, phases found by going back and forth between sound and spectrogram from random ones.
///
/// With momentum α it is the fast variant of Perraudin, Balazs and Søndergaard (2013). It needs no training, and any
/// vocoder should be better.
public final class GriffinLim {
  /// The usual number of iterations.
  public static final int ITERATIONS = 60;

  private static final double LEAST = 1e-16;

  private final MelSettings settings;
  private final Stft stft;
  private final MelInverse inverse;
  private final int iterations;
  private final float momentum;

  /// @param iterations at least 0
  /// @param momentum α in 0 … 1; 0 for the plain algorithm, 0.99 for the fast one
  public GriffinLim(MelSettings settings, int iterations, double momentum) {
    if (iterations < 0 || !(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "needs iterations ≥ 0 and a momentum in 0 … 1, got %d and %s"
              .formatted(iterations, momentum));
    }
    this.settings = settings;
    this.iterations = iterations;
    this.momentum = (float) momentum;
    stft = new Stft(settings.framing());
    inverse = new MelInverse(settings.filters());
  }

  /// The plain algorithm with the usual number of iterations.
  public GriffinLim(MelSettings settings) {
    this(settings, ITERATIONS, 0);
  }

  /// Synthesizes; the same random numbers give the same sound.
  ///
  /// @param logMel bands × frames
  /// @return `settings.framing().samples(frames)` samples
  public float[] synthesize(Tensor logMel, RandomGenerator random) {
    if (logMel.features() != settings.bands()) {
      throw new IllegalArgumentException(
          "the spectrogram has %d bands, but the settings %d"
              .formatted(logMel.features(), settings.bands()));
    }
    int samples = Math.toIntExact(settings.framing().samples(logMel.lanes()));
    float[] magnitudes = magnitudes(logMel);
    Spectrogram estimate = randomPhases(magnitudes, random);
    float[] sound = stft.inverse(estimate, samples);
    Spectrogram before = null;
    for (int i = 0; i < iterations; i++) {
      Spectrogram rebuilt = stft.forward(sound);
      estimate = project(magnitudes, rebuilt, before == null ? rebuilt : before);
      before = rebuilt;
      sound = stft.inverse(estimate, samples);
    }
    return sound;
  }

  /// The magnitudes of a log-mel spectrogram, frame after frame.
  private float[] magnitudes(Tensor logMel) {
    int bins = settings.framing().bins();
    int frames = logMel.lanes();
    float[] magnitudes = new float[Math.multiplyExact(bins, frames)];
    double[] mel = new double[settings.bands()];
    for (int t = 0; t < frames; t++) {
      for (int b = 0; b < mel.length; b++) {
        mel[b] = Math.exp(logMel.get(b, t));
      }
      for (int k = 0; k < bins; k++) {
        magnitudes[t * bins + k] = (float) inverse.apply(k, mel);
      }
    }
    return magnitudes;
  }

  private Spectrogram randomPhases(float[] magnitudes, RandomGenerator random) {
    float[] real = new float[magnitudes.length];
    float[] imaginary = new float[magnitudes.length];
    for (int i = 0; i < magnitudes.length; i++) {
      double phase = 2 * Math.PI * random.nextDouble();
      real[i] = (float) (magnitudes[i] * Math.cos(phase));
      imaginary[i] = (float) (magnitudes[i] * Math.sin(phase));
    }
    return spectrogram(real, imaginary);
  }

  /// The magnitudes with the phases of now + α·(now − before).
  private Spectrogram project(float[] magnitudes, Spectrogram now, Spectrogram before) {
    float[] real = new float[magnitudes.length];
    float[] imaginary = new float[magnitudes.length];
    for (int i = 0; i < magnitudes.length; i++) {
      double re = now.real()[i] + momentum * (now.real()[i] - before.real()[i]);
      double im = now.imaginary()[i] + momentum * (now.imaginary()[i] - before.imaginary()[i]);
      double scale = magnitudes[i] / Math.max(LEAST, Math.sqrt(re * re + im * im));
      real[i] = (float) (re * scale);
      imaginary[i] = (float) (im * scale);
    }
    return spectrogram(real, imaginary);
  }

  private Spectrogram spectrogram(float[] real, float[] imaginary) {
    int bins = settings.framing().bins();
    return new Spectrogram(bins, real.length / bins, real, imaginary);
  }
}

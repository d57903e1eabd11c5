package dev.bijou.speech.spectrum;

import dev.bijou.speech.audio.Framing;
import dev.bijou.speech.audio.SampleStream;
import java.util.Arrays;

/// The short-time Fourier transform X(t, k) = Σₙ w(n)·x(t·hop − padding + n)·exp(−2πi·k·n/fftSize), and its
/// least-squares inverse x = Σₜ w·IFFT(X(t)) / Σₜ w² (Griffin and Lim, 1984).
///
/// No normalization: the spectrum of a sine of amplitude a peaks at a·Σw/2. Computed in double precision, kept in
/// float.
public final class Stft {
  private final Framing framing;

  public Stft(Framing framing) {
    this.framing = framing;
  }

  /// The spectrogram of the samples.
  public Spectrogram forward(float... samples) {
    int bins = framing.bins();
    int frames = Math.toIntExact(framing.frames(samples.length));
    float[] real = new float[Math.multiplyExact(bins, frames)];
    float[] imaginary = new float[bins * frames];
    // The rate does not matter to a transform.
    FrameStream stream = new FrameStream(framing, SampleStream.of(1, samples));
    for (int t = 0; stream.next(); t++) {
      for (int k = 0; k < bins; k++) {
        real[t * bins + k] = (float) stream.real()[k];
        imaginary[t * bins + k] = (float) stream.imaginary()[k];
      }
    }
    return new Spectrogram(bins, frames, real, imaginary);
  }

  /// The sound whose spectrogram is nearest, by squares, to the one given.
  ///
  /// @param samples how many are wanted; those that no frame reaches are zero
  public float[] inverse(Spectrogram spectrogram, int samples) {
    int bins = framing.bins();
    if (spectrogram.bins() != bins) {
      throw new IllegalArgumentException(
          "the spectrogram has %d bins, but the transform %d".formatted(spectrogram.bins(), bins));
    }
    OverlapAdd sum = new OverlapAdd(framing);
    double[] real = new double[bins];
    double[] imaginary = new double[bins];
    float[] result = new float[samples];
    int done = 0;
    for (int t = 0; t < spectrogram.frames(); t++) {
      for (int k = 0; k < bins; k++) {
        real[k] = spectrogram.real()[t * bins + k];
        imaginary[k] = spectrogram.imaginary()[t * bins + k];
      }
      done += sum.add(real, imaginary, result, done);
    }
    done += sum.finish(result, done);
    Arrays.fill(result, done, samples, 0);
    return result;
  }
}

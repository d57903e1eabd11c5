package dev.bijou.speech.audio;

/// How sound is cut into frames: frame i covers the samples i·hop − padding … i·hop − padding + fftSize − 1, under a
/// periodic Hann window of `windowSize` samples in their middle. Beyond the ends the sound is reflected, x(−t) = x(t).
///
/// @param fftSize samples of a frame, a power of two
/// @param windowSize samples of the window, at most fftSize
/// @param hop samples from one frame to the next
/// @param padding samples that are reflected at either end
public record Framing(int fftSize, int windowSize, int hop, int padding) {
  public Framing {
    if (fftSize < 2 || Integer.bitCount(fftSize) != 1) {
      throw new IllegalArgumentException("fftSize must be a power of two, got " + fftSize);
    }
    if (windowSize < 1 || windowSize > fftSize) {
      throw new IllegalArgumentException(
          "windowSize must lie in 1 … %d, got %d".formatted(fftSize, windowSize));
    }
    if (padding < 0 || padding > fftSize / 2) {
      throw new IllegalArgumentException(
          "padding must lie in 0 … %d, got %d".formatted(fftSize / 2, padding));
    }
    if (hop < 1 || hop >= fftSize - padding) {
      throw new IllegalArgumentException(
          "hop must lie in 1 … %d, got %d".formatted(fftSize - padding - 1, hop));
    }
  }

  /// Frame i is centred at sample i·hop, and there are ⌊samples/hop⌋ + 1: the framing of librosa and Tacotron 2.
  public static Framing centred(int fftSize, int windowSize, int hop) {
    return new Framing(fftSize, windowSize, hop, fftSize / 2);
  }

  /// Frame i is centred in the middle of samples i·hop … (i+1)·hop − 1, so that each frame belongs to one group of
  /// samples, and there are ⌈samples/hop⌉: the last group is filled up with zeros.
  ///
  /// @param hop even
  public static Framing aligned(int fftSize, int windowSize, int hop) {
    if ((fftSize - hop) % 2 != 0) {
      throw new IllegalArgumentException("an aligned hop must be even, got " + hop);
    }
    return new Framing(fftSize, windowSize, hop, (fftSize - hop) / 2);
  }

  /// Whether each frame belongs to one group of `hop` samples.
  public boolean isAligned() {
    return 2 * padding + hop == fftSize;
  }

  /// Frequencies of a frame, fftSize/2 + 1.
  public int bins() {
    return fftSize / 2 + 1;
  }

  /// How many frames that many samples give.
  public long frames(long samples) {
    long padded = filled(samples) + 2L * padding;
    return samples == 0 || padded < fftSize ? 0 : (padded - fftSize) / hop + 1;
  }

  /// How many samples that many frames stand for: hop a frame if aligned; else hop between two.
  public long samples(long frames) {
    return isAligned() ? frames * hop : Math.max(0, frames - 1) * hop;
  }

  /// The samples, filled up to whole groups if aligned.
  public long filled(long samples) {
    return isAligned() ? Math.ceilDiv(samples, (long) hop) * hop : samples;
  }

  /// The window: fftSize values, zero outside its windowSize middle ones.
  public double[] window() {
    double[] window = new double[fftSize];
    int from = (fftSize - windowSize) / 2;
    for (int t = 0; t < windowSize; t++) {
      window[from + t] = 0.5 - 0.5 * Math.cos(2 * Math.PI * t / windowSize);
    }
    return window;
  }
}

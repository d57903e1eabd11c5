package dev.bijou.speech.spectrum;

/// A complex spectrogram, frame after frame: bin k of frame t is `real[t * bins + k]` + i·`imaginary[t * bins + k]`.
///
/// @param bins frequencies of a frame
/// @param frames frames
public record Spectrogram(int bins, int frames, float[] real, float[] imaginary) {
  public Spectrogram {
    int size = Math.multiplyExact(bins, frames);
    if (real.length != size || imaginary.length != size) {
      throw new IllegalArgumentException(
          "%d bins × %d frames need %d values, got %d and %d"
              .formatted(bins, frames, size, real.length, imaginary.length));
    }
  }

  /// |X|, in the same order.
  public float[] magnitudes() {
    float[] magnitudes = new float[real.length];
    for (int i = 0; i < magnitudes.length; i++) {
      magnitudes[i] =
          (float) Math.sqrt((double) real[i] * real[i] + (double) imaginary[i] * imaginary[i]);
    }
    return magnitudes;
  }
}

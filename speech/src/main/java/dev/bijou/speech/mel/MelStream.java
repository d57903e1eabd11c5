package dev.bijou.speech.mel;

import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.spectrum.FrameStream;
import dev.bijou.tensor.Tensor;

/// The log-mel spectrogram of a stream of sound, part by part. Memory does not grow with the length of the sound.
public final class MelStream implements AutoCloseable {
  private static final double LEAST = 1e-5;

  private final MelFilters filters;
  private final SampleStream source;
  private final FrameStream frames;
  private final double[] magnitudes;
  private final int bands;
  private float[] columns = new float[0]; // frame-major

  MelStream(MelSettings settings, MelFilters filters, SampleStream source) {
    this.filters = filters;
    this.source = source;
    frames = new FrameStream(settings.framing(), source);
    magnitudes = new double[settings.framing().bins()];
    bands = settings.bands();
  }

  /// The next frames, bands × at most `count`; fewer only at the end, where there are none.
  public Tensor read(int count) {
    int size = Math.multiplyExact(bands, count);
    if (columns.length < size) {
      columns = new float[size];
    }
    int read = 0;
    while (read < count && frames.next()) {
      frame(columns, read++ * bands);
    }
    Tensor mel = Tensor.zeros(bands, read);
    for (int b = 0; b < bands; b++) {
      for (int t = 0; t < read; t++) {
        mel.data()[b * read + t] = columns[t * bands + b];
      }
    }
    return mel;
  }

  private void frame(float[] target, int offset) {
    for (int k = 0; k < magnitudes.length; k++) {
      double re = frames.real()[k];
      double im = frames.imaginary()[k];
      magnitudes[k] = Math.sqrt(re * re + im * im);
    }
    for (int b = 0; b < bands; b++) {
      target[offset + b] = (float) Math.log(Math.max(filters.apply(b, magnitudes), LEAST));
    }
  }

  /// Closes the sound.
  @Override
  public void close() {
    source.close();
  }
}

package dev.bijou.speech.mel;

import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.spectrum.FrameStream;
import dev.bijou.speech.spectrum.MelFilters;
import dev.bijou.tensor.Tensor;

/// The log-mel spectrogram ln(max(M·|X|, 10⁻⁵)): magnitudes of the short-time Fourier transform, through filters of
/// equal area on Slaney's mel scale, in natural logarithms. About −11.5 (silence) to 2.
///
/// The same numbers as librosa's filters and Tacotron 2's transform give, to 10⁻⁴; see [MelSettings] for what else must
/// be equal.
public final class LogMel {
  /// The value of silence, ln 10⁻⁵.
  public static final float FLOOR = (float) Math.log(1e-5);

  private final MelSettings settings;
  private final MelFilters filters;

  public LogMel(MelSettings settings) {
    this.settings = settings;
    filters = settings.filters();
  }

  public MelSettings settings() {
    return settings;
  }

  /// The log-mel spectrogram of samples at the rate of the settings, bands × frames.
  public Tensor of(float... samples) {
    return stream(SampleStream.of(settings.sampleRateHz(), samples))
        .read(Math.toIntExact(settings.framing().frames(samples.length)));
  }

  /// The log-mel spectrogram of a stream, to be read part by part.
  ///
  /// @throws IllegalArgumentException if the stream has another sample rate
  public Stream stream(SampleStream samples) {
    if (samples.sampleRateHz() != settings.sampleRateHz()) {
      throw new IllegalArgumentException(
          "the sound has %d Hz, but the mel spectrogram is for %d Hz; resample it"
              .formatted(samples.sampleRateHz(), settings.sampleRateHz()));
    }
    return new Stream(settings, filters, samples);
  }

  /// The log-mel spectrogram of a stream of sound, part by part. Memory does not grow with the length of the sound.
  public static final class Stream implements AutoCloseable {
    private static final double LEAST = 1e-5;

    private final MelFilters filters;
    private final SampleStream source;
    private final FrameStream frames;
    private final double[] magnitudes;
    private final int bands;
    private float[] columns = new float[0]; // frame-major

    Stream(MelSettings settings, MelFilters filters, SampleStream source) {
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
}

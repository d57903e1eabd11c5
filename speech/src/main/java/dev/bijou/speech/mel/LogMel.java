package dev.bijou.speech.mel;

import dev.bijou.speech.audio.SampleStream;
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
    filters = new MelFilters(settings);
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
  public MelStream stream(SampleStream samples) {
    if (samples.sampleRateHz() != settings.sampleRateHz()) {
      throw new IllegalArgumentException(
          "the sound has %d Hz, but the mel spectrogram is for %d Hz; resample it"
              .formatted(samples.sampleRateHz(), settings.sampleRateHz()));
    }
    return new MelStream(settings, filters, samples);
  }
}

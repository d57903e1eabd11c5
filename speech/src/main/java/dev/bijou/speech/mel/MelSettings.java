package dev.bijou.speech.mel;

import dev.bijou.speech.audio.Framing;
import dev.bijou.speech.spectrum.MelFilters;
import dev.bijou.speech.spectrum.MelScale;

/// The settings of a log-mel spectrogram. Two programs that exchange spectrograms must agree on all of it.
///
/// @param sampleRateHz of the sound
/// @param framing how it is cut
/// @param bands of the mel spectrogram
/// @param lowestHz where the first band begins
/// @param highestHz where the last band ends, at most half the sample rate
public record MelSettings(
    int sampleRateHz, Framing framing, int bands, double lowestHz, double highestHz) {
  public MelSettings {
    if (sampleRateHz < 1) {
      throw new IllegalArgumentException("sampleRateHz must be positive, got " + sampleRateHz);
    }
    if (bands < 1) {
      throw new IllegalArgumentException("bands must be positive, got " + bands);
    }
    if (!(lowestHz >= 0 && lowestHz < highestHz && highestHz <= sampleRateHz / 2.0)) {
      throw new IllegalArgumentException(
          "bands must lie within 0 … %s Hz, got %s … %s Hz"
              .formatted(sampleRateHz / 2.0, lowestHz, highestHz));
    }
  }

  /// The usual settings of neural vocoders, with every frame aligned to a group of 256 samples: windows of 1,024
  /// samples, 80 bands from 0 to 8 kHz (or to half the sample rate).
  public static MelSettings aligned(int sampleRateHz) {
    return usual(sampleRateHz, Framing.aligned(1024, 1024, 256));
  }

  /// The settings of Tacotron 2 and WaveGlow (at 22,050 Hz): as [#aligned], but frame i is centred at sample 256·i.
  public static MelSettings centred(int sampleRateHz) {
    return usual(sampleRateHz, Framing.centred(1024, 1024, 256));
  }

  private static MelSettings usual(int sampleRateHz, Framing framing) {
    return new MelSettings(sampleRateHz, framing, 80, 0, Math.min(8000, sampleRateHz / 2.0));
  }

  /// Where a frequency lies between the bottom of the bands, 0, and their top, 1: the middle of band b is at
  /// (b + ½) / bands.
  public double place(double hz) {
    double low = MelScale.mel(lowestHz);
    double high = MelScale.mel(highestHz);
    double edge = (MelScale.mel(hz) - low) / (high - low) * (bands + 1);
    return (edge - 0.5) / bands;
  }

  /// The filters of the bands.
  MelFilters filters() {
    return new MelFilters(sampleRateHz, framing.fftSize(), bands, lowestHz, highestHz);
  }
}

package dev.bijou.speech.voice;

import dev.bijou.speech.audio.Framing;
import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.spectrum.EditedStream;
import dev.bijou.speech.spectrum.Spectrogram;
import dev.bijou.speech.spectrum.Stft;
import java.util.Arrays;

/// Removes a vocoder's own noise from its sound by spectral subtraction: a frame's magnitudes become
/// max(|X| − strength·bias, 0), its phases stay.
///
/// The bias is what the vocoder makes of silence: see [#biasOf]. A strength of 0.1 is usual; 0 changes nothing.
final class Denoiser {
  private final Framing framing;
  private final float[] bias;

  /// @param bias a magnitude for each of `framing.bins()` frequencies
  Denoiser(Framing framing, float... bias) {
    if (bias.length != framing.bins()) {
      throw new IllegalArgumentException(
          "the bias has %d frequencies, but the framing %d".formatted(bias.length, framing.bins()));
    }
    this.framing = framing;
    this.bias = bias.clone();
  }

  /// The magnitudes of the first frame of what a vocoder makes of an all-zero log-mel spectrogram without noise.
  static float[] biasOf(Framing framing, float... sound) {
    Spectrogram spectrogram = new Stft(framing).forward(sound);
    if (spectrogram.frames() == 0) {
      throw new IllegalArgumentException("the sound is too short for a frame");
    }
    return Arrays.copyOf(spectrogram.magnitudes(), framing.bins());
  }

  /// The sound without the noise; as many samples.
  float[] apply(float[] sound, double strength) {
    return apply(SampleStream.of(1, sound), strength).readAll();
  }

  /// The stream without the noise. It is one window late, and takes no more memory than that.
  SampleStream apply(SampleStream sound, double strength) {
    return new EditedStream(
        framing,
        sound,
        (real, imaginary) -> {
          for (int k = 0; k < real.length; k++) {
            double magnitude = Math.sqrt(real[k] * real[k] + imaginary[k] * imaginary[k]);
            double scale =
                magnitude == 0 ? 0 : Math.max(magnitude - strength * bias[k], 0) / magnitude;
            real[k] *= scale;
            imaginary[k] *= scale;
          }
        });
  }
}

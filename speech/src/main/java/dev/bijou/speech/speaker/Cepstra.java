package dev.bijou.speech.speaker;

import dev.bijou.tensor.Tensor;

/// The features by which speech recognizers tell phones apart: the first coefficients of the cosine transform
/// of each frame of a log-mel spectrogram, and their changes over time.
///
/// ```
/// c_d = √(2 / bands) Σ_b x_b cos(π d (b + ½) / bands), d = 0 … 12        Δc_t = (c_{t+2} − c_{t−2}) / 4
/// ```
final class Cepstra {
  static final int COEFFICIENTS = 13;

  private static final int APART = 2; // frames

  private Cepstra() {}

  /// mel of bands × frames → 26 × frames.
  static Tensor of(Tensor mel) {
    int bands = mel.features();
    int frames = mel.lanes();
    Tensor cepstra = Tensor.zeros(2 * COEFFICIENTS, frames);
    for (int d = 0; d < COEFFICIENTS; d++) {
      int row = cepstra.at(d);
      for (int b = 0; b < bands; b++) {
        float cosine = (float) (Math.sqrt(2.0 / bands) * Math.cos(Math.PI * d * (b + 0.5) / bands));
        for (int t = 0; t < frames; t++) {
          cepstra.data()[row + t] += cosine * mel.data()[mel.at(b) + t];
        }
      }
      int change = cepstra.at(COEFFICIENTS + d);
      for (int t = 0; t < frames; t++) {
        float after = cepstra.data()[row + Math.min(frames - 1, t + APART)];
        float before = cepstra.data()[row + Math.max(0, t - APART)];
        cepstra.data()[change + t] = (after - before) / (2 * APART);
      }
    }
    return cepstra;
  }
}

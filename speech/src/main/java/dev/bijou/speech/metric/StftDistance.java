package dev.bijou.speech.metric;

import dev.bijou.speech.audio.Framing;
import dev.bijou.speech.spectrum.Stft;
import java.util.Arrays;
import java.util.List;

/// The multi-resolution spectral distance of Parallel WaveGAN (Yamamoto, Song and Kim, 2020, arXiv:1910.11480): the
/// mean over windows of 600, 1,200 and 240 samples of
///
/// - the spectral convergence ‖|X| − |Y|‖ / ‖|X|‖ (Frobenius norms), X the reference, and
/// - the mean absolute difference of ln |X| and ln |Y|,
///
/// with every magnitude at least √10⁻⁷. The second one sees what [LogMelDistance] does not: the structure within a
/// band.
///
/// @param convergence of the spectra, 0 for equal ones
/// @param logMagnitude mean absolute difference, in natural logarithms
public record StftDistance(double convergence, double logMagnitude) {
  private static final List<Framing> RESOLUTIONS =
      List.of(
          Framing.centred(1024, 600, 120),
          Framing.centred(2048, 1200, 240),
          Framing.centred(512, 240, 50));
  private static final double LEAST = Math.sqrt(1e-7);

  /// The distance of two sounds over the samples that both have; NaN where there are none.
  public static StftDistance of(float[] reference, float[] candidate) {
    int samples = Math.min(reference.length, candidate.length);
    float[] x = Arrays.copyOf(reference, samples);
    float[] y = Arrays.copyOf(candidate, samples);
    double convergence = 0;
    double logMagnitude = 0;
    for (Framing framing : RESOLUTIONS) {
      StftDistance one = at(framing, x, y);
      convergence += one.convergence / RESOLUTIONS.size();
      logMagnitude += one.logMagnitude / RESOLUTIONS.size();
    }
    return new StftDistance(convergence, logMagnitude);
  }

  private static StftDistance at(Framing framing, float[] x, float[] y) {
    Stft stft = new Stft(framing);
    float[] reference = stft.forward(x).magnitudes();
    float[] candidate = stft.forward(y).magnitudes();
    double error = 0;
    double power = 0;
    double logs = 0;
    for (int i = 0; i < reference.length; i++) {
      double a = Math.max(reference[i], LEAST);
      double b = Math.max(candidate[i], LEAST);
      error += (a - b) * (a - b);
      power += a * a;
      logs += Math.abs(Math.log(a / b));
    }
    return new StftDistance(Math.sqrt(error / power), logs / reference.length);
  }
}

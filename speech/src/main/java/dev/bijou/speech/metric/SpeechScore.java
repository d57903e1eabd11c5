package dev.bijou.speech.metric;

import dev.bijou.speech.mel.LogMel;
import dev.bijou.tensor.Tensor;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How close a recording is to its reference, by every measure.
///
/// @param logMel [LogMelDistance], natural logarithms
/// @param melCepstralDb [MelCepstralDistortion], dB
/// @param stft [StftDistance]
/// @param pitch [PitchDistance]
/// @param stoi [Stoi]
/// @param periodicity [Periodicity]
public record SpeechScore(
    double logMel,
    double melCepstralDb,
    StftDistance stft,
    PitchDistance pitch,
    double stoi,
    Periodicity periodicity) {

  /// The score of a candidate, over the samples that both have.
  ///
  /// @param frontEnd what the log-mel spectra are computed with; it has the sample rate too
  public static SpeechScore of(float[] reference, float[] candidate, LogMel frontEnd) {
    Tensor x = frontEnd.of(reference);
    Tensor y = frontEnd.of(candidate);
    int rate = frontEnd.settings().sampleRateHz();
    return new SpeechScore(
        LogMelDistance.of(x, y),
        MelCepstralDistortion.of(x, y),
        StftDistance.of(reference, candidate),
        PitchDistance.of(reference, candidate, rate),
        Stoi.of(reference, candidate, rate),
        Periodicity.of(reference, candidate, rate));
  }

  /// The mean over utterances, each measure over those that have it.
  public static SpeechScore mean(List<SpeechScore> scores) {
    return new SpeechScore(
        mean(scores, SpeechScore::logMel),
        mean(scores, SpeechScore::melCepstralDb),
        new StftDistance(
            mean(scores, s -> s.stft.convergence()), mean(scores, s -> s.stft.logMagnitude())),
        new PitchDistance(
            mean(scores, s -> s.pitch.rmseCents()), mean(scores, s -> s.pitch.voicingError())),
        mean(scores, SpeechScore::stoi),
        Periodicity.mean(scores.stream().map(SpeechScore::periodicity).toList()));
  }

  private static double mean(List<SpeechScore> scores, ToDoubleFunction<SpeechScore> measure) {
    return scores.stream()
        .mapToDouble(measure)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }
}

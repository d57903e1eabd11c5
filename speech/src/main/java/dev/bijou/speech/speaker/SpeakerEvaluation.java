package dev.bijou.speech.speaker;

import dev.bijou.sequence.alignment.AlignedLikelihood;
import dev.bijou.sequence.alignment.Transcribed;
import dev.bijou.speech.SpeechException;
import dev.bijou.tensor.Workers;
import java.util.List;
import java.util.OptionalDouble;

/// The log-density of utterances under a speaker, beside that of a Gaussian for each symbol under the same alignments.
///
/// @param utterances how many there are
/// @param seconds their total duration
/// @param logDensity mean log-density of their spectrograms given their symbols, in nats for each value
/// @param durationError root of the mean square of (log duration − what the speaker expects)
/// @param durationLogProb mean log-probability of a symbol's duration, in nats; empty if the speaker learned the expected ones only
/// @param diagonalGaussians mean log-density under a Gaussian of uncorrelated features for each symbol
/// @param fullGaussians mean log-density under a Gaussian of correlated features for each symbol
public record SpeakerEvaluation(
    int utterances,
    double seconds,
    double logDensity,
    double durationError,
    OptionalDouble durationLogProb,
    double diagonalGaussians,
    double fullGaussians) {

  /// Evaluates a speaker.
  ///
  /// @param learned utterances that the Gaussians are fitted to, usually those that the speaker learned from
  /// @param judged utterances to evaluate on
  /// @throws SpeechException if one of the lists is empty
  public static SpeakerEvaluation of(
      Speaker speaker,
      List<SpokenCorpus.Utterance> learned,
      List<SpokenCorpus.Utterance> judged,
      Workers workers) {
    if (learned.isEmpty() || judged.isEmpty()) {
      throw new SpeechException("there are no utterances to evaluate the speaker on");
    }
    List<Transcribed> train = Transcripts.of(speaker, learned, workers);
    List<Transcribed> test = Transcripts.of(speaker, judged, workers);
    AlignedLikelihood.Score score = AlignedLikelihood.score(speaker.flow(), test, workers);
    long frames = test.stream().mapToLong(utterance -> utterance.x().lanes()).sum();
    return new SpeakerEvaluation(
        test.size(),
        (double) frames * speaker.mel().framing().hop() / speaker.mel().sampleRateHz(),
        score.logProb(),
        Math.sqrt(score.durationError()),
        score.durationLogProb(),
        SymbolGaussians.fit(speaker.flow(), train, false, workers).meanLogProb(test, workers),
        SymbolGaussians.fit(speaker.flow(), train, true, workers).meanLogProb(test, workers));
  }
}

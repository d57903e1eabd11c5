package dev.bijou.speech.evaluation;

import dev.bijou.speech.SpeechException;
import dev.bijou.speech.corpus.Corpus;
import dev.bijou.speech.corpus.Recording;
import dev.bijou.speech.corpus.Utterance;
import dev.bijou.speech.mel.GriffinLim;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.metric.SpeechScore;
import dev.bijou.speech.voice.Vocoder;
import dev.bijou.speech.voice.Voice;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// How good a voice is: it speaks recordings from their spectrograms, and so does the Griffin–Lim algorithm, and both
/// are compared with the recordings.
///
/// @param utterances how many recordings there are
/// @param seconds their total duration
/// @param logDensity mean log-density of the recordings, in nats a sample
/// @param spoken the score of the voice, the mean over utterances
/// @param griffinLim the score of the Griffin–Lim algorithm with its usual 60 iterations
/// @param copy the score of the recordings themselves
/// @param speed seconds of sound that the voice makes per second
public record VoiceEvaluation(
    int utterances,
    double seconds,
    double logDensity,
    SpeechScore spoken,
    SpeechScore griffinLim,
    SpeechScore copy,
    double speed) {
  private static final double LEVELS = 32_768; // 16-bit steps in one unit of full scale

  /// The mean log-density in bits per 16-bit sample.
  public double bitsPerSample() {
    return bitsPerSample(logDensity);
  }

  /// The bits that a 16-bit sample costs: (ln 32768 − nats) / ln 2. The 5.018 nats of WaveGlow on LJSpeech are 7.76
  /// bits.
  ///
  /// @param nats the mean log-density of a sample in −1…1
  public static double bitsPerSample(double nats) {
    return (Math.log(LEVELS) - nats) / Math.log(2);
  }

  /// The utterances of a corpus to evaluate a voice on: its test set, or else its validation set, or else all.
  public static List<Utterance> utterances(Corpus corpus) {
    if (!corpus.test().isEmpty()) {
      return corpus.test();
    }
    return corpus.valid().isEmpty() ? corpus.train() : corpus.valid();
  }

  /// Hears what a voice is judged by.
  public interface Listener {
    /// Told how many utterances the voice has spoken so far.
    default void spoken(int count) {}

    /// Given each recording, and what the voice and the Griffin–Lim algorithm make of its spectrogram.
    default void sounds(Recording recording, float[] spoken, float[] griffinLim) {}
  }

  /// Evaluates a voice.
  ///
  /// @param vocoder speaks with the voice
  /// @param seed of all random numbers
  /// @param listener hears what is spoken
  /// @throws SpeechException if a recording cannot be read, or all together are shorter than a frame
  public static VoiceEvaluation of(
      Voice voice,
      List<Utterance> utterances,
      Vocoder vocoder,
      long seed,
      Workers workers,
      Listener listener) {
    MelSettings mel = voice.mel();
    LogMel frontEnd = new LogMel(mel);
    List<Recording> recordings = Recording.read(utterances, voice.sampleRateHz());
    RecordingLikelihood likelihood = new RecordingLikelihood(voice, seed, workers);
    double logDensity = 0;
    long samples = 0;
    long nanos = 0;
    List<float[]> spoken = new ArrayList<>();
    for (Recording recording : recordings) {
      logDensity += likelihood.logDensity(recording);
      samples += likelihood.samples(recording);
      Tensor spectrum = frontEnd.of(recording.sound());
      long start = System.nanoTime();
      spoken.add(vocoder.speak(spectrum));
      nanos += System.nanoTime() - start;
      listener.spoken(spoken.size());
    }
    if (samples == 0) {
      throw new SpeechException("the recordings are shorter than a frame; give longer ones");
    }
    float[][] rebuilt = new float[recordings.size()][];
    SpeechScore[][] scores = new SpeechScore[3][recordings.size()];
    workers.run(
        recordings.size(),
        (i, _) -> {
          float[] sound = recordings.get(i).sound();
          rebuilt[i] =
              new GriffinLim(mel).synthesize(frontEnd.of(sound), new SplittableRandom(seed + i));
          scores[0][i] = SpeechScore.of(sound, spoken.get(i), frontEnd);
          scores[1][i] = SpeechScore.of(sound, rebuilt[i], frontEnd);
          scores[2][i] = SpeechScore.of(sound, sound, frontEnd);
        });
    for (int i = 0; i < rebuilt.length; i++) {
      listener.sounds(recordings.get(i), spoken.get(i), rebuilt[i]);
    }
    double seconds = (double) Recording.samples(recordings) / voice.sampleRateHz();
    return new VoiceEvaluation(
        recordings.size(),
        seconds,
        logDensity / samples,
        SpeechScore.mean(Arrays.asList(scores[0])),
        SpeechScore.mean(Arrays.asList(scores[1])),
        SpeechScore.mean(Arrays.asList(scores[2])),
        seconds / (nanos / 1e9));
  }
}

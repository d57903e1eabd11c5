package dev.bijou.speech.voice;

import dev.bijou.speech.audio.AudioFile;
import dev.bijou.speech.corpus.Utterance;
import java.util.List;

/// The sound of an utterance in 16-bit steps.
///
/// @param id of the utterance
/// @param samples of full scale −32768 … 32767, at the rate of the voice
record Recording(String id, short[] samples) {
  /// A 16-bit step, where full scale is −1 … 1.
  static final float STEP = 1 / 32768f;

  /// Reads recordings, at the given rate.
  ///
  /// Throws a [SpeechException] if one cannot be read.
  static List<Recording> read(List<Utterance> utterances, int sampleRateHz) {
    return utterances.stream().map(utterance -> read(utterance, sampleRateHz)).toList();
  }

  private static Recording read(Utterance utterance, int sampleRateHz) {
    float[] sound = AudioFile.read(utterance.audio(), sampleRateHz);
    short[] samples = new short[sound.length];
    for (int t = 0; t < sound.length; t++) {
      int value = Math.round(sound[t] / STEP);
      samples[t] = (short) Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }
    return new Recording(utterance.id(), samples);
  }

  /// The sound, full scale −1 … 1.
  float[] sound() {
    float[] sound = new float[samples.length];
    for (int t = 0; t < sound.length; t++) {
      sound[t] = samples[t] * STEP;
    }
    return sound;
  }

  /// Samples of all recordings.
  static long samples(List<Recording> recordings) {
    return recordings.stream().mapToLong(recording -> recording.samples.length).sum();
  }
}

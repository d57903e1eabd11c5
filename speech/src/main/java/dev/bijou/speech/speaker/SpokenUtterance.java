package dev.bijou.speech.speaker;

import dev.bijou.sequence.alignment.Transcribed;
import dev.bijou.speech.corpus.Recording;
import dev.bijou.speech.corpus.Utterance;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.tensor.Tensor;
import java.util.SplittableRandom;

/// An utterance as a speaker is trained on it.
///
/// @param id of the utterance
/// @param text its transcript
/// @param transcribed its symbols and its log-mel spectrogram, whose frames are a multiple of the flow's squeeze
public record SpokenUtterance(String id, String text, Transcribed transcribed) {

  /// Makes the spectrogram of a recording. Noise as wide as a 16-bit step is added to the sound, as Glow-TTS does, so
  /// that digital silence is not infinitely likely; it depends on the utterance and the seed alone.
  static SpokenUtterance of(
      Utterance utterance,
      int[] symbols,
      Recording recording,
      LogMel frontEnd,
      int squeeze,
      long seed) {
    SplittableRandom random = new SplittableRandom(seed * 31 + utterance.id().hashCode());
    float[] sound = recording.sound();
    for (int t = 0; t < sound.length; t++) {
      sound[t] += Recording.STEP * (float) (random.nextDouble() - 0.5);
    }
    Tensor mel = frontEnd.of(sound);
    return new SpokenUtterance(
        utterance.id(), utterance.text(), new Transcribed(symbols, mel).whole(squeeze));
  }

  /// Whether each symbol can have a frame.
  boolean fits() {
    int symbols = transcribed.symbols().length;
    return symbols > 0 && symbols <= Speaker.MOST_SYMBOLS && symbols <= transcribed.x().lanes();
  }
}

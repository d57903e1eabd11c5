package dev.bijou.speech.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.speech.Signals;
import dev.bijou.speech.audio.AudioFile;
import dev.bijou.speech.corpus.Corpus;
import dev.bijou.speech.corpus.Utterance;
import dev.bijou.speech.mel.GriffinLim;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.mel.MelSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A real voice, where it is at hand.
class KathleenTest {
  @Test
  void hasItsThreeParts() {
    Corpus corpus = Corpus.open(Signals.kathleen());
    assertEquals(1052, corpus.train().size());
    assertEquals(40, corpus.valid().size());
    assertEquals(40, corpus.test().size());
    assertEquals("Then came my boy code.", corpus.test().getFirst().text());
  }

  /// The Griffin–Lim baseline, measured by another program over 40 utterances as log-mel 0.118, distortion 7.2 dB,
  /// convergence 0.287, log-magnitude 1.355, pitch 15 cents and voicing 12.0 %. Here over every eighth of them; over
  /// all it is 0.122, 7.20 dB, 0.296, 1.357, 18 cents and 13.2 %.
  @Test
  void griffinLimIsTheKnownBaseline() {
    List<Utterance> test = Corpus.open(Signals.kathleen()).test();
    LogMel logMel = new LogMel(MelSettings.centred(22_050));
    GriffinLim griffinLim = new GriffinLim(logMel.settings());
    List<SpeechScore> scores = new ArrayList<>();
    for (int i = 0; i < test.size(); i += 8) {
      float[] sound = AudioFile.read(test.get(i).audio(), 22_050);
      float[] rebuilt = griffinLim.synthesize(logMel.of(sound), new SplittableRandom(1));
      scores.add(SpeechScore.of(sound, rebuilt, logMel));
    }
    SpeechScore mean = SpeechScore.mean(scores);
    assertEquals(0.118, mean.logMel(), 0.02);
    assertEquals(7.2, mean.melCepstralDb(), 0.8);
    assertEquals(0.287, mean.stft().convergence(), 0.03);
    assertEquals(1.355, mean.stft().logMagnitude(), 0.08);
    assertEquals(15, mean.pitch().rmseCents(), 8);
    assertEquals(0.12, mean.pitch().voicingError(), 0.04);
    assertEquals(0.966, mean.stoi(), 0.01);
  }
}

package dev.bijou.cli.speech;

import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.speaker.Narrator;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.speaker.SpokenCorpus;
import dev.bijou.speech.training.TrainingProvenance;
import dev.bijou.speech.voice.Voice;
import dev.bijou.tensor.Workers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The page of a new voice: test recordings beside what was said of their texts before and now, and what the voice makes of
/// the recordings' own spectrograms.
final class NewVoicePage {
  private static final int MOST_SENTENCES = 12;
  private static final long SEED = 0;

  private NewVoicePage() {}

  /// @param folder the recordings
  /// @param before the speaker that it began with
  /// @param heard the voice that it began with
  static void write(
      NewVoiceFolder place,
      Path folder,
      SpokenCorpus corpus,
      Speaker before,
      Voice heard,
      LearningProgress progress,
      Workers workers) {
    Speaker speaker = Speaker.load(place.speaker());
    Voice voice = Voice.load(place.voice());
    MelSettings mel = speaker.mel();
    ListeningPage page = new ListeningPage(place.heard(), new LogMel(mel));
    SpokenTexts texts = new SpokenTexts(mel.sampleRateHz(), page);
    texts.add("recording", SpeakEvaluate.recordings(folder, mel.sampleRateHz()));
    texts.add("before", said(before, heard, workers));
    texts.add("spoken", said(speaker, voice, workers));
    texts.add(
        "vocoded",
        utterance ->
            voice.vocoder(VoiceVocode.SIGMA, SEED, workers).corrected().speak(utterance.mel()));
    List<SpokenCorpus.Utterance> judged =
        SpeakEvaluate.judged(corpus).stream().limit(MOST_SENTENCES).toList();
    for (int i = 0; i < judged.size(); i++) {
      progress.doing("speaking %d of %d".formatted(i + 1, judged.size()));
      texts.hear(judged.get(i));
    }
    progress.clear();
    page.finish(
        "new voice",
        String.valueOf(place.path().toAbsolutePath().normalize().getFileName()),
        learned("speaker", speaker.provenance(), "value")
            + learned("voice", voice.provenance(), "sample")
            + "\n"
            + texts.figures());
  }

  private static SpokenTexts.Saying said(Speaker speaker, Voice voice, Workers workers) {
    Narrator.Sound sound =
        SpokenSound.of(() -> voice, VoiceVocode.SIGMA, new Exactness(), new Intonation(), workers);
    return SpokenTexts.of(speaker, sound, SEED);
  }

  private static String learned(String what, TrainingProvenance provenance, String unit) {
    return String.format(
        Locale.ROOT,
        "%s: held out %.4f nats a %s after %,d steps%n",
        what,
        provenance.heldOut().logDensity(),
        unit,
        provenance.steps());
  }
}

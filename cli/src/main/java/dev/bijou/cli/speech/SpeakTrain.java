package dev.bijou.cli.speech;

import dev.bijou.cli.console.Shell;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.speaker.SpeakerModel;
import dev.bijou.speech.speaker.SpeakerTraining;
import dev.bijou.speech.speaker.SpokenCorpus;
import dev.bijou.speech.text.Language;
import dev.bijou.speech.voice.VoiceTraining;
import dev.bijou.tensor.Workers;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou speak train`: learns a speaker from a folder of transcribed recordings.
@Command(
    name = "train",
    description = "Learn a speaker from a folder of recordings of one person and their texts.",
    footer = {
      "",
      """
      FOLDER holds WAV or FLAC files and their texts: train.csv with valid.csv and test.csv \
      (id|text), or metadata.csv as in LJSpeech; the sound may be in wavs, wav or flac. The \
      language is US English. Use at least an hour of clean speech, and only with the consent of \
      the person who speaks.\
      """,
      "",
      """
      Shows the mean log-density of held-out spectrograms in nats per value. Every few minutes, \
      writes the current SPEAKER and, to a folder, a held-out sentence as it is spoken (by the \
      Griffin-Lim algorithm), with a picture of which frames belong to which phone. Ctrl-C saves \
      the best speaker so far (exit code 130); a second Ctrl-C quits at once.\
      """,
      "",
      "Models: small (for training on two processors), glow-tts (as published).",
      "",
      "Examples:",
      "  bijou speak train recordings -o speaker.bijou --budget 2h",
      "  bijou speak train LJSpeech-1.1 -o lj.bijou --model glow-tts \\",
      "    --checkpoint lj.state",
      "  bijou speak train LJSpeech-1.1 -o lj.bijou --model glow-tts \\",
      "    --checkpoint lj.state --resume --budget 9h"
    })
public final class SpeakTrain implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "FOLDER", description = "Recordings and texts, see below.")
  private Path folder = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "SPEAKER",
      description = "File to write the speaker to.")
  private String output = "";

  @Option(names = "--model", paramLabel = "NAME", description = "Architecture (default: small).")
  private String model = SpeakerModel.all().getFirst().name();

  @Mixin private Pronunciations pronunciations = new Pronunciations();
  @Mixin private LearningOptions learning = new LearningOptions();

  public SpeakTrain(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    SpeakerModel architecture = SpeakerModel.named(model);
    return learning.run(shell, LearnedModel.SPEAKER, output, with -> prepare(architecture, with));
  }

  private Learning.Training<Speaker> prepare(SpeakerModel architecture, Learning with) {
    Language language = pronunciations.language();
    SpokenCorpus corpus = read(folder, language, with.progress(), with.workers());
    with.announce("learning " + model + " from", corpus.data());
    SpeakerTraining training = SpeakerTraining.of(corpus, architecture, with.limits());
    return new Learning.Training<>(
        training.secondsPerStep(),
        new SpeakerClips(
            with.clips(), corpus.valid().getFirst(), language.inventory(), System::nanoTime),
        listener -> training.run(with.workers(), listener));
  }

  /// Reads a corpus, and shows so meanwhile.
  static SpokenCorpus read(
      Path folder, Language language, LearningProgress progress, Workers workers) {
    return read(
        folder, Set.of(), language, progress, line -> progress.note("note: " + line), workers);
  }

  /// Reads a corpus without some recordings, and shows so meanwhile.
  static SpokenCorpus read(
      Path folder,
      Set<String> without,
      Language language,
      LearningProgress progress,
      Consumer<String> notes,
      Workers workers) {
    return progress.reading(
        folder,
        () ->
            SpokenCorpus.read(
                folder,
                without,
                language.inventory(),
                text -> language.inventory().ids(language.utterance(text)),
                MelSettings.aligned(VoiceTraining.SAMPLE_RATE_HZ),
                notes,
                workers));
  }
}

package dev.bijou.cli;

import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.speaker.SpeakerModel;
import dev.bijou.speech.speaker.SpeakerTraining;
import dev.bijou.speech.speaker.SpokenCorpus;
import dev.bijou.speech.spectrum.MelSettings;
import dev.bijou.speech.text.Language;
import dev.bijou.speech.text.UsEnglish;
import dev.bijou.speech.training.CorpusData;
import dev.bijou.speech.training.TrainingLimits;
import dev.bijou.speech.training.TrainingProvenance;
import dev.bijou.speech.voice.VoiceTraining;
import dev.bijou.tensor.Workers;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      (id|text), or metadata.csv as LJSpeech has it; the sound may lie in wavs, wav or flac. US \
      English. An hour of clean speech is the least, and the person whose voice it is must want \
      it.\
      """,
      "",
      """
      Shows the mean log-density of held-out spectrograms in nats for each of their values, and \
      every few minutes writes SPEAKER as it is by then and, into a folder, a held-out sentence as \
      it is spoken (by Griffin-Lim's algorithm), with a picture of which frames belong to which \
      phone. Ctrl-C saves the best speaker so far (exit code 130); a second one quits at once.\
      """,
      "",
      "Models: small (what two processors can train), glow-tts (as published).",
      "",
      "Examples:",
      "  bijou speak train recordings -o speaker.bijou --budget 2h",
      "  bijou speak train LJSpeech-1.1 -o lj.bijou --model glow-tts \\",
      "    --checkpoint lj.state",
      "  bijou speak train LJSpeech-1.1 -o lj.bijou --model glow-tts \\",
      "    --checkpoint lj.state --resume --budget 9h"
    })
final class SpeakTrain implements Callable<Integer> {
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

  @Option(
      names = "--pronunciations",
      paramLabel = "FILE",
      description = "Your own pronunciations: a word, a tab and its phones in each line.")
  private @Nullable Path pronunciations;

  @Option(
      names = "--clips",
      paramLabel = "FOLDER",
      description =
          "Folder for what is spoken on the way (default: beside SPEAKER, with -clips added to its name).")
  private @Nullable Path clips;

  @Mixin private LearningOptions learning = new LearningOptions();
  @Mixin private Seed seed = new Seed();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  SpeakTrain(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    SpeakerModel architecture = SpeakerModel.named(model);
    TrainingLimits limits = learning.limits(seed.value());
    learning.requireWritable(output);
    try (Workers workers = threads.workers()) {
      LearningProgress progress =
          new LearningProgress(
              quiet.filter(shell.err()),
              shell.terminal(),
              System::nanoTime,
              nats -> LearningProgress.number(nats, 4) + " nats a value");
      Language language =
          pronunciations == null ? UsEnglish.bundled() : UsEnglish.with(pronunciations);
      SpokenCorpus corpus = read(folder, language, progress, workers);
      CorpusData data = corpus.data();
      progress.note(
          String.format(
              Locale.ROOT,
              "learning %s from %,d recordings, %s",
              model,
              data.utterances(),
              Times.text(data.seconds())));
      SpeakerTraining training = SpeakerTraining.of(corpus, architecture, limits);
      return new Learning<Speaker>(
              "speaker",
              output,
              progress,
              training.secondsPerStep(),
              new SpeakerClips(
                  LearningOptions.clips(clips, output),
                  corpus.valid().getFirst(),
                  language.inventory(),
                  System::nanoTime),
              speaker -> speaker.save(Path.of(output), learning.precision()),
              this::report)
          .run(
              shell,
              listener -> training.run(workers, listener),
              speaker -> speaker.provenance().steps());
    }
  }

  /// Reads a corpus, which takes a while.
  static SpokenCorpus read(
      Path folder, Language language, LearningProgress progress, Workers workers) {
    progress.doing("reading " + folder);
    try {
      return SpokenCorpus.read(
          folder,
          language.inventory(),
          text -> language.inventory().ids(language.utterance(text)),
          MelSettings.aligned(VoiceTraining.SAMPLE_RATE_HZ),
          line -> progress.note("note: " + line),
          workers);
    } finally {
      progress.clear();
    }
  }

  private String report(Speaker speaker) {
    TrainingProvenance provenance = speaker.provenance();
    return String.format(
        Locale.ROOT,
        """
        held-out log-density: %.4f nats a value
        steps: %,d
        time: %s
        speaker: %s
        """,
        provenance.heldOut().logDensity(),
        provenance.steps(),
        Times.text(provenance.seconds()),
        output);
  }
}

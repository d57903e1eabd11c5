package dev.bijou.cli;

import dev.bijou.speech.corpus.Corpus;
import dev.bijou.speech.corpus.Recording;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.speaker.SpokenCorpus;
import dev.bijou.speech.text.Language;
import dev.bijou.speech.text.UsEnglish;
import dev.bijou.speech.training.TrainingLimits;
import dev.bijou.speech.voice.Voice;
import dev.bijou.speech.voice.VoiceModel;
import dev.bijou.speech.voice.VoiceTraining;
import dev.bijou.speech.voice.VoiceTuning;
import dev.bijou.tensor.Workers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou voice tune`: lets a voice learn how a speaker's spectrograms sound.
@Command(
    name = "tune",
    description = "Tune a voice to the spectrograms that a speaker makes.",
    footer = {
      "",
      """
      A speaker's spectrograms are calmer than those of recordings. A voice that has learned from \
      recordings alone speaks them less clearly; this lets it learn from both by turns. FOLDER \
      holds recordings and their texts, as for bijou speak train.\
      """,
      "",
      "Example:",
      "  bijou voice tune voice.bijou speaker.bijou recordings -o tuned.bijou"
    })
final class VoiceTune implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "VOICE", description = "A voice of bijou voice train.")
  private Path voice = Path.of("");

  @Parameters(index = "1", paramLabel = "SPEAKER", description = "A speaker of bijou speak train.")
  private Path speaker = Path.of("");

  @Parameters(index = "2", paramLabel = "FOLDER", description = "Recordings and their texts.")
  private Path folder = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "TUNED",
      description = "File to write the tuned voice to.")
  private String output = "";

  @Option(
      names = "--pronunciations",
      paramLabel = "FILE",
      description = "Your own pronunciations: a word, a tab and its phones in each line.")
  private @Nullable Path pronunciations;

  @Option(
      names = "--clips",
      paramLabel = "FOLDER",
      description =
          "Folder for what the voice says on the way (default: beside TUNED, with -clips added to its name).")
  private @Nullable Path clips;

  @Mixin private LearningOptions learning = new LearningOptions();
  @Mixin private Seed seed = new Seed();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  VoiceTune(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    TrainingLimits limits = learning.limits(seed.value());
    if (Path.of(output).toAbsolutePath().normalize().equals(voice.toAbsolutePath().normalize())) {
      throw new UsageException(
          "-o is VOICE itself, which is read again on the way; name another file");
    }
    learning.requireWritable(output);
    Language language =
        pronunciations == null ? UsEnglish.bundled() : UsEnglish.with(pronunciations);
    Speaker of = Speaker.load(speaker);
    VoiceModel model = VoiceModel.named(Voice.load(voice).provenance().model());
    try (Workers workers = threads.workers()) {
      LearningProgress progress = VoiceTrain.progress(shell, quiet);
      SpokenCorpus corpus = SpeakTrain.read(folder, language, progress, workers);
      List<Recording> recordings = recordings();
      VoiceTuning tuning =
          new VoiceTuning(
              () -> Voice.load(voice),
              model,
              of,
              new VoiceTuning.Material(corpus.data(), corpus.train(), corpus.valid(), recordings),
              limits,
              workers);
      progress.note(
          String.format(
              Locale.ROOT,
              "tuning %s to %s with %,d recordings, %s",
              voice,
              speaker,
              corpus.data().utterances(),
              Times.text(corpus.data().seconds())));
      return new Learning<Voice>(
              "voice",
              output,
              progress,
              tuning.secondsPerStep(),
              new VoiceClips(
                  LearningOptions.clips(clips, output),
                  recordings.getFirst().sound(),
                  workers,
                  System::nanoTime),
              tuned -> tuned.save(Path.of(output), learning.precision()),
              tuned -> VoiceTrain.report(tuned, output))
          .run(
              shell,
              listener -> tuning.run(workers, listener),
              tuned -> tuned.provenance().steps());
    }
  }

  /// Those that are held out first.
  private List<Recording> recordings() {
    Corpus corpus = Corpus.open(folder);
    List<Recording> all =
        new ArrayList<>(Recording.read(corpus.valid(), VoiceTraining.SAMPLE_RATE_HZ));
    all.addAll(Recording.read(corpus.train(), VoiceTraining.SAMPLE_RATE_HZ));
    return all;
  }
}

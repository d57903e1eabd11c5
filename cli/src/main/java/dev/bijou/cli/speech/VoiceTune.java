package dev.bijou.cli.speech;

import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.UsageException;
import dev.bijou.speech.corpus.Corpus;
import dev.bijou.speech.corpus.Recording;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.speaker.SpokenCorpus;
import dev.bijou.speech.text.Language;
import dev.bijou.speech.tuning.VoiceTuning;
import dev.bijou.speech.voice.Voice;
import dev.bijou.speech.voice.VoiceModel;
import dev.bijou.speech.voice.VoiceTraining;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou voice tune`: goes on training a voice with the spectrograms of a speaker.
@Command(
    name = "tune",
    description = "Tune a voice to the spectrograms that a speaker makes.",
    footer = {
      "",
      """
      A speaker's spectrograms are smoother than those of recordings, and a voice that was \
      trained on recordings alone speaks them less clearly. Tuning trains it on both in turn. \
      FOLDER holds recordings and their texts, as for bijou speak train.\
      """,
      "",
      "Example:",
      "  bijou voice tune voice.bijou speaker.bijou recordings -o tuned.bijou"
    })
public final class VoiceTune implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      index = "0",
      paramLabel = "VOICE",
      description = "A voice that bijou voice train wrote.")
  private Path voice = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "SPEAKER",
      description = "A speaker that bijou speak train wrote.")
  private Path speaker = Path.of("");

  @Parameters(index = "2", paramLabel = "FOLDER", description = "Recordings and their texts.")
  private Path folder = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "TUNED",
      description = "File to write the tuned voice to.")
  private String output = "";

  @Mixin private DrawnOption drawn = new DrawnOption();
  @Mixin private Pronunciations pronunciations = new Pronunciations();
  @Mixin private LearningOptions learning = new LearningOptions();

  public VoiceTune(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (Path.of(output).toAbsolutePath().normalize().equals(voice.toAbsolutePath().normalize())) {
      throw new UsageException(
          "-o is VOICE itself, which is read again during the training; name another file");
    }
    return learning.run(
        shell, LearnedModel.voice(drawn.weighing().isPresent()), output, this::prepare);
  }

  private Learning.Training<Voice> prepare(Learning with) {
    Language language = pronunciations.language();
    Speaker of = Speaker.load(speaker);
    VoiceModel model = VoiceModel.named(Voice.load(voice).provenance().model());
    SpokenCorpus corpus = SpeakTrain.read(folder, language, with.progress(), with.workers());
    List<Recording> recordings = recordings();
    VoiceTuning tuning =
        new VoiceTuning(
            () -> Voice.load(voice),
            model,
            drawn.weighing(),
            of,
            new VoiceTuning.Material(corpus.data(), corpus.train(), corpus.valid(), recordings),
            with.limits(),
            with.workers());
    with.announce("tuning " + voice + " to " + speaker + " with", corpus.data());
    return new Learning.Training<>(
        tuning.secondsPerStep(),
        new VoiceClips(
            with.clips(), recordings.getFirst().sound(), with.workers(), System::nanoTime),
        listener -> tuning.run(with.workers(), listener));
  }

  /// The recordings, the held-out ones first.
  private List<Recording> recordings() {
    Corpus corpus = Corpus.open(folder);
    List<Recording> all =
        new ArrayList<>(Recording.read(corpus.valid(), VoiceTraining.SAMPLE_RATE_HZ));
    all.addAll(Recording.read(corpus.train(), VoiceTraining.SAMPLE_RATE_HZ));
    return all;
  }
}

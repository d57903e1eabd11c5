package dev.bijou.cli.speech;

import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.UsageException;
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

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Architecture (default: small, or that of --from).")
  private @Nullable String model;

  @Option(
      names = "--from",
      paramLabel = "SPEAKER",
      description = "Go on from a speaker instead of starting anew; needs --drawn.")
  private @Nullable Path from;

  @Option(
      names = "--drawn",
      paramLabel = "W",
      description =
          "Also compare spectrograms that the speaker draws with the recordings, with this weight beside the likelihood; 1 is usual.")
  private @Nullable Double weight;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Temperature of the spectrograms of --drawn (default: 1, as the density has it).")
  private float temperature = 1;

  @Mixin private Pronunciations pronunciations = new Pronunciations();
  @Mixin private LearningOptions learning = new LearningOptions();

  public SpeakTrain(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (from == null) {
      if (weight != null) {
        throw new UsageException("--drawn goes on with a trained speaker; give one with --from");
      }
      SpeakerModel architecture =
          model == null ? SpeakerModel.all().getFirst() : SpeakerModel.named(model);
      return learning.run(
          shell, LearnedModel.SPEAKER, output, with -> prepare(architecture, null, with));
    }
    SpeakerTraining.Continuation how = continuation(from);
    String before = how.from().get().provenance().model();
    if (model != null && !model.equals(before)) {
      throw new UsageException(
          "--model is %s, but %s is a %s; leave --model out".formatted(model, from, before));
    }
    return learning.run(
        shell,
        LearnedModel.DRAWN_SPEAKER,
        output,
        with -> prepare(SpeakerModel.named(before), how, with));
  }

  private SpeakerTraining.Continuation continuation(Path speaker) {
    if (Path.of(output).toAbsolutePath().normalize().equals(speaker.toAbsolutePath().normalize())) {
      throw new UsageException(
          "-o is the speaker of --from, which is read again during the training; name another file");
    }
    if (weight == null) {
      throw new UsageException(
          "--from goes on by drawn spectrograms; give their weight with --drawn");
    }
    if (!(weight > 0 && weight <= 1e6)) {
      throw new UsageException("--drawn is " + weight + ", but must lie in (0, 1000000]");
    }
    if (!(temperature > 0 && temperature <= 10)) {
      throw new UsageException("--temperature is " + temperature + ", but must lie in (0, 10]");
    }
    return new SpeakerTraining.Continuation(() -> Speaker.load(speaker), weight, temperature);
  }

  private Learning.Training<Speaker> prepare(
      SpeakerModel architecture, SpeakerTraining.@Nullable Continuation how, Learning with) {
    Language language = pronunciations.language();
    SpokenCorpus corpus = read(folder, language, with.progress(), with.workers());
    with.announce(
        how == null
            ? "learning " + architecture.name() + " from"
            : "going on from " + from + " with",
        corpus.data());
    SpeakerTraining training = SpeakerTraining.of(corpus, architecture, with.limits());
    return new Learning.Training<>(
        training.secondsPerStep(),
        new SpeakerClips(
            with.clips(), corpus.valid().getFirst(), language.inventory(), System::nanoTime),
        listener ->
            how == null
                ? training.run(with.workers(), listener)
                : training.goOn(how, with.workers(), listener));
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

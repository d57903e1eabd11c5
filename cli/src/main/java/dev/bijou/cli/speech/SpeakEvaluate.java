package dev.bijou.cli.speech;

import dev.bijou.cli.console.Bundled;
import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.Seed;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.Threads;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.audio.AudioFile;
import dev.bijou.speech.corpus.Corpus;
import dev.bijou.speech.corpus.Utterance;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.speaker.Narrator;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.speaker.SpeakerEvaluation;
import dev.bijou.speech.speaker.SpokenCorpus;
import dev.bijou.speech.text.Language;
import dev.bijou.speech.voice.Voice;
import dev.bijou.table.text.NumberText;
import dev.bijou.tensor.Workers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou speak evaluate`: evaluates a speaker on recordings.
@Command(
    name = "evaluate",
    description = "Evaluate a speaker on the test recordings of a folder and their texts.",
    footer = {
      "",
      """
      Prints the mean log-density of the spectrograms given the texts, in nats per value, beside \
      that of a Gaussian for each phone, fitted to the training recordings under the speaker's \
      own alignments: with uncorrelated bands, and with correlated ones. The error of durations \
      is the root mean square of log (real / expected).\
      """,
      "",
      """
      Then the texts are spoken as bijou speak does, and what is heard is judged without a \
      reference: harmonics to noise, jitter and shimmer where the voice is regular, and the \
      standard deviation of the pitch, beside the recordings.\
      """,
      "",
      "Examples:",
      "  bijou speak evaluate speaker.bijou recordings",
      "  bijou speak evaluate speaker.bijou recordings \\",
      "    --vocoder voice.bijou --page heard",
      "  bijou speak evaluate new.bijou recordings --page heard --beside old.bijou"
    })
public final class SpeakEvaluate implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      index = "0",
      paramLabel = "SPEAKER",
      description = "A speaker that bijou speak train wrote.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "FOLDER",
      description = "Recordings and texts as for bijou speak train; the test recordings are used.")
  private Path folder = Path.of("");

  @Option(
      names = "--vocoder",
      paramLabel = "FILE",
      description =
          "A voice that bijou voice train wrote, or griffin-lim (default: the bundled voice if there is one).")
  private @Nullable String vocoder;

  @Option(
      names = "--sigma",
      paramLabel = "S",
      description = "Standard deviation of the noise that becomes sound (default: 0.7).")
  private float sigma = VoiceVocode.SIGMA;

  @Option(
      names = "--page",
      paramLabel = "FOLDER",
      description =
          "Also write the sounds to a folder, with a page to hear and see them beside each other.")
  private @Nullable Path page;

  @Option(
      names = "--beside",
      paramLabel = "SPEAKER",
      description = "Another speaker to hear, for instance the one before.")
  private @Nullable Path beside;

  @Mixin private Exactness exactness = new Exactness();
  @Mixin private Intonation intonation = new Intonation();
  @Mixin private Seed seed = new Seed();
  @Mixin private Pronunciations pronunciations = new Pronunciations();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  public SpeakEvaluate(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    VoiceVocode.requireSigma(sigma);
    intonation.require();
    try (Workers workers = threads.workers()) {
      Language language = pronunciations.language();
      Speaker speaker = speaker(file, language);
      Optional<Speaker> other = Optional.ofNullable(beside).map(path -> speaker(path, language));
      Narrator.Sound sound = sound(speaker, workers);
      LearningProgress progress =
          new LearningProgress(
              quiet.filter(shell.err()), shell.terminal(), System::nanoTime, String::valueOf);
      SpokenCorpus corpus = SpeakTrain.read(folder, language, progress, workers);
      progress.doing("evaluating");
      SpeakerEvaluation evaluation =
          SpeakerEvaluation.of(speaker, corpus.train(), judged(corpus), workers);
      ListeningPage listening =
          page == null ? null : new ListeningPage(page, new LogMel(speaker.mel()));
      SpokenTexts texts = new SpokenTexts(speaker.mel().sampleRateHz(), listening);
      texts.add("recording", recordings(folder, speaker.mel().sampleRateHz()));
      other.ifPresent(one -> texts.add("beside", SpokenTexts.of(one, sound, seed.value())));
      texts.add("spoken", SpokenTexts.of(speaker, sound, seed.value()));
      if (!byGriffinLim()) {
        texts.add(
            "griffin-lim",
            SpokenTexts.of(
                speaker, SpokenSound.griffinLim(speaker.mel(), intonation), seed.value()));
      }
      List<SpokenCorpus.Utterance> judged = judged(corpus);
      for (int i = 0; i < judged.size(); i++) {
        progress.doing("speaking %d of %d".formatted(i + 1, judged.size()));
        texts.hear(judged.get(i));
      }
      progress.clear();
      String text = text(evaluation) + "\n" + texts.figures();
      if (listening != null) {
        listening.finish("speaker", String.valueOf(file.getFileName()), text);
      }
      shell.print(text);
      return 0;
    }
  }

  private static Speaker speaker(Path from, Language language) {
    Speaker speaker = Speaker.load(from);
    if (!speaker.inventory().equals(language.inventory())) {
      throw new SpeechException(from + ": the speaker has learned another language's symbols");
    }
    return speaker;
  }

  private Narrator.Sound sound(Speaker speaker, Workers workers) {
    if (byGriffinLim()) {
      return SpokenSound.griffinLim(speaker.mel(), intonation);
    }
    Voice voice = SpokenSound.voice(vocoder, speaker.mel());
    return SpokenSound.of(() -> voice, sigma, exactness, intonation, workers);
  }

  private boolean byGriffinLim() {
    return SpokenSound.GRIFFIN_LIM.equals(vocoder)
        || (vocoder == null && Bundled.find(null, "voice.bijou").isEmpty());
  }

  /// The recordings as they are.
  static SpokenTexts.Saying recordings(Path folder, int sampleRateHz) {
    Map<String, Path> files =
        Corpus.open(folder).all().stream()
            .collect(Collectors.toMap(Utterance::id, Utterance::audio));
    return utterance ->
        AudioFile.read(Objects.requireNonNull(files.get(utterance.id())), sampleRateHz);
  }

  static List<SpokenCorpus.Utterance> judged(SpokenCorpus corpus) {
    if (!corpus.test().isEmpty()) {
      return corpus.test();
    }
    return corpus.valid().isEmpty() ? corpus.train() : corpus.valid();
  }

  private static String text(SpeakerEvaluation evaluation) {
    return String.format(
        Locale.ROOT,
        """
        recordings: %,d, %s
        log-density: %.4f nats a value
        Gaussians of phones: %.4f nats a value, %.4f with correlated bands
        error of durations: %.3f%s
        """,
        evaluation.utterances(),
        NumberText.duration(evaluation.seconds()),
        evaluation.logDensity(),
        evaluation.diagonalGaussians(),
        evaluation.fullGaussians(),
        evaluation.durationError(),
        evaluation.durationLogProb().stream()
            .mapToObj(
                nats -> String.format(Locale.ROOT, ", log-probability: %.3f nats a symbol", nats))
            .collect(Collectors.joining()));
  }
}

package dev.bijou.cli.speech;

import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.Threads;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.speaker.SpeakerEvaluation;
import dev.bijou.speech.speaker.SpokenCorpus;
import dev.bijou.speech.text.Language;
import dev.bijou.table.text.NumberText;
import dev.bijou.tensor.Workers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "Examples:",
      "  bijou speak evaluate speaker.bijou recordings"
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

  @Mixin private Pronunciations pronunciations = new Pronunciations();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  public SpeakEvaluate(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (Workers workers = threads.workers()) {
      Speaker speaker = Speaker.load(file);
      Language language = pronunciations.language();
      if (!speaker.inventory().equals(language.inventory())) {
        throw new SpeechException(file + ": the speaker has learned another language's symbols");
      }
      LearningProgress progress =
          new LearningProgress(
              quiet.filter(shell.err()), shell.terminal(), System::nanoTime, String::valueOf);
      SpokenCorpus corpus = SpeakTrain.read(folder, language, progress, workers);
      progress.doing("evaluating");
      SpeakerEvaluation evaluation =
          SpeakerEvaluation.of(speaker, corpus.train(), judged(corpus), workers);
      progress.clear();
      shell.print(text(evaluation));
      return 0;
    }
  }

  private static List<SpokenCorpus.Utterance> judged(SpokenCorpus corpus) {
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
        error of durations: %.3f
        """,
        evaluation.utterances(),
        NumberText.duration(evaluation.seconds()),
        evaluation.logDensity(),
        evaluation.diagonalGaussians(),
        evaluation.fullGaussians(),
        evaluation.durationError());
  }
}

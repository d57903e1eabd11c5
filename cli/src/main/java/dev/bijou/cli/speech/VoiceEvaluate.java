package dev.bijou.cli.speech;

import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.RowCount;
import dev.bijou.cli.console.Seed;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.Threads;
import dev.bijou.cli.console.UsageException;
import dev.bijou.speech.corpus.Corpus;
import dev.bijou.speech.corpus.Recording;
import dev.bijou.speech.corpus.Utterance;
import dev.bijou.speech.evaluation.VoiceEvaluation;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.metric.SpeechScore;
import dev.bijou.speech.voice.Vocoder;
import dev.bijou.speech.voice.Voice;
import dev.bijou.table.text.NumberText;
import dev.bijou.tensor.Workers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou voice evaluate`: evaluates a voice on recordings.
@Command(
    name = "evaluate",
    description =
        "Evaluate a voice on the test recordings of a folder, beside the Griffin-Lim algorithm.",
    footer = {
      "",
      """
      Prints the mean log-density of the recordings under the voice, and how far from them are: \
      what the voice speaks from their spectrograms, what Griffin-Lim (60 iterations) makes of \
      the same, and a copy of the recordings. The measures are log-mel distance, \
      multi-resolution spectral convergence and log-magnitude distance, mel-cepstral distortion \
      (dB), pitch error (cents), share of frames voiced in only one of the two, harmonics to noise, \
      jitter and shimmer where the recording has a regular voice, the standard deviation of the \
      pitch, and short-time intelligibility (1 is best). Griffin-Lim optimizes the first of these.\
      """,
      "",
      "Examples:",
      "  bijou voice evaluate voice.bijou recordings",
      "  bijou voice evaluate voice.bijou recordings --sigma 0.5",
      "  bijou voice evaluate new.bijou recordings --page heard --beside old.bijou"
    })
public final class VoiceEvaluate implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      index = "0",
      paramLabel = "VOICE",
      description = "A voice that bijou voice train wrote.")
  private Path voice = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "FOLDER",
      description = "Recordings as for bijou voice train; the test recordings are used.")
  private Path folder = Path.of("");

  @Option(
      names = "--sigma",
      paramLabel = "S",
      description = "Standard deviation of the noise that becomes speech (default: 0.7).")
  private float sigma = VoiceVocode.SIGMA;

  @Option(
      names = "--page",
      paramLabel = "FOLDER",
      description =
          "Also write the sounds to a folder, with a page to hear and see them beside each other.")
  private @Nullable Path page;

  @Option(
      names = "--beside",
      paramLabel = "VOICE",
      description = "Another voice for the page, for instance the one before.")
  private @Nullable Path beside;

  @Mixin private Exactness exactness = new Exactness();
  @Mixin private Seed seed = new Seed();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  public VoiceEvaluate(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    VoiceVocode.requireSigma(sigma);
    if (beside != null && page == null) {
      throw new UsageException("--beside is heard on the page; name a folder for it with --page");
    }
    try (Workers workers = threads.workers()) {
      Voice judged = Voice.load(voice);
      List<Utterance> utterances = VoiceEvaluation.utterances(Corpus.open(folder));
      Map<String, String> texts =
          utterances.stream().collect(Collectors.toMap(Utterance::id, Utterance::text));
      RowCount progress =
          new RowCount(quiet.filter(shell.err()), shell.terminal(), System::nanoTime);
      LogMel frontEnd = new LogMel(judged.mel());
      ListeningPage listening = page == null ? null : new ListeningPage(page, frontEnd);
      Vocoder other = beside == null ? null : vocoder(Voice.load(beside), workers);
      VoiceEvaluation evaluation =
          VoiceEvaluation.of(
              judged,
              utterances,
              vocoder(judged, workers),
              seed.value(),
              workers,
              new VoiceEvaluation.Listener() {
                @Override
                public void spoken(int count) {
                  progress.show(count);
                }

                @Override
                public void sounds(Recording recording, float[] spoken, float[] griffinLim) {
                  if (listening != null) {
                    Map<String, float[]> sounds = new LinkedHashMap<>();
                    sounds.put("recording", recording.sound());
                    if (other != null) {
                      sounds.put("beside", other.speak(frontEnd.of(recording.sound())));
                    }
                    sounds.put("voice", spoken);
                    sounds.put("griffin-lim", griffinLim);
                    listening.add(recording.id(), texts.getOrDefault(recording.id(), ""), sounds);
                  }
                }
              });
      progress.clear();
      String text = text(evaluation);
      if (listening != null) {
        listening.finish("voice", voice.toString(), text);
      }
      shell.print(text);
      return 0;
    }
  }

  private Vocoder vocoder(Voice of, Workers workers) {
    return exactness.of(of.vocoder(sigma, seed.value(), workers));
  }

  private static String text(VoiceEvaluation evaluation) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                """
                recordings: %,d, %s
                log-density: %.4f nats a sample
                bits a 16-bit sample: %.4f
                speed: %.1f × real time

                %-24s%12s%14s%8s
                """,
                evaluation.utterances(),
                NumberText.duration(evaluation.seconds()),
                evaluation.logDensity(),
                evaluation.bitsPerSample(),
                evaluation.speed(),
                "",
                "voice",
                "Griffin-Lim",
                "copy"));
    line(text, evaluation, "log-mel distance", 3, SpeechScore::logMel);
    line(text, evaluation, "spectral convergence", 3, score -> score.stft().convergence());
    line(text, evaluation, "log-magnitude distance", 3, score -> score.stft().logMagnitude());
    line(text, evaluation, "mel-cepstral dB", 2, SpeechScore::melCepstralDb);
    line(text, evaluation, "pitch error, cents", 1, score -> score.pitch().rmseCents());
    line(text, evaluation, "voicing error, %", 1, score -> 100 * score.pitch().voicingError());
    line(
        text,
        evaluation,
        "harmonics to noise, dB",
        1,
        score -> score.periodicity().harmonicsToNoiseDb());
    line(text, evaluation, "jitter, %", 2, score -> score.periodicity().jitterPercent());
    line(text, evaluation, "shimmer, %", 1, score -> score.periodicity().shimmerPercent());
    line(
        text,
        evaluation,
        "pitch spread, semitones",
        1,
        score -> score.periodicity().spreadSemitones());
    line(text, evaluation, "intelligibility (STOI)", 3, SpeechScore::stoi);
    return text.toString();
  }

  private static void line(
      StringBuilder text,
      VoiceEvaluation evaluation,
      String name,
      int digits,
      ToDoubleFunction<SpeechScore> measure) {
    text.append(
        String.format(
            Locale.ROOT,
            "%-24s%12s%14s%8s%n",
            name,
            number(measure.applyAsDouble(evaluation.spoken()), digits),
            number(measure.applyAsDouble(evaluation.griffinLim()), digits),
            number(measure.applyAsDouble(evaluation.copy()), digits)));
  }

  static String number(double value, int digits) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}

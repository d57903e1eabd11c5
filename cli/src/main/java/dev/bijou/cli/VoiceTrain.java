package dev.bijou.cli;

import dev.bijou.speech.metric.SampleLikelihood;
import dev.bijou.speech.training.CorpusData;
import dev.bijou.speech.training.TrainingLimits;
import dev.bijou.speech.training.TrainingProvenance;
import dev.bijou.speech.voice.Voice;
import dev.bijou.speech.voice.VoiceModel;
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

/// `bijou voice train`: learns a voice from a folder of recordings.
@Command(
    name = "train",
    description = "Learn a voice from a folder of recordings of one speaker.",
    footer = {
      "",
      """
      FOLDER holds WAV or FLAC files, and where wanted their texts: train.csv with valid.csv and \
      test.csv (id|text), or metadata.csv as LJSpeech has it; the sound may lie in wavs, wav or \
      flac. Other rates than 22,050 Hz are resampled. An hour of clean speech and an hour of time \
      on two processors make a voice that can be understood.\
      """,
      "",
      """
      Shows the mean log-density of held-out sound in nats and in bits of a 16-bit sample, and \
      every few minutes writes VOICE as it is by then and, into a folder, a held-out recording as \
      the voice speaks it, with a picture of its spectrogram. Ctrl-C saves the best voice so far \
      (exit code 130); a second one quits at once.\
      """,
      "",
      """
      Models: small (what two processors can train), gaussian (where small begins: noise with the \
      spectrum asked for), squeezewave-128l, squeezewave-128s, squeezewave-64l, squeezewave-64s, \
      waveglow.\
      """,
      "",
      "Examples:",
      "  bijou voice train recordings -o voice.bijou --budget 2h",
      "  bijou voice train LJSpeech-1.1 -o lj.bijou --model squeezewave-128s \\",
      "    --checkpoint lj.state",
      "  bijou voice train LJSpeech-1.1 -o lj.bijou --model squeezewave-128s \\",
      "    --checkpoint lj.state --resume --budget 9h"
    })
final class VoiceTrain implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "FOLDER", description = "Recordings, see below.")
  private Path folder = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "VOICE",
      description = "File to write the voice to.")
  private String output = "";

  @Option(names = "--model", paramLabel = "NAME", description = "Architecture (default: small).")
  private String model = VoiceModel.all().getFirst().name();

  @Option(
      names = "--clips",
      paramLabel = "FOLDER",
      description =
          "Folder for what the voice says on the way (default: beside VOICE, with -clips added to its name).")
  private @Nullable Path clips;

  @Mixin private LearningOptions learning = new LearningOptions();
  @Mixin private Seed seed = new Seed();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  VoiceTrain(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    VoiceModel architecture = VoiceModel.named(model);
    TrainingLimits limits = learning.limits(seed.value());
    learning.requireWritable(output);
    try (Workers workers = threads.workers()) {
      LearningProgress progress = progress(shell, quiet);
      VoiceTraining training = read(architecture, limits, progress);
      CorpusData data = training.data();
      progress.note(
          String.format(
              Locale.ROOT,
              "learning %s from %,d recordings, %s",
              model,
              data.utterances(),
              Times.text(data.seconds())));
      return new Learning<Voice>(
              "voice",
              output,
              progress,
              training.secondsPerStep(),
              new VoiceClips(
                  LearningOptions.clips(clips, output),
                  training.example(),
                  workers,
                  System::nanoTime),
              voice -> voice.save(Path.of(output), learning.precision()),
              voice -> report(voice, output))
          .run(
              shell,
              listener -> training.run(workers, listener),
              voice -> voice.provenance().steps());
    }
  }

  private VoiceTraining read(
      VoiceModel architecture, TrainingLimits limits, LearningProgress progress) {
    progress.doing("reading " + folder);
    try {
      return VoiceTraining.read(folder, architecture, limits);
    } finally {
      progress.clear();
    }
  }

  /// Tells of a training by held-out log-density in nats and in bits a sample.
  static LearningProgress progress(Shell shell, Quiet quiet) {
    return new LearningProgress(
        quiet.filter(shell.err()),
        shell.terminal(),
        System::nanoTime,
        nats ->
            "%s nats (%s bits) a sample"
                .formatted(
                    LearningProgress.number(nats, 4),
                    LearningProgress.number(SampleLikelihood.bitsPerSample(nats), 3)));
  }

  static String report(Voice voice, String output) {
    TrainingProvenance provenance = voice.provenance();
    double nats = provenance.heldOut().logDensity();
    return String.format(
        Locale.ROOT,
        """
        held-out log-density: %.4f nats a sample
        bits a 16-bit sample: %.4f
        steps: %,d
        time: %s
        voice: %s
        """,
        nats,
        SampleLikelihood.bitsPerSample(nats),
        provenance.steps(),
        Times.text(provenance.seconds()),
        output);
  }
}

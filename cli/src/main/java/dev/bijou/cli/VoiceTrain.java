package dev.bijou.cli;

import dev.bijou.file.Precision;
import dev.bijou.flow.Workers;
import dev.bijou.speech.metric.SampleLikelihood;
import dev.bijou.speech.training.CorpusData;
import dev.bijou.speech.voice.Voice;
import dev.bijou.speech.voice.VoiceModel;
import dev.bijou.speech.voice.VoiceProvenance;
import dev.bijou.speech.voice.VoiceTraining;
import dev.bijou.train.TrainingEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
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
      "FOLDER holds WAV or FLAC files, and where wanted their texts: train.csv with valid.csv and test.csv (id|text), or",
      "metadata.csv as LJSpeech has it; the sound may lie in wavs, wav or flac. Other rates than 22,050 Hz are resampled.",
      "An hour of clean speech and some hours of time are the least that one can hear.",
      "",
      "Shows the mean log-density of held-out sound in nats and in bits of a 16-bit sample, and every few minutes writes VOICE",
      "as it is by then and, into a folder, a held-out recording as the voice speaks it, with a picture of its spectrogram.",
      "Ctrl-C saves the best voice so far (exit code 130); a second one quits at once.",
      "",
      "Models: small (what two processors can train), gaussian (where small begins: noise with the spectrum asked for),",
      "squeezewave-128l, squeezewave-128s, squeezewave-64l, squeezewave-64s, waveglow.",
      "",
      "Examples:",
      "  bijou voice train recordings -o voice.bijou --budget 2h",
      "  bijou voice train LJSpeech-1.1 -o lj.bijou --model squeezewave-128s --checkpoint lj.checkpoint",
      "  bijou voice train LJSpeech-1.1 -o lj.bijou --model squeezewave-128s --checkpoint lj.checkpoint --resume --budget 9h"
    })
final class VoiceTrain implements Callable<Integer> {
  private static final String USUAL_BUDGET = "2h";

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
      names = "--budget",
      paramLabel = "TIME",
      description =
          "Time to learn in, that of earlier runs included: 90m, 2h (default: 2h unless --steps is given).")
  private @Nullable String budget;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps to take at most, rounded up to whole rounds.")
  private @Nullable Integer steps;

  @Option(
      names = "--clips",
      paramLabel = "FOLDER",
      description =
          "Folder for what the voice says on the way (default: beside VOICE, with -clips added to its name).")
  private @Nullable Path clips;

  @Option(
      names = "--single",
      description = "Write the voice in single precision: twice the size of half precision.")
  private boolean single;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "Save the state of the training here after each round, to go on with --resume.")
  private @Nullable Path checkpoint;

  @Option(
      names = "--resume",
      description = "Go on from --checkpoint, if the file exists; with the same result.")
  private boolean resume;

  @Mixin private Seed seed = new Seed();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  VoiceTrain(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    VoiceTraining.Options options = options();
    Outputs.requireWritable(Path.of(output));
    if (checkpoint != null) {
      Outputs.requireWritable(checkpoint);
    }
    try (Workers workers = threads.workers()) {
      VoiceProgress progress =
          new VoiceProgress(quiet.filter(shell.err()), shell.terminal(), System::nanoTime);
      progress.doing("reading " + folder);
      VoiceTraining training = read(options, progress);
      CorpusData data = training.data();
      progress.note(
          String.format(
              Locale.ROOT,
              "learning %s from %,d recordings, %s",
              options.model().name(),
              data.utterances(),
              Times.text(data.seconds())));
      return learn(training, workers, progress);
    }
  }

  private VoiceTraining read(VoiceTraining.Options options, VoiceProgress progress) {
    try {
      return VoiceTraining.read(folder, options);
    } finally {
      progress.clear();
    }
  }

  private int learn(VoiceTraining training, Workers workers, VoiceProgress progress) {
    try (Interrupts interrupts =
        shell
            .interrupts()
            .apply(() -> progress.note("stopping to save the best voice; again to quit at once"))) {
      VoiceClips samples =
          new VoiceClips(clipFolder(), training.example(), workers, System::nanoTime);
      Voice voice =
          training.run(
              workers,
              new VoiceTraining.Listener() {
                @Override
                public void event(TrainingEvent event) {
                  progress.accept(event, training.secondsPerStep());
                }

                @Override
                public void note(String line) {
                  progress.note("note: " + line);
                }

                @Override
                public void round(VoiceTraining.Progress round) {
                  if (samples.due()) {
                    Voice now = round.voice();
                    now.save(Path.of(output), precision());
                    progress.note("wrote " + output + " and " + samples.write(now, round.step()));
                  }
                }

                @Override
                public boolean stop() {
                  return interrupts.requested();
                }
              });
      progress.clear();
      voice.save(Path.of(output), precision());
      samples.write(voice, voice.provenance().steps());
      report(voice);
      if (!interrupts.requested()) {
        return 0;
      }
      progress.note("interrupted: " + output + " is the best voice so far");
      return interrupts.exitCode();
    }
  }

  private Precision precision() {
    return single ? Precision.SINGLE : Precision.HALF;
  }

  private Path clipFolder() {
    if (clips != null) {
      return clips;
    }
    Path voice = Path.of(output);
    String name = String.valueOf(voice.getFileName()).replaceFirst("\\.bijou$", "");
    return voice.resolveSibling(name + "-clips");
  }

  private VoiceTraining.Options options() {
    if (resume && checkpoint == null) {
      throw new UsageException("--resume needs the --checkpoint FILE to go on from");
    }
    if (checkpoint != null && !resume && Files.exists(checkpoint)) {
      throw new UsageException(
          checkpoint
              + " exists: go on from it with --resume, or name another file with --checkpoint");
    }
    String time = budget == null && steps == null ? USUAL_BUDGET : budget;
    try {
      return new VoiceTraining.Options(
          VoiceModel.named(model),
          seed.value(),
          steps == null ? OptionalInt.empty() : OptionalInt.of(steps),
          Optional.ofNullable(time).map(Times::parse),
          Optional.ofNullable(checkpoint));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private void report(Voice voice) {
    VoiceProvenance provenance = voice.provenance();
    double nats = provenance.heldOut().logDensity();
    shell.print(
        String.format(
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
            output));
  }
}

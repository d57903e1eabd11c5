package dev.bijou.cli;

import dev.bijou.flow.Workers;
import dev.bijou.speech.metric.SampleLikelihood;
import dev.bijou.speech.training.CorpusData;
import dev.bijou.speech.voice.Voice;
import dev.bijou.speech.voice.VoiceModel;
import dev.bijou.speech.voice.VoiceProvenance;
import dev.bijou.speech.voice.VoiceTraining;
import dev.bijou.train.TrainingEvent;
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
    VoiceTraining.Options options = options();
    learning.requireWritable(output);
    try (Workers workers = threads.workers()) {
      LearningProgress progress =
          new LearningProgress(
              quiet.filter(shell.err()),
              shell.terminal(),
              System::nanoTime,
              nats ->
                  "%s nats (%s bits) a sample"
                      .formatted(
                          LearningProgress.number(nats, 4),
                          LearningProgress.number(SampleLikelihood.bitsPerSample(nats), 3)));
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

  private VoiceTraining read(VoiceTraining.Options options, LearningProgress progress) {
    try {
      return VoiceTraining.read(folder, options);
    } finally {
      progress.clear();
    }
  }

  private int learn(VoiceTraining training, Workers workers, LearningProgress progress) {
    try (Interrupts interrupts =
        shell
            .interrupts()
            .apply(() -> progress.note("stopping to save the best voice; again to quit at once"))) {
      VoiceClips samples =
          new VoiceClips(
              LearningOptions.clips(clips, output), training.example(), workers, System::nanoTime);
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
                    now.save(Path.of(output), learning.precision());
                    progress.note("wrote " + output + " and " + samples.write(now, round.step()));
                  }
                }

                @Override
                public boolean stop() {
                  return interrupts.requested();
                }
              });
      progress.clear();
      voice.save(Path.of(output), learning.precision());
      samples.write(voice, voice.provenance().steps());
      report(voice);
      if (!interrupts.requested()) {
        return 0;
      }
      progress.note("interrupted: " + output + " is the best voice so far");
      return interrupts.exitCode();
    }
  }

  private VoiceTraining.Options options() {
    try {
      return new VoiceTraining.Options(
          VoiceModel.named(model),
          seed.value(),
          learning.steps(),
          learning.budget(),
          learning.checkpoint());
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

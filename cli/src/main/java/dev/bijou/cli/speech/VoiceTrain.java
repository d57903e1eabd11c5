package dev.bijou.cli.speech;

import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.UsageException;
import dev.bijou.speech.voice.Voice;
import dev.bijou.speech.voice.VoiceModel;
import dev.bijou.speech.voice.VoiceTraining;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
      FOLDER holds WAV or FLAC files and, if you like, their texts: train.csv with valid.csv and \
      test.csv (id|text), or metadata.csv as in LJSpeech; the sound may be in wavs, wav or flac. \
      Sample rates other than 22,050 Hz are converted. An hour of clean speech and an hour of \
      training on two processors give an intelligible voice.\
      """,
      "",
      """
      Shows the mean log-density of held-out sound in nats and in bits per 16-bit sample. Every \
      few minutes, writes the current VOICE and, to a folder, a held-out recording as the voice \
      speaks it, with a picture of its spectrogram. Ctrl-C saves the best voice so far (exit \
      code 130); a second Ctrl-C quits at once.\
      """,
      "",
      """
      Models: small (for training on two processors), gaussian (the starting point of small: \
      noise with the given spectrum), squeezewave-128l, squeezewave-128s, squeezewave-64l, \
      squeezewave-64s, waveglow.\
      """,
      "",
      "Examples:",
      "  bijou voice train recordings -o voice.bijou --budget 2h",
      "  bijou voice train LJSpeech-1.1 -o lj.bijou --model squeezewave-128s \\",
      "    --checkpoint lj.state",
      "  bijou voice train LJSpeech-1.1 -o lj.bijou --model squeezewave-128s \\",
      "    --checkpoint lj.state --resume --budget 9h"
    })
public final class VoiceTrain implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "FOLDER", description = "Recordings, see below.")
  private Path folder = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "VOICE",
      description = "File to write the voice to.")
  private String output = "";

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Architecture (default: small, or that of --from).")
  private @Nullable String model;

  @Option(
      names = "--from",
      paramLabel = "VOICE",
      description = "Go on from a voice instead of starting anew.")
  private @Nullable Path from;

  @Mixin private DrawnOption drawn = new DrawnOption();
  @Mixin private LearningOptions learning = new LearningOptions();

  public VoiceTrain(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (from == null) {
      if (drawn.weighing().isPresent()) {
        throw new UsageException("--drawn goes on with a trained voice; give one with --from");
      }
      VoiceModel architecture =
          model == null ? VoiceModel.all().getFirst() : VoiceModel.named(model);
      return learning.run(
          shell, LearnedModel.VOICE, output, with -> prepare(architecture, null, with));
    }
    if (Path.of(output).toAbsolutePath().normalize().equals(from.toAbsolutePath().normalize())) {
      throw new UsageException(
          "-o is the voice of --from, which is read again during the training; name another file");
    }
    String before = Voice.load(from).provenance().model();
    if (model != null && !model.equals(before)) {
      throw new UsageException(
          "--model is %s, but %s is a %s; leave --model out".formatted(model, from, before));
    }
    VoiceTraining.Continuation how =
        new VoiceTraining.Continuation(
            voice(from),
            drawn.weighing().map(w -> w.weight()).orElse(0.0),
            drawn.weighing().map(w -> w.critics()).orElse(0.0),
            VoiceVocode.SIGMA);
    return learning.run(
        shell,
        LearnedModel.voice(drawn.weighing().isPresent()),
        output,
        with -> prepare(VoiceModel.named(before), how, with));
  }

  private static Supplier<Voice> voice(Path file) {
    return () -> Voice.load(file);
  }

  private Learning.Training<Voice> prepare(
      VoiceModel architecture, VoiceTraining.@Nullable Continuation how, Learning with) {
    VoiceTraining training =
        with.progress()
            .reading(
                folder, () -> VoiceTraining.read(folder, architecture, with.limits(), with::note));
    with.announce(
        how == null
            ? "learning " + architecture.name() + " from"
            : "going on from " + from + " with",
        training.data());
    return new Learning.Training<>(
        training.secondsPerStep(),
        new VoiceClips(with.clips(), training.example(), with.workers(), System::nanoTime),
        listener ->
            how == null
                ? training.run(with.workers(), listener)
                : training.goOn(how, with.workers(), listener));
  }
}

package dev.bijou.cli.speech;

import dev.bijou.cli.console.Outputs;
import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.Shell;
import dev.bijou.speech.audio.AudioFile;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.npy.MelFile;
import dev.bijou.speech.voice.VoiceTraining;
import dev.bijou.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou voice mel`: the log-mel spectrogram of a recording.
@Command(
    name = "mel",
    description =
        "Write the log-mel spectrogram of a recording, which is the input of voices, for NumPy.",
    footer = {
      "",
      """
      80 bands from 0 to 8 kHz, one frame per 256 samples at 22,050 Hz, centered on them, \
      windows of 1,024 samples, natural logarithms of magnitudes: as in Tacotron 2, except for \
      the position of the frames. bijou voice vocode speaks it.\
      """,
      "",
      "Examples:",
      "  bijou voice mel sentence.wav -o sentence.npy"
    })
public final class VoiceMel implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "IN.wav", description = "WAV or FLAC; - for standard input.")
  private String input = "";

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "MEL.npy",
      description = "File to write to; - for standard output.")
  private String output = "";

  @Mixin private Quiet quiet = new Quiet();

  public VoiceMel(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    int rate = VoiceTraining.SAMPLE_RATE_HZ;
    float[] sound;
    if (input.equals("-")) {
      sound = VoiceInput.resampled(AudioFile.open("standard input", shell.in()), rate).readAll();
    } else {
      sound = AudioFile.read(Path.of(input), rate);
    }
    Tensor mel = new LogMel(MelSettings.aligned(rate)).of(sound);
    Outputs.write(
        shell,
        output,
        stream -> {
          OutputStream buffered = new BufferedOutputStream(stream);
          MelFile.write(buffered, mel);
          buffered.flush();
        });
    return 0;
  }
}

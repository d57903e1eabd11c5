package dev.bijou.cli.speech;

import dev.bijou.cli.console.Outputs;
import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.Seed;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.Threads;
import dev.bijou.cli.console.UsageException;
import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.mel.GriffinLim;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.voice.Vocoder;
import dev.bijou.speech.voice.Voice;
import dev.bijou.speech.voice.VoiceTraining;
import dev.bijou.tensor.Workers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou voice vocode`: turns a spectrogram into sound.
@Command(
    name = "vocode",
    description = "Speak the mel spectrogram of a recording, or one from a file, with a voice.",
    footer = {
      "",
      """
      Only the log-mel spectrogram of a recording is used (bijou voice mel shows it); phases and \
      everything else come from the voice. A .npy file holds such a spectrogram, 80 bands × \
      frames, as text-to-speech programs make them. Writes 16-bit WAV at 22,050 Hz as it is \
      made, in memory that does not grow with the length.\
      """,
      "",
      """
      griffin-lim in place of a voice is the algorithm of Griffin and Lim (60 iterations), which \
      needs no training and holds the whole sound in memory.\
      """,
      "",
      """
      What the voice draws is corrected: its magnitudes are scaled until it has the spectrogram \
      that was asked for, and what differs from one period of the voice to the next is damped. \
      With --exact it is a draw from the density, and rougher.\
      """,
      "",
      "Examples:",
      "  bijou voice vocode voice.bijou sentence.wav -o spoken.wav",
      "  bijou voice vocode voice.bijou sentence.npy -o - | aplay",
      "  bijou voice vocode griffin-lim sentence.npy -o without-voice.wav",
      "  bijou voice vocode voice.bijou said.wav -o calm.wav --sigma 0.5 --denoise 0.1"
    })
public final class VoiceVocode implements Callable<Integer> {
  /// The usual standard deviation of the noise.
  static final float SIGMA = 0.7f;

  private final Shell shell;

  @Parameters(
      index = "0",
      paramLabel = "VOICE",
      description = "A voice that bijou voice train wrote, or griffin-lim.")
  private String voice = "";

  @Parameters(
      index = "1",
      paramLabel = "IN",
      description = "WAV, FLAC or .npy; - for standard input.")
  private String input = "";

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT.wav",
      description = "File to write to; - for standard output.")
  private String output = "";

  @Option(
      names = "--sigma",
      paramLabel = "S",
      description =
          "Standard deviation of the noise that becomes speech (default: 0.7); less is calmer.")
  private float sigma = SIGMA;

  @Option(
      names = "--denoise",
      paramLabel = "D",
      description = "How much of the voice's own noise to remove (default: 0); 0.1 is usual.")
  private double denoise;

  @Mixin private Exactness exactness = new Exactness();
  @Mixin private Seed seed = new Seed();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  public VoiceVocode(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    requireSigma(sigma);
    if (!(denoise >= 0 && denoise <= 100)) {
      throw new UsageException("--denoise is " + denoise + ", but must lie in 0 … 100");
    }
    if (voice.equals(SpokenSound.GRIFFIN_LIM)) {
      return griffinLim();
    }
    try (Workers workers = threads.workers()) {
      Voice speaker = Voice.load(Path.of(voice));
      long start = System.nanoTime();
      Vocoder vocoder = exactness.of(speaker.vocoder(sigma, seed.value(), workers));
      try (SampleStream spoken = VoiceInput.spoken(shell, input, speaker, vocoder)) {
        SampleStream sound = denoise == 0 ? spoken : vocoder.denoised(spoken, denoise);
        TimedSound pace = new TimedSound(start);
        Outputs.write(shell, output, stream -> pace.write(sound, spoken.length(), stream));
        quiet.filter(shell.err()).println(pace.line(speaker.sampleRateHz()));
      }
      return 0;
    }
  }

  private int griffinLim() {
    if (sigma != SIGMA || denoise != 0) {
      throw new UsageException(
          "--sigma and --denoise are for voices, not for " + SpokenSound.GRIFFIN_LIM);
    }
    MelSettings settings = MelSettings.aligned(VoiceTraining.SAMPLE_RATE_HZ);
    long start = System.nanoTime();
    VoiceInput.Spectrum spectrum = VoiceInput.spectrum(shell, input, settings);
    float[] made =
        new GriffinLim(settings).synthesize(spectrum.mel(), new SplittableRandom(seed.value()));
    float[] sound = Arrays.copyOf(made, spectrum.samples());
    TimedSound pace = new TimedSound(start);
    Outputs.write(
        shell,
        output,
        stream ->
            pace.write(SampleStream.of(settings.sampleRateHz(), sound), sound.length, stream));
    quiet.filter(shell.err()).println(pace.line(settings.sampleRateHz()));
    return 0;
  }

  static void requireSigma(float sigma) {
    if (!(sigma >= 0 && sigma <= 10)) {
      throw new UsageException("--sigma is " + sigma + ", but must lie in 0 … 10");
    }
  }
}

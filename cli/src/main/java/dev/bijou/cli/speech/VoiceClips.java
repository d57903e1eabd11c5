package dev.bijou.cli.speech;

import dev.bijou.OutputException;
import dev.bijou.cli.console.Outputs;
import dev.bijou.speech.audio.WavWriter;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.picture.SpectrogramPicture;
import dev.bijou.speech.picture.SpectrogramPicture.Panel;
import dev.bijou.speech.voice.Voice;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/// What a voice says during its training: a held-out recording spoken from its spectrogram, as WAV, and a picture of
/// both spectrograms.
final class VoiceClips implements Learning.Clips<Voice> {
  private static final long PAUSE_NANOS = 180_000_000_000L;
  private static final float SIGMA = VoiceVocode.SIGMA;

  private final Path folder;
  private final float[] original;
  private final Workers workers;
  private final LongSupplier nanoTime;
  private long written;

  /// @param original the held-out recording
  VoiceClips(Path folder, float[] original, Workers workers, LongSupplier nanoTime) {
    this.folder = folder;
    this.original = original;
    this.workers = workers;
    this.nanoTime = nanoTime;
    this.written = nanoTime.getAsLong();
  }

  @Override
  public boolean due() {
    return nanoTime.getAsLong() - written >= PAUSE_NANOS;
  }

  @Override
  public Path write(Voice voice, long step) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new OutputException(folder.toString(), e);
    }
    LogMel frontEnd = new LogMel(voice.mel());
    Tensor mel = frontEnd.of(original);
    float[] spoken =
        voice.vocoder(SIGMA, 0, workers).corrected().stream(mel, original.length).readAll();
    Path sound = folder.resolve(String.format(Locale.ROOT, "step-%07d.wav", step));
    sound(sound, spoken, voice.sampleRateHz());
    sound(folder.resolve("original.wav"), original, voice.sampleRateHz());
    List<Panel> panels =
        List.of(
            new Panel("original", mel),
            new Panel(String.format(Locale.ROOT, "step %,d", step), frontEnd.of(spoken)));
    write(
        folder.resolve(String.format(Locale.ROOT, "step-%07d.png", step)),
        stream -> SpectrogramPicture.write(stream, voice.mel(), panels));
    written = nanoTime.getAsLong();
    return sound;
  }

  private static void sound(Path file, float[] samples, int rateHz) {
    write(
        file,
        stream -> {
          WavWriter writer = new WavWriter(stream, rateHz, samples.length);
          writer.write(samples);
        });
  }

  private static void write(Path file, Outputs.Content content) {
    Outputs.toFile(file.toString(), content);
  }
}

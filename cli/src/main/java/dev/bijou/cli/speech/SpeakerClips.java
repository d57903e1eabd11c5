package dev.bijou.cli.speech;

import dev.bijou.OutputException;
import dev.bijou.cli.console.Outputs;
import dev.bijou.speech.audio.WavWriter;
import dev.bijou.speech.mel.GriffinLim;
import dev.bijou.speech.picture.SpectrogramPicture;
import dev.bijou.speech.picture.SpectrogramPicture.Mark;
import dev.bijou.speech.picture.SpectrogramPicture.Panel;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.speaker.Spoken;
import dev.bijou.speech.speaker.SpokenCorpus;
import dev.bijou.speech.text.Inventory;
import dev.bijou.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/// What a speaker says during its training: the text of a held-out recording as WAV, and a picture of which frames of
/// the recording and of its own belong to which phone.
final class SpeakerClips implements Learning.Clips<Speaker> {
  private static final long PAUSE_NANOS = 180_000_000_000L;

  private final Path folder;
  private final SpokenCorpus.Utterance heldOut;
  private final Inventory inventory;
  private final LongSupplier nanoTime;
  private long written;

  /// @param heldOut the recording
  SpeakerClips(
      Path folder, SpokenCorpus.Utterance heldOut, Inventory inventory, LongSupplier nanoTime) {
    this.folder = folder;
    this.heldOut = heldOut;
    this.inventory = inventory;
    this.nanoTime = nanoTime;
    this.written = nanoTime.getAsLong();
  }

  @Override
  public boolean due() {
    return nanoTime.getAsLong() - written >= PAUSE_NANOS;
  }

  @Override
  public Path write(Speaker speaker, long step) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new OutputException(folder.toString(), e);
    }
    int[] symbols = heldOut.symbols();
    Tensor recorded = heldOut.mel();
    Spoken spoken = speaker.speak(symbols, Speaker.Manner.usual());
    Tensor mel = spoken.mel();
    Path wav = folder.resolve(String.format(Locale.ROOT, "step-%07d.wav", step));
    float[] sound = new GriffinLim(speaker.mel()).synthesize(mel, new SplittableRandom(0));
    Outputs.toFile(
        wav.toString(),
        stream -> {
          WavWriter writer = new WavWriter(stream, speaker.mel().sampleRateHz(), sound.length);
          writer.write(sound);
        });
    List<Panel> panels =
        List.of(
            panel(
                "recorded: " + heldOut.text(), symbols, recorded, speaker.align(symbols, recorded)),
            panel("spoken after " + step + " steps", symbols, mel, spoken.durations()));
    Outputs.toFile(
        folder.resolve(String.format(Locale.ROOT, "step-%07d.png", step)).toString(),
        stream -> SpectrogramPicture.write(stream, speaker.mel(), panels));
    written = nanoTime.getAsLong();
    return wav;
  }

  private Panel panel(String title, int[] symbols, Tensor mel, int[] durations) {
    return new Panel(title, mel, Mark.of(inventory.symbols(), symbols, durations));
  }
}

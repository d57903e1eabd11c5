package dev.bijou.cli.speech;

import dev.bijou.cli.console.Outputs;
import dev.bijou.cli.console.Shell;
import dev.bijou.speech.npy.MelFile;
import dev.bijou.speech.picture.SpectrogramPicture;
import dev.bijou.speech.picture.SpectrogramPicture.Mark;
import dev.bijou.speech.picture.SpectrogramPicture.Panel;
import dev.bijou.speech.speaker.Narrator;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.text.Inventory;
import dev.bijou.speech.text.Language;
import dev.bijou.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The spectrograms of what was spoken, kept where they are asked for.
final class SpokenSpectrograms implements Consumer<Narrator.Part> {
  /// Panels of a picture; what is spoken after them is not drawn.
  private static final int MOST_PANELS = 20;

  private final Speaker speaker;
  private final Language language;
  private final boolean keep;
  private final List<Narrator.Part> parts = new ArrayList<>();

  SpokenSpectrograms(Speaker speaker, Language language, boolean keep) {
    this.speaker = speaker;
    this.language = language;
    this.keep = keep;
  }

  @Override
  public void accept(Narrator.Part part) {
    if (keep) {
      parts.add(part);
    }
  }

  /// Writes all spectrograms, one after the other.
  void writeMel(Shell shell, String name) {
    int frames = parts.stream().mapToInt(part -> part.spoken().length()).sum();
    Tensor all = Tensor.zeros(speaker.mel().bands(), frames);
    int at = 0;
    for (Narrator.Part part : parts) {
      Tensor mel = part.spoken().mel();
      for (int b = 0; b < mel.features(); b++) {
        System.arraycopy(mel.data(), mel.at(b), all.data(), all.at(b) + at, mel.lanes());
      }
      at += mel.lanes();
    }
    Outputs.write(
        shell,
        name,
        stream -> {
          OutputStream buffered = new BufferedOutputStream(stream);
          MelFile.write(buffered, all);
          buffered.flush();
        });
  }

  /// Writes a picture of the first spectrograms, each with its phones.
  void writePicture(Shell shell, String name) {
    List<Panel> panels = parts.stream().limit(MOST_PANELS).map(this::panel).toList();
    Outputs.write(shell, name, stream -> SpectrogramPicture.write(stream, speaker.mel(), panels));
  }

  private Panel panel(Narrator.Part part) {
    Inventory inventory = language.inventory();
    return new Panel(
        part.sentence().words(),
        part.spoken().mel(),
        Mark.of(inventory.symbols(), inventory.ids(part.sentence()), part.spoken().durations()));
  }
}

package dev.bijou.cli.speech;

import dev.bijou.OutputException;
import dev.bijou.cli.console.Outputs;
import dev.bijou.report.page.Markup;
import dev.bijou.report.page.Page;
import dev.bijou.report.page.Section;
import dev.bijou.speech.audio.WavWriter;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.picture.SpectrogramPicture;
import dev.bijou.speech.picture.SpectrogramPicture.Panel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A folder to listen in: a folder of sounds for each system, pictures of their spectrograms, and a page that has them beside
/// each other.
final class ListeningPage {
  private final Path folder;
  private final LogMel frontEnd;
  private final List<Section> sections = new ArrayList<>();

  ListeningPage(Path folder, LogMel frontEnd) {
    this.folder = folder;
    this.frontEnd = frontEnd;
  }

  /// Writes the sounds of one utterance.
  ///
  /// @param text what is said; may be empty
  /// @param sounds by the name of their system, in order
  void add(String id, String text, Map<String, float[]> sounds) {
    Markup html = new Markup();
    if (!text.isEmpty()) {
      html.element("p", text);
    }
    html.open("div", "class", "cards");
    for (Map.Entry<String, float[]> sound : sounds.entrySet()) {
      String name = sound.getKey();
      String wav = name + "/" + id + ".wav";
      String png = name + "/" + id + ".png";
      write(wav, stream -> wav(stream, sound.getValue()));
      write(
          png,
          stream ->
              SpectrogramPicture.write(
                  stream,
                  frontEnd.settings(),
                  List.of(new Panel(name, frontEnd.of(sound.getValue())))));
      html.open("figure")
          .open("audio", "controls", "", "preload", "none", "src", wav, "style", "width: 100%")
          .close("audio")
          .empty(
              "img",
              "src",
              png,
              "alt",
              "spectrogram of " + id + ", " + name,
              "style",
              "width: 100%")
          .element("figcaption", name)
          .close("figure");
    }
    sections.add(new Section(id, id, html.close("div").toString(), List.of()));
  }

  private void wav(OutputStream stream, float[] sound) throws IOException {
    WavWriter writer = new WavWriter(stream, frontEnd.settings().sampleRateHz(), sound.length);
    writer.write(sound);
  }

  /// Writes the page.
  ///
  /// @param eyebrow what it is of
  /// @param voice the name of that
  /// @param figures what the evaluation found, as text
  void finish(String eyebrow, String voice, String figures) {
    String header =
        new Markup()
            .open("header")
            .element("p", eyebrow, "class", "eyebrow")
            .element("h1", voice)
            .element("pre", figures)
            .close("header")
            .toString();
    String page = Page.html(voice, header, sections, "Sound and pictures lie beside this page.");
    write("index.html", stream -> stream.write(page.getBytes(StandardCharsets.UTF_8)));
  }

  private void write(String name, Outputs.Content content) {
    Path file = folder.resolve(name);
    Path within = file.getParent();
    try {
      if (within != null) {
        Files.createDirectories(within);
      }
    } catch (IOException e) {
      throw new OutputException(String.valueOf(within), e);
    }
    Outputs.toFile(file.toString(), content);
  }
}

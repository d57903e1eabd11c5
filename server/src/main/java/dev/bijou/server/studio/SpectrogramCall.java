package dev.bijou.server.studio;

import dev.bijou.server.call.SpeakCall;
import dev.bijou.server.http.Call;
import dev.bijou.server.http.Problem;
import dev.bijou.server.http.Reply;
import dev.bijou.server.http.Route;
import dev.bijou.server.model.Voices;
import dev.bijou.speech.picture.SpectrogramPicture;
import dev.bijou.speech.picture.SpectrogramPicture.Mark;
import dev.bijou.speech.picture.SpectrogramPicture.Panel;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.speaker.Spoken;
import dev.bijou.speech.text.Inventory;
import dev.bijou.speech.text.Language;
import dev.bijou.speech.text.Sentence;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/// `POST /v1/spectrogram`: the picture of what `/v1/speak` says for the same wish, with its phones.
///
/// @param threads that speak
/// @param voices who speaks
public record SpectrogramCall(ExecutorService threads, Voices voices) implements Route.Handler {
  private static final int MOST_PANELS = 6;
  private static final int MOST_SYMBOLS = 300;

  @Override
  public Reply answer(Call call) {
    call.query().requireKnown(List.of());
    call.form();
    SpeakCall.Wish wish = SpeakCall.Wish.of(call.body());
    voices.require();
    return new Reply.Streamed("image/png", Map.of(), threads, out -> draw(wish, out));
  }

  private void draw(SpeakCall.Wish wish, OutputStream out) throws IOException {
    Language language = voices.language();
    Inventory inventory = language.inventory();
    Speaker speaker = voices.speaker();
    List<Panel> panels = new ArrayList<>();
    try (Stream<Sentence> sentences =
        language.sentences(new StringReader(wish.text()), new Language.Skipped("English"))) {
      Iterator<Sentence> parts =
          sentences.flatMap(sentence -> sentence.parts(MOST_SYMBOLS).stream()).iterator();
      while (parts.hasNext() && panels.size() < MOST_PANELS) {
        Sentence sentence = parts.next();
        int[] symbols = inventory.ids(sentence);
        Spoken spoken =
            speaker.speak(
                symbols,
                new Speaker.Manner(
                    wish.manner().temperature(),
                    wish.manner().rhythm(),
                    1 / wish.manner().pace(),
                    wish.manner().seed() + panels.size()));
        panels.add(
            new Panel(
                sentence.words(),
                spoken.mel(),
                Mark.of(inventory.symbols(), symbols, spoken.durations())));
      }
    }
    if (panels.isEmpty()) {
      throw Problem.of(422, "the text has nothing that can be spoken");
    }
    SpectrogramPicture.write(out, speaker.mel(), panels);
  }
}

package dev.bijou.server.call;

import com.google.gson.stream.JsonReader;
import dev.bijou.server.http.Call;
import dev.bijou.server.http.Media;
import dev.bijou.server.http.Problem;
import dev.bijou.server.http.Reply;
import dev.bijou.server.http.Route;
import dev.bijou.server.model.Voices;
import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.audio.WavWriter;
import dev.bijou.speech.speaker.Narrator;
import dev.bijou.speech.text.Language;
import dev.bijou.speech.text.Sentence;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/// `POST /v1/speak`: a text as sound, sent as it is made.
///
/// @param engine the threads of tables; limits
/// @param threads that speak, few
/// @param voices who speaks
public record SpeakCall(Engine engine, ExecutorService threads, Voices voices)
    implements Route.Handler {
  private static final int LONGEST_TEXT = 20_000;
  private static final int PART_SAMPLES = 4096;

  /// What to say, and how.
  public record Wish(String text, Voices.Manner manner) {
    /// Reads a wish: `{"text": …, "temperature": …, "rhythm": …, "pace": …, "sigma": …, "seed": …}`.
    public static Wish of(byte[] body) {
      try (JsonRows reader = new JsonRows(body, Set.of(), 1)) {
        return reader.read(Wish::read);
      }
    }

    private static Wish read(JsonReader json) throws IOException {
      String text = "";
      double temperature = Voices.Manner.USUAL.temperature();
      double rhythm = Voices.Manner.USUAL.rhythm();
      double pace = 1;
      double sigma = Voices.Manner.USUAL.sigma();
      long seed = 0;
      json.beginObject();
      while (json.hasNext()) {
        switch (json.nextName()) {
          case "text" -> text = json.nextString();
          case "temperature" -> temperature = number(json, "temperature", 0, 10);
          case "rhythm" -> rhythm = number(json, "rhythm", 0, 2);
          case "pace" -> pace = number(json, "pace", 0.1, 10);
          case "sigma" -> sigma = number(json, "sigma", 0, 2);
          case "seed" -> seed = (long) number(json, "seed", -1e15, 1e15);
          default ->
              throw Problem.of(
                  400,
                  "the JSON has a member that is none of text, temperature, rhythm, pace, sigma and seed");
        }
      }
      json.endObject();
      if (text.length() > LONGEST_TEXT) {
        throw Problem.of(
            413,
            "the text is longer than %,d characters; send it in parts".formatted(LONGEST_TEXT));
      }
      return new Wish(
          text,
          new Voices.Manner(
              (float) temperature, (float) rhythm, (float) pace, (float) sigma, seed));
    }

    private static double number(JsonReader json, String name, double least, double most)
        throws IOException {
      try {
        double value = json.nextDouble();
        if (value >= least && value <= most) {
          return value;
        }
      } catch (NumberFormatException _) {
        // refused below
      }
      throw Problem.of(400, "%s must be a number in %s … %s".formatted(name, least, most));
    }
  }

  @Override
  public Reply answer(Call call) {
    call.query().requireKnown(List.of());
    if (call.form() != Media.JSON) {
      throw Problem.of(415, "the text is said in application/json");
    }
    Wish wish = Wish.of(call.body());
    voices.require();
    return new Reply.Streamed("audio/wav", Map.of(), threads, out -> speak(wish, call, out));
  }

  private void speak(Wish wish, Call call, OutputStream out) throws IOException {
    Language language = voices.language();
    Narrator narrator = voices.narrator(wish.manner(), engine.workers());
    try (Stream<Sentence> sentences =
        language.sentences(new StringReader(wish.text()), new Language.Skipped("English"))) {
      Iterator<Sentence> all = sentences.iterator();
      if (!all.hasNext()) {
        throw Problem.of(422, "the text has nothing that can be spoken");
      }
      long samples = 0;
      try (SampleStream sound = narrator.read(all, _ -> {})) {
        float[] part = new float[PART_SAMPLES];
        int read = sound.read(part, 0, part.length); // before anything is sent
        WavWriter writer = new WavWriter(out, sound.sampleRateHz(), SampleStream.UNKNOWN);
        for (; read >= 0; read = sound.read(part, 0, part.length)) {
          writer.write(part, 0, read);
          out.flush();
          samples += read;
        }
      }
      call.note("samples", samples);
    }
  }
}

package dev.bijou.server.call;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.bijou.server.http.Media;
import dev.bijou.server.http.Query;
import dev.bijou.server.http.Reply;
import dev.bijou.table.io.Missing;
import dev.bijou.table.model.Unseen;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/// What the calls that answer tables have in common.
final class TableCall {
  /// The parameter that says what to do about missing cells that the model does not know.
  static final String MISSING = "missing";

  private TableCall() {}

  /// Writes an answer.
  @FunctionalInterface
  interface Writing {
    /// @return the summary of the answer
    JsonObject to(Output out) throws IOException;
  }

  /// An answer that is computed as it is sent.
  static Reply reply(Media form, Executor threads, Writing writing) {
    return new Reply.Streamed(
        form.type() + (form == Media.CSV ? "; charset=utf-8" : ""),
        Map.of(),
        threads,
        stream -> {
          Output out = new Output(form, new Whole(stream));
          out.end(writing.to(out));
        });
  }

  /// Passes on what is full, not what is flushed: writers flush at their end, and a short answer then comes in one piece.
  private static final class Whole extends FilterOutputStream {
    Whole(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
    }

    @Override
    public void flush() {}
  }

  /// What to do about missing cells, as the parameter says: refuse the request, or keep rows without an answer.
  static Missing missing(Query query) {
    return query.choice(MISSING, "refuse", List.of("refuse", "keep")).equals("keep")
        ? Missing.KEEP
        : Missing.REFUSE;
  }

  /// Adds what a reader should know.
  static void notes(JsonObject summary, List<Unseen> unseen, List<String> more) {
    JsonArray notes = new JsonArray();
    unseen.forEach(names -> notes.add(names.note()));
    more.forEach(notes::add);
    if (!notes.isEmpty()) {
      summary.add("notes", notes);
    }
  }
}

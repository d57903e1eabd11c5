package dev.bijou.server.call;

import com.google.gson.JsonObject;
import dev.bijou.server.http.Media;
import dev.bijou.table.io.TableWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/// The rows of an answer: CSV, JSON lines, or the same lines as the array of one JSON object, which ends with a summary.
final class Output {
  private static final String NAME = "the answer";

  private final Media form;
  private final OutputStream out;

  /// Lines of JSON as the elements of an array.
  private static final class Elements extends FilterOutputStream {
    private boolean begun;
    private boolean lineEnded;

    Elements(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    /// A line feed becomes a comma when another line follows; texts in JSON hold none.
    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      begin();
      int start = from;
      for (int at = from; at < from + count; at++) {
        if (lineEnded) {
          out.write(',');
          lineEnded = false;
        }
        if (bytes[at] == '\n') {
          out.write(bytes, start, at - start);
          start = at + 1;
          lineEnded = true;
        }
      }
      out.write(bytes, start, from + count - start);
    }

    void end(String text) throws IOException {
      begin();
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void begin() throws IOException {
      if (!begun) {
        begun = true;
        out.write("{\"rows\":[".getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  Output(Media form, OutputStream out) {
    this.form = form;
    this.out = form == Media.JSON ? new Elements(out) : out;
  }

  Media form() {
    return form;
  }

  /// Opens a writer of rows, given the names of their cells.
  Function<List<String>, TableWriter> table() {
    return header ->
        form == Media.CSV
            ? TableWriter.toStream(NAME, out, header)
            : TableWriter.toJsonLines(NAME, out, header);
  }

  /// A writer of lines of JSON; not for CSV.
  TableWriter lines() {
    return TableWriter.linesToStream(NAME, out);
  }

  /// Ends the answer.
  ///
  /// @param summary for JSON
  void end(JsonObject summary) throws IOException {
    if (out instanceof Elements elements) {
      JsonObject last = new JsonObject();
      last.add("summary", summary);
      // The members of the object go on where its array ends.
      elements.end("]," + last.toString().substring(1) + "\n");
    }
  }
}

package dev.bijou.novelty;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.bijou.table.CsvHeader;
import dev.bijou.table.RowText;
import dev.bijou.table.Schema;
import dev.bijou.table.TableException;
import dev.bijou.table.TableScorer;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How the lines of a stream are read and answered: as CSV or as JSON lines, which the first line shows.
sealed interface LineFormat {

  /// The row of a line. Throws a [TableException] that says what is wrong with the line.
  Row parse(String line);

  /// Whether answers hold the reasons of all columns, rather than the first.
  boolean allReasons();

  /// The answer to a line, with its end.
  void answer(LineBatches.Line line, Verdict verdict, StringBuilder out);

  /// The answer to a line that could not be judged, with its end.
  void refuse(LineBatches.Line line, String message, StringBuilder out);

  /// Lines of comma-separated fields.
  final class Csv implements LineFormat {
    private final char separator;
    private final List<String> header;
    private final RowText rows;
    private final LineDetector.Options options;
    private final VerdictText text;

    /// Throws a [TableException] if the header is unusable, or lacks a column of the model.
    ///
    /// @param first the header, or the first row of a stream without one
    Csv(Schema schema, String name, String first, LineDetector.Options options) {
      this.separator = CsvLine.separator(first);
      List<String> fields =
          CsvLine.fields(first, separator)
              .orElseThrow(() ->
                  new TableException(
                      name + ": a quoted field in the first line is not closed properly"));
      this.header = options.header() == CsvHeader.NONE ? CsvHeader.numbered(fields.size()) : fields;
      this.rows = RowText.of(schema, name, header);
      this.options = options;
      this.text = new VerdictText(options.prefix());
      if (!options.json()) {
        TableScorer.extended(name, header, text.columns());
      }
    }

    /// Whether the first line names the columns, rather than being a row.
    boolean takesFirstLine() {
      return options.header() == CsvHeader.FIRST;
    }

    /// The header of the answers, with its end; nothing if they are JSON.
    String answer() {
      StringBuilder out = new StringBuilder();
      if (!options.json()) {
        CsvLine.append(out, joined(header, text.columns()));
      }
      return out.toString();
    }

    @Override
    public boolean allReasons() {
      return options.json();
    }

    @Override
    public Row parse(String line) {
      List<String> fields =
          CsvLine.fields(line, separator)
              .orElseThrow(() -> new TableException("a quoted field is not closed properly"));
      return new Row(rows.parse(fields), column -> rows.text(fields, column));
    }

    @Override
    public void answer(LineBatches.Line line, Verdict verdict, StringBuilder out) {
      List<String> fields = CsvLine.fields(line.text(), separator).orElseThrow();
      if (options.json()) {
        out.append(text.json(line.number(), header, fields, Optional.of(verdict))).append('\n');
      } else {
        CsvLine.append(out, joined(fields, VerdictText.fields(verdict)));
      }
    }

    /// A line of another number of fields stands as a whole in the first.
    @Override
    public void refuse(LineBatches.Line line, String message, StringBuilder out) {
      if (options.json()) {
        out.append(VerdictText.jsonError(line.number(), line.text(), message)).append('\n');
        return;
      }
      List<String> fields =
          CsvLine.fields(line.text(), separator)
              .filter(found -> found.size() == header.size())
              .orElseGet(() -> {
                List<String> whole = new ArrayList<>(Collections.nCopies(header.size(), ""));
                whole.set(0, line.text());
                return whole;
              });
      CsvLine.append(out, joined(fields, VerdictText.error(message)));
    }

    private static List<String> joined(List<String> fields, List<String> more) {
      List<String> all = new ArrayList<>(fields.size() + more.size());
      all.addAll(fields);
      all.addAll(more);
      return all;
    }
  }

  /// Lines that are JSON objects, with the columns as members, among others.
  final class JsonLines implements LineFormat {
    private final Map<String, Integer> places; // in the schema, by name
    private final RowText rows;
    private final VerdictText text;

    JsonLines(Schema schema, LineDetector.Options options) {
      List<String> names = schema.columns().stream().map(column -> column.name()).toList();
      this.places =
          IntStream.range(0, names.size())
              .boxed()
              .collect(Collectors.toMap(names::get, Function.identity()));
      this.rows = RowText.of(schema);
      this.text = new VerdictText(options.prefix());
    }

    @Override
    public boolean allReasons() {
      return true;
    }

    @Override
    public Row parse(String line) {
      List<String> cells = new ArrayList<>(Collections.nCopies(places.size(), ""));
      try (JsonReader json = new JsonReader(new StringReader(line))) {
        json.setStrictness(Strictness.STRICT);
        json.beginObject();
        while (json.hasNext()) {
          String name = json.nextName();
          Integer place = places.get(name);
          if (place == null) {
            json.skipValue();
          } else {
            cells.set(place, cell(json, name));
          }
        }
        json.endObject();
        if (json.peek() != JsonToken.END_DOCUMENT) {
          throw notAnObject();
        }
      } catch (IOException | IllegalStateException malformed) {
        throw notAnObject();
      }
      return new Row(rows.parse(cells), column -> rows.text(cells, column));
    }

    private static String cell(JsonReader json, String name) throws IOException {
      return switch (json.peek()) {
        case STRING, NUMBER -> json.nextString();
        case BOOLEAN -> Boolean.toString(json.nextBoolean());
        case NULL -> {
          json.nextNull();
          yield "";
        }
        default ->
            throw new TableException(
                "column \"" + name + "\": a list or an object is no value of a cell");
      };
    }

    private static TableException notAnObject() {
      return new TableException("the line is not one JSON object");
    }

    @Override
    public void answer(LineBatches.Line line, Verdict verdict, StringBuilder out) {
      out.append(text.json(line.number(), line.text().strip(), verdict)).append('\n');
    }

    @Override
    public void refuse(LineBatches.Line line, String message, StringBuilder out) {
      out.append(VerdictText.jsonError(line.number(), line.text(), message)).append('\n');
    }
  }

  /// The format of a stream that begins with this line; empty if it is JSON.
  static Optional<Csv> csv(Schema schema, String name, String first, LineDetector.Options options) {
    return first.stripLeading().startsWith("{")
        ? Optional.empty()
        : Optional.of(new Csv(schema, name, first, options));
  }
}

package dev.bijou.novelty;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.bijou.table.encoding.RowText;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.CsvLines;
import dev.bijou.table.io.TableException;
import dev.bijou.table.model.TableScorer;
import dev.bijou.table.schema.Schema;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How the lines of a stream are read and answered: as CSV or as JSON lines, which the first line shows.
sealed interface LineFormat {

  /// A line that has been read.
  ///
  /// @param row its row
  /// @param fields the fields of a CSV line; empty for JSON
  /// @param named the cell of each of the [#names()], null for one that the line does not have
  /// @param series which series of rows in time it belongs to
  record Parsed(Row row, List<String> fields, IntFunction<@Nullable String> named, String series) {}

  /// The names of the fields of a CSV line; of JSON, the members that are watched beside the density.
  List<String> names();

  /// Reads a line. Throws a [TableException] that says what is wrong with it.
  Parsed parse(String line);

  /// Whether answers hold the reasons of all columns, rather than the first.
  boolean allReasons();

  /// Answers a line.
  ///
  /// @param verdict empty for a row without one
  void answer(LineBatches.Line line, Parsed parsed, Optional<Verdict> verdict, CsvLines.Text out);

  /// Answers a line that could not be judged.
  void refuse(LineBatches.Line line, String message, CsvLines.Text out);

  /// The column that tells series apart.
  private static Optional<String> by(Schema schema) {
    return schema.window().flatMap(ColumnPlan.Window::by);
  }

  /// Lines of comma-separated fields.
  final class Csv implements LineFormat {
    private final CsvLines lines;
    private final RowText rows;
    private final int series; // the field that tells series apart, or −1
    private final boolean json;
    private final Verdict.Text text;

    /// Throws a [TableException] if the header is unusable, or lacks a column of the model.
    ///
    /// @param lines the lines, by the first of them
    /// @param json whether they are answered by JSON lines
    Csv(Schema schema, String name, CsvLines lines, boolean json, Verdict.Text text) {
      this.lines = lines;
      this.rows = RowText.of(schema, name, lines.names());
      this.series = by(schema).map(lines.names()::indexOf).orElse(-1);
      this.json = json;
      this.text = text;
      if (!json) {
        TableScorer.extended(name, lines.header(), text.columns());
      }
    }

    @Override
    public List<String> names() {
      return lines.names();
    }

    /// Writes the header of the answers; nothing if they are JSON.
    void writeHeader(CsvLines.Text out) {
      if (!json) {
        out.row(joined(lines.header(), text.columns()));
      }
    }

    @Override
    public boolean allReasons() {
      return json;
    }

    @Override
    public Parsed parse(String line) {
      List<String> fields =
          lines
              .fields(line)
              .orElseThrow(() -> new TableException("a quoted field is not closed properly"));
      Row row = new Row(rows.parse(fields), column -> rows.text(fields, column));
      return new Parsed(row, fields, fields::get, series < 0 ? "" : fields.get(series));
    }

    @Override
    public void answer(
        LineBatches.Line line, Parsed parsed, Optional<Verdict> verdict, CsvLines.Text out) {
      if (json) {
        out.line(text.json(line.number(), lines.header(), parsed.fields(), verdict));
      } else {
        out.row(joined(parsed.fields(), Verdict.Text.fields(verdict)));
      }
    }

    /// A line with a wrong number of fields is put as a whole into the first.
    @Override
    public void refuse(LineBatches.Line line, String message, CsvLines.Text out) {
      if (json) {
        out.line(Verdict.Text.jsonError(line.number(), line.text(), message));
        return;
      }
      List<String> fields =
          lines
              .fields(line.text())
              .filter(found -> found.size() == lines.header().size())
              .orElseGet(() -> {
                List<String> whole =
                    new ArrayList<>(Collections.nCopies(lines.header().size(), ""));
                whole.set(0, line.text());
                return whole;
              });
      out.row(joined(fields, Verdict.Text.error(message)));
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
    private final Map<String, Integer> places; // of the cells that the schema needs, by name
    private final int series; // the cell that tells series apart, or −1
    private final List<String> watched;
    private final RowText rows;
    private final Verdict.Text text;

    /// @param watched the names of the cells that are watched beside the density
    JsonLines(Schema schema, List<String> watched, Verdict.Text text) {
      this.watched = watched;
      List<String> names = schema.needed();
      this.places =
          IntStream.range(0, names.size())
              .boxed()
              .collect(Collectors.toMap(names::get, Function.identity()));
      this.rows = RowText.of(schema, "the line", names);
      this.series = by(schema).map(names::indexOf).orElse(-1);
      this.text = text;
    }

    @Override
    public List<String> names() {
      return watched;
    }

    @Override
    public boolean allReasons() {
      return true;
    }

    @Override
    public Parsed parse(String line) {
      List<String> cells = new ArrayList<>(Collections.nCopies(places.size(), ""));
      @Nullable String[] named = new @Nullable String[watched.size()];
      try (JsonReader json = new JsonReader(new StringReader(line))) {
        json.setStrictness(Strictness.STRICT);
        json.beginObject();
        while (json.hasNext()) {
          String name = json.nextName();
          Integer place = places.get(name);
          int further = watched.indexOf(name);
          if (further >= 0 && place == null) {
            named[further] = cell(json, name);
          } else if (place == null) {
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
      Row row = new Row(rows.parse(cells), column -> rows.text(cells, column));
      return new Parsed(row, List.of(), i -> named[i], series < 0 ? "" : cells.get(series));
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
                "column \"" + name + "\": a list or an object is not the value of a cell");
      };
    }

    private static TableException notAnObject() {
      return new TableException("the line is not one JSON object");
    }

    @Override
    public void answer(
        LineBatches.Line line, Parsed parsed, Optional<Verdict> verdict, CsvLines.Text out) {
      out.line(text.json(line.number(), line.text().strip(), verdict));
    }

    @Override
    public void refuse(LineBatches.Line line, String message, CsvLines.Text out) {
      out.line(Verdict.Text.jsonError(line.number(), line.text(), message));
    }
  }
}

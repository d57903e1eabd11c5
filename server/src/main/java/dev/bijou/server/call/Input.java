package dev.bijou.server.call;

import dev.bijou.server.http.Call;
import dev.bijou.server.http.Media;
import dev.bijou.server.http.Problem;
import dev.bijou.server.model.Served;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.io.TableWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The rows of a request: CSV as it came, or JSON rows, which become the same table.
///
/// @param form in which they came
/// @param csv the bytes of CSV; empty for JSON
/// @param header the names of the cells of JSON rows
/// @param rows of JSON
/// @param kept a table that was sent before, instead of rows
record Input(
    Media form,
    byte[] csv,
    List<String> header,
    List<Map<String, String>> rows,
    Optional<TableSource> kept) {
  private static final String NAME = "the request";

  /// Reads the rows of a request.
  static Input of(Call call, Served model, Engine engine) {
    return of(call, model, engine.limits().rows(), engine);
  }

  /// Reads the rows of a request, fewer than usual.
  static Input of(Call call, Served model, long mostRows, Engine engine) {
    return switch (call.form()) {
      case CSV ->
          new Input(
              Media.CSV, checked(call.body(), mostRows), List.of(), List.of(), Optional.empty());
      case JSON -> json(call.body(), model, mostRows, engine);
      case LINES -> lines(call.body(), model, mostRows);
    };
  }

  /// Only text, of which the rows can be counted: a few bytes of an archive can hold many rows.
  private static byte[] checked(byte[] body, long mostRows) {
    boolean gzip = body.length > 1 && body[0] == 0x1f && body[1] == (byte) 0x8b;
    if (gzip
        || new String(body, 0, Math.min(4, body.length), StandardCharsets.ISO_8859_1)
            .equals("PAR1")) {
      throw Problem.of(415, "text/csv is plain text; unpack it first");
    }
    long lines = 0;
    for (byte b : body) {
      lines += b == '\n' ? 1 : 0;
    }
    if (lines > mostRows + 1) {
      throw Problem.of(413, "there are more than %,d rows; send them in parts".formatted(mostRows));
    }
    return body;
  }

  private static Input json(byte[] body, Served model, long mostRows, Engine engine) {
    try (JsonRows reader = new JsonRows(body, model.known(), mostRows)) {
      return reader.read(json -> {
        json.beginObject();
        String name = json.hasNext() ? json.nextName() : "";
        Input input =
            switch (name) {
              case "rows" -> of(Media.JSON, model, reader.rows(json));
              case "table" -> kept(json.nextString(), engine);
              default ->
                  throw Problem.of(400, "the JSON must be {\"rows\": [{\"column\": cell, …}, …]}");
            };
        json.endObject();
        return input;
      });
    }
  }

  private static Input kept(String id, Engine engine) {
    TableSource table =
        engine
            .tables()
            .apply(id)
            .orElseThrow(() -> Problem.of(404, "there is no table of this id"));
    return new Input(Media.JSON, new byte[0], List.of(), List.of(), Optional.of(table));
  }

  private static Input lines(byte[] body, Served model, long mostRows) {
    List<Map<String, String>> rows = new ArrayList<>();
    Set<String> known = model.known();
    int from = 0;
    for (int at = 0; at <= body.length; at++) {
      if (at < body.length && body[at] != '\n') {
        continue;
      }
      byte[] line = Arrays.copyOfRange(body, from, at);
      from = at + 1;
      if (new String(line, StandardCharsets.ISO_8859_1).isBlank()) {
        continue;
      }
      if (rows.size() == mostRows) {
        throw Problem.of(
            413, "there are more than %,d rows; send them in parts".formatted(mostRows));
      }
      String place = "line " + (rows.size() + 1);
      try (JsonRows reader = new JsonRows(line, known, 1)) {
        rows.add(reader.read(json -> reader.row(json, place)));
      }
    }
    return of(Media.LINES, model, rows);
  }

  private static Input of(Media form, Served model, List<Map<String, String>> rows) {
    if (rows.isEmpty()) {
      throw Problem.of(422, "there are no rows");
    }
    Set<String> names = new LinkedHashSet<>(model.needed());
    rows.forEach(row -> names.addAll(row.keySet()));
    return new Input(form, new byte[0], List.copyOf(names), rows, Optional.empty());
  }

  /// The rows as a table, which can be read once.
  TableSource table() {
    return kept.orElseGet(
        () -> TableSource.of(NAME, new ByteArrayInputStream(form == Media.CSV ? csv : written())));
  }

  private byte[] written() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TableWriter writer = TableWriter.toStream(NAME, bytes, header)) {
      for (Map<String, String> row : rows) {
        writer.row(header.stream().map(name -> row.getOrDefault(name, "")).toList());
      }
      writer.commit();
    }
    return bytes.toByteArray();
  }

  /// Whether these are so few rows that they are better answered at once than shared by threads.
  boolean isFew() {
    return form != Media.CSV && kept.isEmpty() && rows.size() <= 16;
  }
}

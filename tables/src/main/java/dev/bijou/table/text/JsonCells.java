package dev.bijou.table.text;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;

/// The cells of a table as JSON.
public final class JsonCells {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d{0,300})(\\.\\d{1,300})?([eE][+-]?\\d{1,3})?");

  private JsonCells() {}

  /// Writes a cell: a number where its text is one in JSON, else the text.
  public static void write(JsonWriter json, String text) throws IOException {
    if (NUMBER.matcher(text).matches()) {
      json.jsonValue(text);
    } else {
      json.value(text);
    }
  }

  /// Writes a cell, null for an empty one.
  public static void writeOrNull(JsonWriter json, String text) throws IOException {
    if (text.isEmpty()) {
      json.nullValue();
    } else {
      write(json, text);
    }
  }

  /// A row as an object, missing cells as null.
  public static String row(List<String> names, List<String> cells) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setSerializeNulls(true);
      json.beginObject();
      for (int i = 0; i < names.size(); i++) {
        writeOrNull(json.name(names.get(i)), cells.get(i));
      }
      json.endObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }
}

package dev.bijou.server.call;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.bijou.server.http.Problem;
import dev.bijou.table.text.Phrases;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads rows from JSON: objects of cells by the names of columns. A cell is a text, a number, true, false, or null where it is
/// missing; nothing lies deeper.
final class JsonRows implements AutoCloseable {
  private static final int LONGEST_NAME = 100;
  private static final int DEEPEST = 16;

  private final JsonReader json;
  private final Set<String> known;
  private final long most;

  /// @param known names that a row may have
  /// @param most rows
  JsonRows(byte[] bytes, Set<String> known, long most) {
    this.known = known;
    this.most = most;
    this.json =
        new JsonReader(
            new InputStreamReader(
                new ByteArrayInputStream(bytes),
                StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)));
    json.setStrictness(Strictness.STRICT);
    json.setNestingLimit(DEEPEST);
  }

  /// Reads one JSON value.
  @FunctionalInterface
  interface Reading<T> {
    T of(JsonReader json) throws IOException;
  }

  /// Reads the whole text, and says what is wrong with it.
  <T> T read(Reading<T> reading) {
    try {
      T found = reading.of(json);
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw Problem.of(400, "something follows the JSON object");
      }
      return found;
    } catch (EOFException e) {
      throw Problem.of(400, "the JSON ends before it is whole");
    } catch (CharacterCodingException e) {
      throw Problem.of(400, "the JSON is not UTF-8");
    } catch (MalformedJsonException | IllegalStateException e) {
      throw Problem.of(400, "this is not the JSON that is expected, at " + json.getPath());
    } catch (IOException e) {
      throw Problem.of(400, "the JSON cannot be read");
    }
  }

  /// The rows of an array.
  List<Map<String, String>> rows(JsonReader reader) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      if (rows.size() == most) {
        throw Problem.of(413, "there are more than %,d rows; send them in parts".formatted(most));
      }
      rows.add(row(reader, "row " + (rows.size() + 1)));
    }
    reader.endArray();
    return rows;
  }

  /// The cells of a row; a missing one is an empty text.
  ///
  /// @param place of the row in messages
  Map<String, String> row(JsonReader reader, String place) throws IOException {
    Map<String, String> row = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (!known.contains(name)) {
        throw Problem.of(
            422, place + ": " + Phrases.noColumn("the model", shortened(name), List.copyOf(known)));
      }
      if (row.put(name, cell(reader, place, name)) != null) {
        throw Problem.of(422, "%s: column %s stands twice".formatted(place, Phrases.quote(name)));
      }
    }
    reader.endObject();
    return row;
  }

  /// What is looked for among names takes time by its length.
  private static String shortened(String name) {
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
  }

  private static String cell(JsonReader reader, String place, String name) throws IOException {
    return switch (reader.peek()) {
      case STRING, NUMBER -> reader.nextString();
      case BOOLEAN -> Boolean.toString(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield "";
      }
      default ->
          throw Problem.of(
              422,
              "%s, column %s: a list or an object is not the value of a cell"
                  .formatted(place, Phrases.quote(name)));
    };
  }

  @Override
  public void close() {
    try {
      json.close();
    } catch (IOException _) {
      // It reads from memory.
    }
  }
}

package dev.bijou.table.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.bijou.BijouException;
import dev.bijou.table.io.TableException;
import dev.bijou.table.text.Phrases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// What a user says about the columns of a table: a schema as [Schema#toJson()] writes it, perhaps edited. Everything
/// but the names may be left out, and is then inferred from the table.
///
/// @param targets the columns to model
/// @param given the columns to condition on
public record SchemaDraft(List<ColumnDraft> targets, List<ColumnDraft> given) {
  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException if there is nothing to model, or a column appears twice
  public SchemaDraft {
    targets = List.copyOf(targets);
    given = List.copyOf(given);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("there are no \"targets\", columns to model");
    }
    Set<String> seen = new HashSet<>();
    for (ColumnDraft column : Stream.concat(targets.stream(), given.stream()).toList()) {
      if (!seen.add(column.name())) {
        throw new IllegalArgumentException(
            "column " + Phrases.quote(column.name()) + " appears twice");
      }
    }
  }

  /// Reads the JSON of [Schema#toJson()].
  ///
  /// Throws a [TableException] that says what is wrong with the file.
  public static SchemaDraft read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new TableException(
          file + ": the schema cannot be read: " + BijouException.reason(e), e);
    }
    try {
      if (!(JsonParser.parseString(text) instanceof JsonObject json)) {
        throw new TableException(
            TableException.Problem.NO_SCHEMA, file + ": it is not a JSON object");
      }
      return of(json);
    } catch (JsonParseException malformed) {
      String said = String.valueOf(malformed.getMessage()).lines().findFirst().orElse("");
      throw new TableException(
          file + ": the schema is not JSON: " + said.replaceFirst("^.*Exception: ", ""), malformed);
    } catch (IllegalArgumentException wrong) {
      throw new TableException(file + ": " + wrong.getMessage(), wrong);
    }
  }

  private static SchemaDraft of(JsonObject json) {
    JsonElement version = json.get("version");
    if (version == null || !version.toString().equals(Integer.toString(Schema.VERSION))) {
      throw new IllegalArgumentException(
          "\"version\" is %s, but must be %d".formatted(version, Schema.VERSION));
    }
    return new SchemaDraft(columns(json, "targets"), columns(json, "given"));
  }

  private static List<ColumnDraft> columns(JsonObject json, String member) {
    if (!json.has(member)) {
      return List.of();
    }
    if (!(json.get(member) instanceof JsonArray array)) {
      throw new IllegalArgumentException("\"" + member + "\" must be a list of columns");
    }
    List<ColumnDraft> columns = new ArrayList<>();
    for (JsonElement column : array) {
      if (!(column instanceof JsonObject object)) {
        throw new IllegalArgumentException("\"" + member + "\" must be a list of columns");
      }
      columns.add(ColumnDraft.read(object));
    }
    return columns;
  }

  /// What the draft says about a column.
  Function<String, ColumnDraft> byName() {
    return name ->
        Stream.concat(targets.stream(), given.stream())
            .filter(column -> column.name().equals(name))
            .findFirst()
            .orElseGet(() -> ColumnDraft.of(name));
  }

  /// The names of all columns.
  List<String> names() {
    return Stream.concat(targets.stream(), given.stream()).map(ColumnDraft::name).toList();
  }

  /// The names of the columns to condition on.
  public List<String> givenNames() {
    return given.stream().map(ColumnDraft::name).toList();
  }

  /// Whether the schema states the kind of a column.
  Optional<String> type(String name) {
    return byName().apply(name).type();
  }
}

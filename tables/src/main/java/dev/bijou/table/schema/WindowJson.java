package dev.bijou.table.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.bijou.table.io.CellReader;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.ColumnPlan.Added;
import dev.bijou.table.io.ColumnPlan.Past;
import dev.bijou.table.io.ColumnPlan.Wave;
import dev.bijou.table.io.ColumnPlan.Window;
import dev.bijou.table.text.JsonFields;
import dev.bijou.table.text.Phrases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The window of a schema: its JSON form, and how it fits the columns.
final class WindowJson {
  private static final String ROWS = "rows";
  private static final String BY = "by";
  private static final String ADDED = "added";
  private static final String OF = "of";
  private static final String BACK = "back";
  private static final String PATTERN = "pattern";
  private static final String CYCLE = "cycle";
  private static final String WAVE = "wave";
  private static final String COSINE = "cosine";

  private WindowJson() {}

  /// Refuses added columns that the schema does not have, and past cells of such.
  ///
  /// @param names of the columns of the schema
  static void check(Window window, Set<String> names) {
    for (Added column : window.added()) {
      if (!names.contains(column.name())
          || (column instanceof Past && !names.contains(column.of()))) {
        throw new IllegalArgumentException(
            "the window adds column %s, but the schema does not have it or what it comes from"
                .formatted(Phrases.quote(column.name())));
      }
      if (column instanceof Past(String _, int back) && (back < 1 || back >= window.rows())) {
        throw new IllegalArgumentException(
            "column %s lies outside the window of %d rows"
                .formatted(Phrases.quote(column.name()), window.rows()));
      }
    }
  }

  /// The window for a schema without some columns, which need not exist.
  static Window without(Window window, Collection<String> names) {
    return new Window(
        window.rows(),
        window.by(),
        window.added().stream().filter(column -> !names.contains(column.name())).toList());
  }

  /// The reader of a column of points in time from which added columns come.
  ///
  /// @param given the given columns of the schema
  static Optional<CellReader> dates(Window window, List<Column> given, String name) {
    return window.added().stream()
        .filter(column -> column.of().equals(name))
        .filter(Wave.class::isInstance)
        .map(Wave.class::cast)
        .findFirst()
        .map(wave ->
            KindReaders.of(
                name,
                new Kind.DateTime(wave.pattern(), 0),
                given.stream()
                    .anyMatch(
                        column -> column.name().equals(wave.name()) && column.missing() > 0)));
  }

  static JsonObject write(Window window) {
    JsonObject json = new JsonObject();
    json.addProperty(ROWS, window.rows());
    window.by().ifPresent(name -> json.addProperty(BY, name));
    JsonArray added = new JsonArray();
    window.added().forEach(column -> added.add(write(column)));
    json.add(ADDED, added);
    return json;
  }

  private static JsonObject write(Added column) {
    JsonObject json = new JsonObject();
    json.addProperty(OF, column.of());
    switch (column) {
      case Past past -> json.addProperty(BACK, past.back());
      case Wave wave -> {
        json.addProperty(PATTERN, wave.pattern());
        json.addProperty(CYCLE, wave.cycle().toString());
        json.addProperty(WAVE, wave.cosine() ? COSINE : "sine");
      }
    }
    return json;
  }

  static Window read(JsonObject json) {
    List<Added> added = new ArrayList<>();
    for (JsonElement element : JsonFields.array(json, ADDED)) {
      added.add(added(JsonFields.object(element, ADDED)));
    }
    return new Window(
        (int) JsonFields.whole(json, ROWS, Integer.MIN_VALUE, Integer.MAX_VALUE),
        json.has(BY) ? Optional.of(JsonFields.text(json, BY)) : Optional.empty(),
        added);
  }

  private static Added added(JsonObject json) {
    String of = JsonFields.text(json, OF);
    if (json.has(BACK)) {
      return new Past(of, (int) JsonFields.whole(json, BACK, 1, Window.MOST_ROWS));
    }
    String pattern = JsonFields.text(json, PATTERN);
    DateTimes.of(pattern);
    String cycle = JsonFields.text(json, CYCLE);
    return new Wave(
        of,
        pattern,
        Arrays.stream(ColumnPlan.Cycle.values())
            .filter(known -> known.toString().equals(cycle))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("unknown cycle " + Phrases.quote(cycle))),
        JsonFields.text(json, WAVE).equals(COSINE));
  }
}

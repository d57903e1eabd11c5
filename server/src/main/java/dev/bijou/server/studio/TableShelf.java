package dev.bijou.server.studio;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.bijou.InputException;
import dev.bijou.server.http.Call;
import dev.bijou.server.http.Problem;
import dev.bijou.server.http.Reply;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/// The tables that were sent, and the calls on them.
public final class TableShelf {
  private static final int LONGEST_NAME = 120;

  private final Workplace place;
  private final ExecutorService threads;
  private final Map<String, StoredTable> tables =
      Collections.synchronizedMap(new LinkedHashMap<>());

  /// @param place where files are kept
  /// @param threads that examine tables
  public TableShelf(Workplace place, ExecutorService threads) {
    this.place = place;
    this.threads = threads;
  }

  /// A table by its id.
  StoredTable get(String id) {
    return Optional.ofNullable(tables.get(id))
        .orElseThrow(() -> Problem.of(404, "there is no table of this id"));
  }

  /// The table of an id, to be read.
  public Optional<TableSource> source(String id) {
    return Optional.ofNullable(tables.get(id)).map(table -> TableSource.of(table.file()));
  }

  /// A table that lies on this machine.
  public void add(Path file) {
    String id = place.newId();
    StoredTable table =
        StoredTable.of(id, String.valueOf(file.getFileName()), file.toAbsolutePath(), floats(id));
    tables.put(id, table);
  }

  private Path floats(String id) {
    return place.file(id, ".floats");
  }

  /// `POST /v1/tables?name=`: keeps a table.
  public Reply add(Call call) {
    call.query().requireKnown(List.of("name"));
    String name = call.query().text("name").orElse("table");
    if (name.length() > LONGEST_NAME) {
      throw Problem.of(400, "the name is too long");
    }
    byte[] body = call.body();
    return new Reply.Streamed(
        Reply.JSON,
        Map.of(),
        threads,
        out -> {
          String id = place.newId();
          Path file = place.keep(id, ".table", body);
          try {
            StoredTable table = StoredTable.of(id, name, file, floats(id));
            tables.put(id, table);
            out.write(table.json().toString().getBytes(StandardCharsets.UTF_8));
          } catch (InputException wrong) {
            Files.deleteIfExists(file);
            throw new TableException(StoredTable.plain(wrong.getMessage(), file, name), wrong);
          }
        });
  }

  /// `GET /v1/tables`: all of them.
  public Reply all(Call call) {
    call.query().requireKnown(List.of());
    JsonArray list = new JsonArray();
    synchronized (tables) {
      tables.values().forEach(table -> list.add(table.json()));
    }
    JsonObject json = new JsonObject();
    json.add("tables", list);
    return Reply.json(json);
  }

  /// `GET /v1/tables/{id}`.
  public Reply one(Call call) {
    return Reply.json(get(call.place("id")).json());
  }

  /// `DELETE /v1/tables/{id}`: forgets it.
  public Reply remove(Call call) {
    StoredTable table = get(call.place("id"));
    tables.remove(table.id());
    table.floats().delete();
    return Reply.nothing();
  }

  /// `GET /v1/tables/{id}/floats?x=&y=`: two columns as numbers.
  public Reply floats(Call call) {
    call.query().requireKnown(List.of("x", "y"));
    StoredTable table = get(call.place("id"));
    List<String> names =
        List.of(call.query().text("x").orElse(""), call.query().text("y").orElse(""));
    return new Reply.Streamed(
        "application/octet-stream",
        Map.of(),
        threads,
        out -> out.write(table.floats().read(names)));
  }

  /// `GET /v1/tables/{id}/rows/{number}`: the cells of a row.
  public Reply row(Call call) {
    StoredTable table = get(call.place("id"));
    long number;
    try {
      number = Long.parseLong(call.place("number"));
    } catch (NumberFormatException e) {
      throw Problem.of(404, "the number of a row is a whole number, from 1");
    }
    if (number < 1) {
      throw Problem.of(404, "the table has no such row");
    }
    JsonObject json = new JsonObject();
    json.addProperty("row", number);
    json.add("cells", table.row(number));
    return Reply.json(json);
  }
}

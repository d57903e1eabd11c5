package dev.bijou.server.studio;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.bijou.InputException;
import dev.bijou.server.call.ModelCalls;
import dev.bijou.server.http.Problem;
import dev.bijou.table.fit.TableFit;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.schema.SchemaInference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A table that was sent, with what its columns hold.
///
/// @param id names it
/// @param name of the file at the sender's
/// @param file here
/// @param inferred its columns
/// @param limits what limits a density of it, in words
/// @param floats its columns as numbers
record StoredTable(
    String id,
    String name,
    Path file,
    SchemaInference.Inferred inferred,
    List<String> limits,
    FloatFile floats) {

  /// Examines a table.
  ///
  /// Throws a [dev.bijou.table.io.TableException] if it is none.
  ///
  /// @param floats where its columns may be kept
  static StoredTable of(String id, String name, Path file, Path floats) {
    SchemaInference.Inferred inferred =
        SchemaInference.of(TableSource.of(file), ColumnPlan.all(), List.of(), Missing.KEEP, 0);
    List<String> limits = new ArrayList<>();
    try {
      TableFit fit = TableFit.read(TableSource.of(file), TableFitOptions.standard());
      fit.notes().forEach(note -> limits.add(plain(note.message(), file, name)));
      fit.findings().forEach(finding -> limits.add(plain(finding.message(), file, name)));
    } catch (InputException unusable) {
      limits.add(plain(unusable.getMessage(), file, name));
    }
    List<Column> columns =
        inferred.schema().columns().stream().filter(column -> column.kind().isModelled()).toList();
    return new StoredTable(
        id,
        name,
        file,
        inferred,
        List.copyOf(limits),
        new FloatFile(floats, TableSource.of(file), columns, inferred.rows()));
  }

  /// A message about the file under its own name.
  static String plain(String message, Path file, String name) {
    return message.replace(file.toString(), name).replace(String.valueOf(file.getFileName()), name);
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("name", name);
    json.addProperty("rows", inferred.rows());
    json.add("schema", inferred.schema().toJson());
    json.add("names", ModelCalls.names(inferred.schema().columns()));
    JsonArray order = new JsonArray();
    inferred.order().forEach(order::add);
    json.add("order", order);
    JsonArray words = new JsonArray();
    limits.forEach(words::add);
    json.add("limits", words);
    return json;
  }

  /// The cells of a row as text, by the names of all columns.
  ///
  /// @param number from 1
  JsonObject row(long number) {
    JsonObject cells = new JsonObject();
    List<String> names = inferred.order();
    Schema modelled =
        new Schema(
            inferred.schema().columns().stream()
                .filter(column -> column.kind().isModelled())
                .toList(),
            List.of());
    try (TableReader reader = TableSource.of(file).open(modelled.plan().withText(), Missing.KEEP)) {
      List<String> header = reader.header();
      for (RowBlock block = reader.next(); block != null; block = reader.next()) {
        if (block.number(block.rows() - 1) < number) {
          continue;
        }
        List<String> text = block.text((int) (number - block.number(0)));
        names.forEach(name -> cells.addProperty(name, text.get(header.indexOf(name))));
        return cells;
      }
    }
    throw Problem.of(404, "the table has no such row");
  }
}

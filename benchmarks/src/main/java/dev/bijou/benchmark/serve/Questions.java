package dev.bijou.benchmark.serve;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.io.TableWriter;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What is asked about the rows of a table.
final class Questions {
  private static final int SINGLE = 200;
  private static final int FEW = 500;
  private static final int BATCH = 10_000;
  private static final int SEEDS = 8;
  private static final String JSON = "application/json";

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  Questions(Path table) {
    try (TableReader reader =
        TableSource.of(table).open(ColumnPlan.of(List.of()).withText(), Missing.KEEP)) {
      header = reader.header();
      for (RowBlock block = reader.next(); block != null; block = reader.next()) {
        for (int row = 0; row < block.rows(); row++) {
          rows.add(block.text(row));
        }
      }
    }
  }

  /// All of them, about the model at an address.
  List<Question> about(String model) {
    List<Question> all = new ArrayList<>();
    for (int i = 0; i < Math.min(SINGLE, rows.size()); i++) {
      all.add(question("single", model + "/detect", JSON, json(List.of(rows.get(i)))));
    }
    all.add(question("few", model + "/score", "application/x-ndjson", lines()));
    all.add(question("batch", model + "/detect", "text/csv", csv()));
    for (int seed = 0; seed < SEEDS; seed++) {
      all.add(
          question(
              "sample", model + "/sample", JSON, "{\"n\": 1000, \"seed\": %d}".formatted(seed)));
    }
    JsonObject open = new JsonObject();
    JsonObject row = cells(rows.getFirst());
    row.remove(header.getLast());
    open.add("row", row);
    all.add(question("conditional", model + "/conditional", JSON, open.toString()));
    return all;
  }

  private static Question question(String kind, String address, String type, String body) {
    return Question.of(kind, URI.create(address), type, body);
  }

  private JsonObject cells(List<String> row) {
    JsonObject cells = new JsonObject();
    for (int c = 0; c < header.size(); c++) {
      cells.addProperty(header.get(c), row.get(c));
    }
    return cells;
  }

  private String json(List<List<String>> some) {
    JsonArray all = new JsonArray();
    some.forEach(row -> all.add(cells(row)));
    JsonObject json = new JsonObject();
    json.add("rows", all);
    return json.toString();
  }

  private String lines() {
    StringBuilder text = new StringBuilder();
    rows.stream().limit(FEW).forEach(row -> text.append(cells(row)).append('\n'));
    return text.toString();
  }

  /// The rows again and again, as many as a batch has.
  private String csv() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TableWriter writer = TableWriter.toStream("the batch", bytes, header)) {
      for (int i = 0; i < BATCH; i++) {
        writer.row(rows.get(i % rows.size()));
      }
      writer.commit();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}

package dev.bijou.benchmark.nab;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A series, and when it was anomalous.
///
/// @param name of its file
/// @param times of its rows, as text
/// @param values of its rows
/// @param windows in time order, disjoint
record Series(String name, List<String> times, double[] values, List<Window> windows) {
  private static final String WINDOWS = "windows.json";
  private static final double PROBATION = 0.15;
  private static final int PROBATION_ROWS = 5000;

  /// A stretch of rows that surrounds an anomaly.
  ///
  /// @param first row
  /// @param last row, inclusive
  record Window(int first, int last) {
    int rows() {
      return last - first + 1;
    }

    boolean has(int row) {
      return row >= first && row <= last;
    }
  }

  /// How many rows at the beginning are there to learn from and do not count: 15 %, at most 750.
  int probation() {
    return (int) Math.min(Math.floor(PROBATION * values.length), PROBATION * PROBATION_ROWS);
  }

  /// The series of a folder, with their windows in `windows.json`.
  ///
  /// Throws an [IllegalArgumentException] if a file is not there or not as it should be.
  static List<Series> readAll(Path folder) {
    JsonObject windows;
    try {
      windows = JsonParser.parseString(Files.readString(folder.resolve(WINDOWS))).getAsJsonObject();
    } catch (IOException e) {
      throw new IllegalArgumentException(folder + " has no " + WINDOWS + " that can be read", e);
    }
    List<Series> all = new ArrayList<>();
    for (String name : windows.keySet()) {
      Path plain = folder.resolve(name);
      Path file = Files.exists(plain) ? plain : folder.resolve(name + ".gz");
      all.add(read(name.replaceFirst("\\.csv$", ""), file, windows.getAsJsonArray(name)));
    }
    return all;
  }

  private static Series read(String name, Path file, JsonArray limits) {
    List<String> times = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    ColumnPlan plan = ColumnPlan.of(List.of("value")).withText();
    try (TableReader reader = TableSource.of(file).open(plan, Missing.REFUSE)) {
      int time = reader.header().indexOf("timestamp");
      for (RowBlock block = reader.next(); block != null; block = reader.next()) {
        for (int row = 0; row < block.rows(); row++) {
          times.add(block.text(row).get(time));
          values.add(block.column(0)[row]);
        }
      }
    }
    List<Window> windows = new ArrayList<>();
    for (JsonElement limit : limits) {
      JsonArray ends = limit.getAsJsonArray();
      windows.add(new Window(row(name, times, ends.get(0)), row(name, times, ends.get(1))));
    }
    return new Series(
        name, times, values.stream().mapToDouble(Double::doubleValue).toArray(), windows);
  }

  private static int row(String name, List<String> times, JsonElement limit) {
    int row = times.indexOf(limit.getAsString().replaceFirst("\\.0+$", ""));
    if (row < 0) {
      throw new IllegalArgumentException(name + " has no row at " + limit.getAsString());
    }
    return row;
  }

  /// Rows as CSV with a header.
  ///
  /// @param from first row
  /// @param to behind the last
  String csv(int from, int to) {
    StringBuilder text = new StringBuilder("timestamp,value\n");
    for (int row = from; row < to; row++) {
      text.append(times.get(row)).append(',').append(values[row]).append('\n');
    }
    return text.toString();
  }
}

package dev.bijou.table;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What a model thinks of rows that it did not learn from: the yardstick for how unusual another row is.
///
/// @param source where the rows come from, in words
/// @param names of the sides from which the model looks at a row, see [RowSides]
/// @param sides how unusual each row is from each side, sides × rows; at least one of both
public record Calibration(String source, List<String> names, float[][] sides) {
  /// The most rows that are remembered; more are represented by evenly spaced ones.
  public static final int MOST_ROWS = 50_000;

  /// Copies the names.
  ///
  /// @throws IllegalArgumentException if there are no rows, a side lacks some, or a number is not finite
  public Calibration {
    names = List.copyOf(names);
    if (names.isEmpty() || names.size() != sides.length || sides[0].length == 0) {
      throw new IllegalArgumentException("a calibration needs at least one row");
    }
    for (float[] side : sides) {
      if (side.length != sides[0].length) {
        throw new IllegalArgumentException("the sides of the calibration have different rows");
      }
      for (float value : side) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException("a score of the calibration is " + value);
        }
      }
    }
  }

  /// A calibration by rows in the order of a table, of which at most [#MOST_ROWS] are kept.
  ///
  /// @param rows all sides of each row
  static Calibration of(String source, List<String> names, List<float[]> rows) {
    int[] kept = kept(rows.size());
    float[][] sides = new float[names.size()][kept.length];
    for (int row = 0; row < kept.length; row++) {
      float[] all = rows.get(kept[row]);
      for (int i = 0; i < sides.length; i++) {
        sides[i][row] = all[i];
      }
    }
    return new Calibration(source, names, sides);
  }

  /// Which of so many rows are remembered: all, or evenly spaced ones.
  static int[] kept(int rows) {
    int kept = Math.min(rows, MOST_ROWS);
    return IntStream.range(0, kept).map(row -> (int) ((long) row * rows / kept)).toArray();
  }

  /// A calibration by the rows of a table that have no missing cell where the model knows of none.
  ///
  /// Throws a [TableException] if the table cannot be read, lacks a column of the model, or has no such row.
  public static Calibration by(TableModel model, TableSource table, Workers workers) {
    RowSides sides = RowSides.of(model);
    List<float[]> rows = new ArrayList<>();
    new TableScorer(model, workers)
        .score(
            table,
            Missing.DROP,
            (block, scores) -> {
              for (int row = 0; row < block.rows(); row++) {
                rows.add(sides.of(block.cells(row), scores, row));
              }
            });
    if (rows.isEmpty()) {
      throw new TableException(table.name() + " has no row to calibrate by");
    }
    return of(table.name(), sides.names(), rows);
  }

  /// The number of rows.
  public int rows() {
    return sides[0].length;
  }

  /// All sides of a row.
  public float[] row(int n) {
    float[] row = new float[sides.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = sides[i][n];
    }
    return row;
  }

  /// The JSON form: `{"source": …, "sides": {name: [a number for each row], …}}`. Numbers are written so that they read
  /// back exactly.
  JsonObject toJson() {
    JsonObject all = new JsonObject();
    for (int i = 0; i < sides.length; i++) {
      JsonArray values = new JsonArray(rows());
      for (float value : sides[i]) {
        values.add(value);
      }
      all.add(names.get(i), values);
    }
    JsonObject json = new JsonObject();
    json.addProperty("source", source);
    json.add("sides", all);
    return json;
  }

  /// The inverse of [#toJson()]; unknown members are ignored.
  ///
  /// Throws an [IllegalArgumentException] that says what is wrong if the JSON is no calibration.
  static Calibration fromJson(JsonObject json) {
    try {
      JsonObject all = JsonFields.object(json, "sides");
      List<String> names = new ArrayList<>(all.keySet());
      float[][] sides = new float[names.size()][];
      for (int i = 0; i < sides.length; i++) {
        JsonArray array = JsonFields.array(all, names.get(i));
        sides[i] = new float[array.size()];
        int row = 0;
        for (JsonElement element : array) {
          sides[i][row++] = JsonFields.single(element, names.get(i));
        }
      }
      return new Calibration(JsonFields.text(json, "source"), names, sides);
    } catch (JsonParseException malformed) {
      throw new IllegalArgumentException(
          "the calibration is malformed: " + malformed.getMessage(), malformed);
    }
  }
}

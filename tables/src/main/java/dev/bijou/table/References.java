package dev.bijou.table;

import com.google.gson.JsonObject;
import dev.bijou.flow.Workers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Base64;
import java.util.Optional;

/// Rows drawn from a model, as a landscape in which a row has a nearest one. They are the model's own, not the table's: a
/// model file holds no row that it learned from.
///
/// @param columns the cells of the rows, column by column: numbers less their column's offset, codes of names, NaN for
///     missing cells
public record References(float[][] columns) {
  private static final long SEED = 1;
  private static final int MOST_ROWS = 2048;
  private static final int FEWEST_ROWS = 256;
  private static final int CELLS = 1 << 17;

  /// @throws IllegalArgumentException if there are no columns, or these have different rows
  public References {
    if (columns.length == 0 || columns[0].length == 0) {
      throw new IllegalArgumentException("there must be at least one reference row");
    }
    for (float[] column : columns) {
      if (column.length != columns[0].length) {
        throw new IllegalArgumentException("the columns of the reference rows differ in length");
      }
    }
  }

  /// Draws reference rows: 2,048, or fewer where there are more than 64 columns; none from a conditional model.
  public static Optional<References> draw(TableModel model, Workers workers) {
    if (model.isConditional()) {
      return Optional.empty();
    }
    int width = model.schema().targets().size();
    int count = Math.clamp(CELLS / width, FEWEST_ROWS, MOST_ROWS);
    double[][] rows = new TableSampler(model, SEED, workers).rows(count);
    float[][] columns = new float[width][count];
    for (int c = 0; c < width; c++) {
      double offset = model.schema().targets().get(c).offset();
      for (int row = 0; row < count; row++) {
        columns[c][row] = (float) (rows[row][c] - offset);
      }
    }
    return Optional.of(new References(columns));
  }

  /// The number of rows.
  public int rows() {
    return columns[0].length;
  }

  /// The JSON form: `{"rows": …, "cells": "…"}`, the cells column by column as base64 of little-endian floats.
  JsonObject toJson() {
    ByteBuffer bytes = bytes(columns.length * rows());
    for (float[] column : columns) {
      for (float cell : column) {
        bytes.putFloat(cell);
      }
    }
    JsonObject json = new JsonObject();
    json.addProperty("rows", rows());
    json.addProperty("cells", Base64.getEncoder().encodeToString(bytes.array()));
    return json;
  }

  /// The inverse of [#toJson()].
  ///
  /// Throws an [IllegalArgumentException] if the JSON has no such rows.
  static References fromJson(JsonObject json) {
    int rows = json.get("rows").getAsInt();
    byte[] bytes = Base64.getDecoder().decode(json.get("cells").getAsString());
    int width = rows <= 0 ? 0 : bytes.length / Float.BYTES / rows;
    if (width == 0 || (long) width * rows * Float.BYTES != bytes.length) {
      throw new IllegalArgumentException("the reference rows are not whole");
    }
    FloatBuffer cells = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[][] columns = new float[width][rows];
    for (float[] column : columns) {
      cells.get(column);
    }
    return new References(columns);
  }

  private static ByteBuffer bytes(int floats) {
    return ByteBuffer.allocate(floats * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}

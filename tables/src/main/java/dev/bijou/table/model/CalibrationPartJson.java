package dev.bijou.table.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.bijou.table.text.JsonFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The JSON form of a part of a calibration set: `{"rows": …, "members": [number, …], "percentiles": [[number, …], …]}`.
final class CalibrationPartJson {
  private static final String ROWS = "rows";
  private static final String MEMBERS = "members";
  private static final String PERCENTILES = "percentiles";

  private CalibrationPartJson() {}

  static JsonObject write(Calibration.Part part) {
    JsonArray members = new JsonArray();
    part.members().forEach(members::add);
    JsonArray percentiles = new JsonArray();
    for (double[] column : part.percentiles()) {
      JsonArray values = new JsonArray(column.length);
      Arrays.stream(column).forEach(values::add);
      percentiles.add(values);
    }
    JsonObject json = new JsonObject();
    json.addProperty(ROWS, part.rows());
    json.add(MEMBERS, members);
    json.add(PERCENTILES, percentiles);
    return json;
  }

  /// Throws a [com.google.gson.JsonParseException] that says what is wrong.
  ///
  /// @param flows how many flows the model has
  /// @param columns how many target columns it has
  static Calibration.Part read(JsonElement element, int flows, int columns) {
    JsonObject json = JsonFields.object(element, "parts");
    List<Integer> members = new ArrayList<>();
    for (JsonElement member : JsonFields.array(json, MEMBERS)) {
      members.add((int) JsonFields.whole(member, MEMBERS, 0, flows - 1L));
    }
    JsonArray all = JsonFields.array(json, PERCENTILES);
    if (all.size() != columns) {
      throw new IllegalArgumentException(
          "the calibration has percentiles of %d columns, but the schema has %d"
              .formatted(all.size(), columns));
    }
    double[][] percentiles = new double[columns][Provenance.Quantiles.COUNT];
    for (int c = 0; c < columns; c++) {
      JsonArray values = JsonFields.array(all.get(c), PERCENTILES);
      if (values.size() != Provenance.Quantiles.COUNT) {
        throw new IllegalArgumentException(
            "the calibration has %d percentiles of a column, but must have %d"
                .formatted(values.size(), Provenance.Quantiles.COUNT));
      }
      for (int i = 0; i < values.size(); i++) {
        percentiles[c][i] = JsonFields.number(values.get(i), PERCENTILES);
      }
    }
    int rows = (int) JsonFields.whole(json, ROWS, 1, Integer.MAX_VALUE);
    return new Calibration.Part(rows, members, percentiles);
  }
}

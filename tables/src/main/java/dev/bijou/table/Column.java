package dev.bijou.table;

import com.google.gson.JsonObject;

/// One numeric column of a schema: how it is stored and what it looked like when the model was learned.
///
/// The statistics are over all rows that were read, including those that a subsample left out.
///
/// @param name name in the table's header
/// @param offset subtracted in double precision before the cast to float, and added back to what is sampled; not zero
///     only where the column lies so far from zero, relative to its spread, that a float would lose digits (timestamps)
/// @param count number of values
/// @param mean arithmetic mean
/// @param standardDeviation population standard deviation, divided by `count`
/// @param min smallest value
/// @param max largest value
/// @param distinct number of different values; [#MANY] means that many or more
/// @param decimals the least number of decimals, 0 to 6, with which every value can be written (0 for whole
///     numbers), or −1 if that is not enough
public record Column(
    String name,
    double offset,
    long count,
    double mean,
    double standardDeviation,
    double min,
    double max,
    int distinct,
    int decimals) {
  /// The number up to which different values are counted.
  public static final int MANY = 1000;

  /// Whether all values are equal.
  public boolean isConstant() {
    return min == max;
  }

  /// The step of the grid on which all values lie, 1 for whole numbers; 0 if there is none of 10⁻⁶ or more.
  public double step() {
    return decimals < 0 ? 0 : Math.pow(10, -decimals);
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("name", name);
    json.addProperty("offset", offset);
    json.addProperty("count", count);
    json.addProperty("mean", mean);
    json.addProperty("standard_deviation", standardDeviation);
    json.addProperty("min", min);
    json.addProperty("max", max);
    json.addProperty("distinct", distinct);
    json.addProperty("decimals", decimals);
    return json;
  }

  static Column fromJson(JsonObject json) {
    return new Column(
        json.get("name").getAsString(),
        json.get("offset").getAsDouble(),
        json.get("count").getAsLong(),
        json.get("mean").getAsDouble(),
        json.get("standard_deviation").getAsDouble(),
        json.get("min").getAsDouble(),
        json.get("max").getAsDouble(),
        json.get("distinct").getAsInt(),
        json.get("decimals").getAsInt());
  }
}

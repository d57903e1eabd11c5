package dev.bijou.table.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.bijou.table.text.JsonFields;
import java.util.ArrayList;
import java.util.List;

/// Relations as JSON: `{"column": "total", "sum_of": ["a", "b"], "factors": [1, 1], "constant": 0}`, or `{"column":
/// "level", "label_of": "grade", "cells": [0, 1], "labels": [3, 5]}` with null for a missing cell, or `{"column": "paid",
/// "tied_to": "due", "share": 0.2, "middle": 40, "scale": 3, "within": 0.01}`.
final class RelationJson {
  private static final String COLUMN = "column";
  private static final String SUM_OF = "sum_of";
  private static final String FACTORS = "factors";
  private static final String CONSTANT = "constant";
  private static final String LABEL_OF = "label_of";
  private static final String CELLS = "cells";
  private static final String LABELS = "labels";
  private static final String TIED_TO = "tied_to";
  private static final String SHARE = "share";
  private static final String MIDDLE = "middle";
  private static final String SCALE = "scale";
  private static final String WITHIN = "within";

  private static final int MOST_FACTOR = 1_000_000_000;

  private RelationJson() {}

  static JsonObject write(Relation relation) {
    JsonObject json = new JsonObject();
    json.addProperty(COLUMN, relation.column());
    switch (relation) {
      case Relation.Label label -> {
        json.addProperty(LABEL_OF, label.from());
        json.add(CELLS, numbers(label.cells()));
        json.add(LABELS, numbers(label.labels()));
      }
      case Relation.Total total -> {
        JsonArray of = new JsonArray();
        total.of().forEach(of::add);
        json.add(SUM_OF, of);
        json.add(FACTORS, numbers(total.factors()));
        json.addProperty(CONSTANT, total.constant());
      }
      case Relation.Tie tie -> {
        json.addProperty(TIED_TO, tie.to());
        json.addProperty(SHARE, tie.share());
        json.addProperty(MIDDLE, tie.middle());
        json.addProperty(SCALE, tie.scale());
        json.addProperty(WITHIN, tie.within());
      }
    }
    return json;
  }

  private static JsonArray numbers(List<? extends Number> values) {
    JsonArray array = new JsonArray();
    for (Number value : values) {
      array.add(Double.isNaN(value.doubleValue()) ? JsonNull.INSTANCE : new JsonPrimitive(value));
    }
    return array;
  }

  /// Throws an [IllegalArgumentException] or a [com.google.gson.JsonParseException] if it is not the JSON of a relation.
  static Relation read(JsonElement element) {
    JsonObject json = JsonFields.object(element, "a relation");
    String column = JsonFields.text(json, COLUMN);
    if (json.has(LABEL_OF)) {
      return new Relation.Label(
          column, JsonFields.text(json, LABEL_OF), cells(json, CELLS), cells(json, LABELS));
    }
    if (json.has(TIED_TO)) {
      return new Relation.Tie(
          column,
          JsonFields.text(json, TIED_TO),
          JsonFields.number(json, SHARE),
          JsonFields.number(json, MIDDLE),
          JsonFields.number(json, SCALE),
          JsonFields.number(json, WITHIN));
    }
    List<String> of = new ArrayList<>();
    JsonFields.array(json, SUM_OF).forEach(name -> of.add(JsonFields.text(name, SUM_OF)));
    List<Integer> factors = new ArrayList<>();
    for (JsonElement factor : JsonFields.array(json, FACTORS)) {
      factors.add((int) JsonFields.whole(factor, FACTORS, -MOST_FACTOR, MOST_FACTOR));
    }
    return new Relation.Total(column, of, factors, JsonFields.number(json, CONSTANT));
  }

  private static List<Double> cells(JsonObject json, String member) {
    List<Double> cells = new ArrayList<>();
    for (JsonElement cell : JsonFields.array(json, member)) {
      cells.add(cell.isJsonNull() ? Double.NaN : JsonFields.number(cell, member));
    }
    return cells;
  }
}

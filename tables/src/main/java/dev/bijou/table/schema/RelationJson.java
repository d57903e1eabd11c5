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
/// "level", "label_of": "grade", "cells": [0, 1], "labels": [3, 5]}` with null for a missing cell.
final class RelationJson {
  private static final String COLUMN = "column";
  private static final String SUM_OF = "sum_of";
  private static final String FACTORS = "factors";
  private static final String CONSTANT = "constant";
  private static final String LABEL_OF = "label_of";
  private static final String CELLS = "cells";
  private static final String LABELS = "labels";

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

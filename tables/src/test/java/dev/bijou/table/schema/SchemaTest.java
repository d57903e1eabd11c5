package dev.bijou.table.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bijou.table.io.ColumnPlan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
  private static final Column A = new Column("a", 0, 10, 0.1, 1 / 3.0, -1e30, 4.9e-324, 7, -1);
  private static final Column B =
      new Column("bé \"q\"", 1.7e9, 10, 1.7e9 + 0.1, 2, 1, 3, Column.MANY, 2);
  private static final Schema SCHEMA = new Schema(List.of(A), List.of(B));

  @Test
  void survivesJson() {
    String text = SCHEMA.toJson().toString();
    assertEquals(SCHEMA, Schema.fromJson(JsonParser.parseString(text).getAsJsonObject()));
  }

  @Test
  void jsonHasTheDocumentedForm() {
    JsonObject json = SCHEMA.toJson();
    assertEquals(2, json.get("version").getAsInt());
    assertEquals(
        "{\"name\":\"a\",\"type\":\"continuous\",\"atoms\":[],\"count\":10,\"missing\":0,\"distinct\":7,"
            + "\"min\":-1.0E30,\"max\":4.9E-324,\"mean\":0.1,\"standard_deviation\":0.3333333333333333,"
            + "\"offset\":0.0,\"decimals\":-1}",
        json.getAsJsonArray("targets").get(0).toString());
    assertEquals(1, json.getAsJsonArray("given").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"version\":\"x\"}",
        "{\"version\":1}",
        "{\"version\":1,\"targets\":[],\"given\":[]}",
        "{\"version\":1,\"targets\":[3],\"given\":[]}",
        "{\"version\":1,\"targets\":3,\"given\":[]}",
        "{\"version\":1,\"targets\":[{\"name\":\"a\"}],\"given\":[]}"
      })
  void refusesOtherJson(String text) {
    assertThrows(
        IllegalArgumentException.class,
        () -> Schema.fromJson(JsonParser.parseString(text).getAsJsonObject()));
  }

  @Test
  void refusesOtherVersions() {
    JsonObject json = SCHEMA.toJson();
    json.addProperty("version", 4);
    assertEquals(
        "the table schema has version 4, this program reads versions 1 to 3",
        assertThrows(IllegalArgumentException.class, () -> Schema.fromJson(json)).getMessage());
  }

  @Test
  void readsTheFirstVersion() {
    String first =
        "{\"version\":1,\"targets\":[{\"name\":\"a\",\"offset\":0.0,\"count\":10,\"mean\":0.1,"
            + "\"standard_deviation\":0.3333333333333333,\"min\":-1.0E30,\"max\":4.9E-324,\"distinct\":7,"
            + "\"decimals\":-1}],\"given\":[]}";
    assertEquals(
        new Schema(List.of(A), List.of()),
        Schema.fromJson(JsonParser.parseString(first).getAsJsonObject()));
  }

  @Test
  void everyKindSurvivesJson() {
    Kind.Atoms atoms = new Kind.Atoms(List.of(0.0, 40.0), false);
    List<Kind> kinds =
        List.of(
            new Kind.Continuous(atoms),
            new Kind.Integral(0.25, new Kind.Atoms(List.of(1.0, 2.0), true)),
            new Kind.Categorical(
                List.of(new Kind.Level("x \"y\"", 9)), List.of(new Kind.Level("Ω", 1))),
            new Kind.Binary("no", "yes"),
            new Kind.DateTime("dd.MM.yyyy", 86_400),
            new Kind.Constant("c"),
            new Kind.Identifier());
    List<Column> columns =
        kinds.stream()
            .map(kind ->
                new Column(
                    kind.type(),
                    kind,
                    kind.isNumeric() ? 2 : 0,
                    10,
                    3,
                    kind.isNumeric() ? 4 : 0,
                    kind.isNumeric() ? 1 : 0,
                    kind.isNumeric() ? -1 : 0,
                    kind.isNumeric() ? 50 : kind.names().size(),
                    7,
                    0))
            .toList();
    Schema schema = new Schema(columns, List.of());
    assertEquals(
        schema,
        Schema.fromJson(JsonParser.parseString(schema.toJson().toString()).getAsJsonObject()));
  }

  @Test
  void refusesNamesThatStandTwice() {
    assertThrows(IllegalArgumentException.class, () -> new Schema(List.of(A), List.of(A)));
    assertThrows(IllegalArgumentException.class, () -> new Schema(List.of(), List.of(A)));
  }

  @Test
  void plansItsColumns() {
    assertEquals(ColumnPlan.of(List.of("a", "bé \"q\"")), SCHEMA.plan());
    assertEquals(new Schema(List.of(A), List.of()), SCHEMA.without(List.of("bé \"q\"")));
    assertEquals(0.01, B.step());
    assertEquals(0, A.step());
    assertTrue(new Column("c", 0, 2, 5, 0, 5, 5, 1, 0).isConstant());
  }
}

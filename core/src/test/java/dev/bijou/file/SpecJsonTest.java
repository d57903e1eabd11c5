package dev.bijou.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bijou.Activation;
import dev.bijou.ModelFileException;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Coupling;
import dev.bijou.bijection.ScalarBijection;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.spec.Specification;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecJsonTest {

  static Stream<DistributionSpec> catalogue() {
    return SpecCatalogue.all().values().stream();
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void roundTrip(DistributionSpec spec) {
    String text = SpecJson.write(DistributionSpec.class, spec).toString();
    assertEquals(spec, SpecJson.read(DistributionSpec.class, JsonParser.parseString(text)));
  }

  @Test
  void theCatalogueHoldsEveryKind() {
    Set<String> types = new HashSet<>();
    Stream.concat(catalogue(), SpecCatalogue.bijections().values().stream())
        .forEach(spec -> collectTypes(SpecJson.write(DistributionSpec.class, spec), types));
    Stream.of(DistributionSpec.class, BijectionSpec.class, NetworkSpec.class, ScalarBijection.class)
        .flatMap(declared -> SpecJson.kinds(declared).stream())
        .forEach(kind ->
            assertTrue(
                types.contains(Specification.kind(kind)), kind + " is not in the catalogue"));
  }

  private static void collectTypes(JsonElement json, Set<String> types) {
    if (json instanceof JsonObject object) {
      if (object.has("type")) {
        types.add(object.get("type").getAsString());
      }
      object.asMap().values().forEach(value -> collectTypes(value, types));
    } else if (json.isJsonArray()) {
      json.getAsJsonArray().forEach(value -> collectTypes(value, types));
    }
  }

  @Test
  void theFormIsFixed() {
    BijectionSpec spec =
        new Coupling.Spec(
            4,
            2,
            0,
            new NetworkSpec.Mlp(List.of(8, 8), Activation.SILU, 0.1f),
            new dev.bijou.bijection.RationalQuadraticSpline(8, 5, 1e-3f, 1e-3f));
    assertEquals(
        """
        {"type":"Coupling","features":4,"passing":2,"context":0,\
        "network":{"type":"Mlp","hidden":[8,8],"activation":"SILU","dropout":0.1},\
        "transformer":{"type":"RationalQuadraticSpline","bins":8,"bound":5.0,"minBin":0.001,"minSlope":0.001}}\
        """,
        SpecJson.write(BijectionSpec.class, spec).toString());
  }

  record Numbers(int i, long l, float f, double d, boolean b, String s, List<Long> longs) {}

  @Test
  void extremeNumbersSurvive() {
    Numbers numbers =
        new Numbers(
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            Float.MIN_VALUE,
            Math.nextDown(Double.MAX_VALUE),
            true,
            "\"\\\n\u0000é😀",
            List.of(Long.MIN_VALUE, 0L));
    String text = SpecJson.write(Numbers.class, numbers).toString();
    assertEquals(numbers, SpecJson.read(Numbers.class, JsonParser.parseString(text)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNotFiniteHasNoForm(double value) {
    Numbers numbers = new Numbers(0, 0, 0, value, true, "", List.of());
    assertThrows(IllegalArgumentException.class, () -> SpecJson.write(Numbers.class, numbers));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | must be an object",
        "{} | field \"type\" is missing",
        "{\"type\":3} | type: must be a text",
        "{\"type\":\"Foo\",\"features\":2} | unknown type \"Foo\"; this file needs a newer Bijou",
        "{\"type\":\"LuLinear\"} | field \"features\" is missing",
        "{\"type\":\"LuLinear\",\"features\":2,\"rank\":1}"
            + " | unknown field \"rank\"; this file needs a newer Bijou",
        "{\"type\":\"LuLinear\",\"features\":\"2\"} | features: must be a number",
        "{\"type\":\"LuLinear\",\"features\":null} | features: must be a number",
        "{\"type\":\"LuLinear\",\"features\":2.5} | features: must be a whole number, not \"2.5\"",
        "{\"type\":\"LuLinear\",\"features\":1e9} | features: must be a whole number, not \"1e9\"",
        "{\"type\":\"LuLinear\",\"features\":4294967297}"
            + " | features: must lie in -2147483648 … 2147483647",
        "{\"type\":\"LuLinear\",\"features\":0} | features is 0, but must lie in 1 … 1,000,000",
        "{\"type\":\"Permutation\",\"order\":3} | order: must be a list",
        "{\"type\":\"Permutation\",\"order\":[0,\"1\"]} | order[1]: must be a number",
        "{\"type\":\"Permutation\",\"order\":[0,0]} | order [0, 0] is no permutation of 0 … 1",
        "{\"type\":\"Logit\",\"low\":[0],\"high\":[1e39]} | high[0]: must be a number that fits a float",
        "{\"type\":\"Inverted\",\"of\":{\"type\":\"Chain\",\"layers\":[{\"type\":\"ActNorm\",\"features\":2},"
            + "{\"type\":\"Bar\"}]}} | of.layers[1]: unknown type \"Bar\"; this file needs a newer Bijou",
      })
  void whatIsWrongIsNamedWithItsPlace(String json, String message) {
    JsonElement parsed = JsonParser.parseString(json);
    var refusal =
        assertThrows(ModelFileException.class, () -> SpecJson.read(BijectionSpec.class, parsed));
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void unknownEnumConstantIsNamedWithItsPlace() {
    JsonObject json =
        SpecJson.write(NetworkSpec.class, new NetworkSpec.Residual(8, 2, Activation.TANH, 0));
    json.addProperty("activation", "GELU");
    var refusal =
        assertThrows(ModelFileException.class, () -> SpecJson.read(NetworkSpec.class, json));
    assertEquals(
        "activation: unknown value \"GELU\"; this file needs a newer Bijou", refusal.getMessage());
  }

  @Test
  void aTypeNameWithControlCharactersStaysOnOneLine() {
    JsonObject json = new JsonObject();
    json.addProperty("type", "a\nb\u001b[31m" + "x".repeat(10_000));
    var refusal =
        assertThrows(ModelFileException.class, () -> SpecJson.read(BijectionSpec.class, json));
    assertTrue(refusal.getMessage().length() < 250, refusal.getMessage());
    assertTrue(
        refusal.getMessage().chars().noneMatch(Character::isISOControl), refusal.getMessage());
  }
}

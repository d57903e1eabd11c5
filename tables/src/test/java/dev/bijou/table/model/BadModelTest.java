package dev.bijou.table.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bijou.Activation;
import dev.bijou.ModelFileException;
import dev.bijou.bijection.MaskedAutoregressive;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.conditional.TableImputer;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.file.ModelFile;
import dev.bijou.file.ModelFile.Content;
import dev.bijou.flow.Flows;
import dev.bijou.novelty.Detector;
import dev.bijou.novelty.side.RowSides;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.storage.Archive;
import dev.bijou.storage.Version;
import dev.bijou.table.SmallTables;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableWriter;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.Schema;
import dev.bijou.tensor.Workers;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The model of a table whose file has a right checksum and wrong content: it is refused in one line, or can be used.
class BadModelTest {
  private static final List<String> VALUES =
      List.of("null", "{}", "[{}]", "\"x\"", "-1", "0", "0.5", "1e308", "2147483648");

  private static final NetworkSpec NETWORK = new NetworkSpec.Mlp(List.of(4), Activation.RELU, 0);

  private static final String ROWS =
      """
      class,size,gain,flag,day,grade,x,y,t
      big,1.5,0,yes,2024-01-05,3,1,2,5
      other,,7,no,2024-03-05,4,1700000001,3,6
      """;

  @TempDir private Path folder;
  @AutoClose private final Workers workers = new Workers(1);
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("m.bijou");
  }

  /// A density of every kind of column, given a name.
  private static TableModel mixed() {
    List<Column> targets =
        List.of(
            new Column(
                "class",
                new Kind.Categorical(
                    List.of(new Kind.Level("big", 60), new Kind.Level("small", 30)),
                    List.of(new Kind.Level("rare", 2))),
                0,
                92,
                0,
                0.4,
                0.5,
                0,
                3,
                3,
                0),
            new Column(
                "size",
                new Kind.Continuous(new Kind.Atoms(List.of(0.0), false)),
                0,
                90,
                2,
                1,
                2,
                -3,
                5,
                80,
                3),
            new Column(
                "gain",
                new Kind.Integral(1, new Kind.Atoms(List.of(0.0, 7.0), true)),
                0,
                92,
                0,
                1,
                2,
                0,
                7,
                2,
                0),
            new Column(
                "day",
                new Kind.DateTime("yyyy-MM-dd", 86_400),
                1.7e9,
                92,
                0,
                1.7e9,
                1e6,
                1.7e9 - 864_000,
                1.7e9 + 864_000,
                40,
                0),
            new Column("grade", new Kind.Integral(1, Kind.Atoms.NONE), 0, 92, 0, 4, 1, 3, 6, 4, 0));
    List<Column> given =
        List.of(new Column("flag", new Kind.Binary("no", "yes"), 0, 92, 1, 0.4, 0.5, 0, 2, 2, 0));
    Schema schema = new Schema(targets, given);
    RowEncoder encoder = RowEncoder.of(schema);
    DistributionSpec spec =
        Flows.mixed(
            encoder.layout(),
            Flows.Options.standard().withContext(encoder.contextFeatures()).withNetwork(NETWORK),
            0.01f,
            seen ->
                new MaskedAutoregressive.Spec(3, seen, NETWORK, RationalQuadraticSpline.of(4, 4)));
    TableModel model =
        new TableModel(
            spec.build(1),
            schema,
            List.of("class", "size", "gain", "flag", "day", "grade"),
            Models.provenance(schema.columns()),
            Version.current());
    return calibrated(model);
  }

  private static TableModel calibrated(TableModel model) {
    List<String> sides = RowSides.of(model).names();
    return model.withCalibration(new Calibration("t.csv", sides, new float[sides.size()][4]));
  }

  private static TableModel model(String name) {
    return name.equals("mixed") ? mixed() : calibrated(Models.conditional());
  }

  @ParameterizedTest
  @CsvSource({
    "mixed, table", "mixed, provenance", "mixed, calibration",
    "conditional, table", "conditional, provenance", "conditional, calibration"
  })
  void oneValueOfASectionIsAnother(String name, String section) {
    TableModel good = model(name);
    good.save(file);
    Content<Distribution> content = ModelFile.read(file);
    use(TableModel.of(content, file));
    JsonElement json = JsonParser.parseString(content.sections().get(section));
    change(
        json,
        () -> {
          Map<String, String> sections = new LinkedHashMap<>(content.sections());
          sections.put(section, json.toString());
          assertRefusedOrUsable(
              new Content<>(content.model(), sections, content.version()), json.toString());
        });
  }

  private void assertRefusedOrUsable(Content<Distribution> content, String what) {
    try {
      use(TableModel.of(content, file));
    } catch (ModelFileException refused) {
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.startsWith(file + ": ") && message.lines().count() == 1, message);
    } catch (TableException refused) {
      assertEquals(1, String.valueOf(refused.getMessage()).lines().count(), refused.getMessage());
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "table | order/0 | {} | the table schema is malformed: \"order\" is {}, but must be a text",
        "table | targets/1/min | 6 | the table schema is malformed: column \"size\": \"min\" is 6.0, which is more than \"max\", 5.0",
        "table | targets/1/offset | 1e308 | the table schema is malformed: column \"size\": \"offset\" is 1e308, but must be a number of at most 1e38 in magnitude",
        "table | targets/1/count | 2.5 | the table schema is malformed: column \"size\": \"count\" is 2.5, but must be a whole number in 0 … 9223372036854775807",
        "table | targets/0/levels/big | -1 | the table schema is malformed: column \"class\": \"big\" is -1, but must be a whole number in 0 … 9007199254740992",
        "table | targets/3/pattern | \"VV\" | the table schema is malformed: column \"day\": \"pattern\" cannot write a point in time: Unable to extract ZoneId from temporal 2023-11-04T22:13:20Z",
        "table | targets/4/grid | 2 | the distribution does not fit the kinds of columns in the schema",
        "provenance | quantiles/0/values/0 | 1e300 | the provenance is malformed: \"quantiles\" holds 1.0E300, but must fit a float",
        "provenance | quantiles/0/values/0 | 9 | the provenance is malformed: \"quantiles\" of column \"class\" do not ascend",
        "provenance | quantiles/0/values | [1] | the provenance has 1 quantiles of column \"class\", but must have 101",
        "provenance | members/0/ended | null | the provenance is malformed: \"members\" is missing or not complete",
        "provenance | data/training_rows | -2 | the provenance is malformed: \"data\" holds -2.0, but must not be negative",
        "calibration | sides/density/0 | 1e308 | the calibration is malformed: \"density\" is 1e308, but must be a number that fits a float",
      })
  void whatIsWrongIsNamed(String section, String path, String value, String message) {
    mixed().save(file);
    Archive good = Archive.read(file);
    String key = "bijou." + section;
    JsonElement json = JsonParser.parseString(good.metadata().getOrDefault(key, ""));
    set(json, path.split("/"), JsonParser.parseString(value));
    Map<String, String> metadata = new LinkedHashMap<>(good.metadata());
    metadata.put(key, json.toString());
    new Archive(metadata, good.tensors()).write(file);
    assertEquals(
        file + ": " + message,
        assertThrows(ModelFileException.class, () -> TableModel.load(file)).getMessage());
  }

  private static void set(JsonElement json, String[] path, JsonElement value) {
    JsonElement parent = json;
    String last = path[path.length - 1];
    for (int i = 0; i < path.length - 1; i++) {
      parent =
          parent instanceof JsonArray array
              ? array.get(Integer.parseInt(path[i]))
              : parent.getAsJsonObject().get(path[i]);
    }
    if (parent instanceof JsonArray array) {
      array.set(Integer.parseInt(last), value);
    } else {
      parent.getAsJsonObject().add(last, value);
    }
  }

  private void use(TableModel model) {
    model.provenance().shortfall();
    TableSampler sampler = new TableSampler(model, 1, workers);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sampler.write(3, SmallTables.csv(ROWS), header -> TableWriter.toStream("out", out, header));
    new TableScorer(model, workers).logDensities(SmallTables.csv(ROWS), Missing.DROP);
    double[][] rows = new double[1][model.schema().columns().size()];
    rows[0][1] = Double.NaN;
    if (!model.schema().targets().get(0).name().equals("y")) {
      new TableImputer(model, 1, workers).fill(rows);
    }
    Detector.of(model);
  }

  private static void change(JsonElement json, Runnable changed) {
    switch (json) {
      case JsonObject object -> {
        for (String key : List.copyOf(object.keySet())) {
          JsonElement kept = object.get(key);
          change(kept, changed);
          replace(value -> object.add(key, value), changed);
          object.remove(key);
          changed.run();
          object.add(key, kept);
        }
      }
      case JsonArray array -> {
        for (int i = 0; i < Math.min(array.size(), 3); i++) {
          int at = i;
          JsonElement kept = array.get(i);
          change(kept, changed);
          replace(value -> array.set(at, value), changed);
          array.set(i, kept);
        }
      }
      default -> {}
    }
  }

  private static void replace(Consumer<JsonElement> place, Runnable changed) {
    for (String value : VALUES) {
      place.accept(value.equals("null") ? JsonNull.INSTANCE : JsonParser.parseString(value));
      changed.run();
    }
  }
}

package dev.bijou.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.bijou.InputException;
import dev.bijou.distribution.Distribution;
import dev.bijou.file.ModelFile;
import dev.bijou.flow.Flow;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ForeignFlowsTest {
  static List<Path> flows() {
    return Stream.of(".pt", ".eqx")
        .flatMap(kind -> Fixtures.files("flows", kind).stream())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("flows")
  void theDensityIsThatOfTheLibrary(Path file) {
    Fixtures.Rows rows = Fixtures.rows(file);
    assertDensity(Fixtures.read(file).distribution(), rows);
  }

  private static void assertDensity(Distribution distribution, Fixtures.Rows rows) {
    float[] logProb = distribution.logProb(columns(rows.x()), context(rows)).toArray();
    for (int n = 0; n < logProb.length; n++) {
      double expected = rows.log_prob()[n];
      assertEquals(expected, logProb[n], 1e-5 * (1 + Math.abs(expected)), "row " + n);
    }
  }

  @ParameterizedTest
  @MethodSource("flows")
  void latentsAreThoseOfTheLibraryAndLeadBack(Path file) {
    Fixtures.Rows rows = Fixtures.rows(file);
    Flow flow = (Flow) Fixtures.read(file).distribution();
    Tensor x = columns(rows.x());
    Tensor z = flow.toBase(x, context(rows)).value();
    Tensor back = flow.toData(z, context(rows)).value();
    for (int n = 0; n < x.lanes(); n++) {
      for (int f = 0; f < x.features(); f++) {
        double expected = rows.latent()[n][f];
        assertEquals(expected, z.get(f, n), 1e-4 * (1 + Math.abs(expected)), "latent of row " + n);
        assertEquals(x.get(f, n), back.get(f, n), 1e-4 * (1 + Math.abs(x.get(f, n))), "row " + n);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("flows")
  void whatIsReadCanBeWrittenAsAModel(Path file, @TempDir Path folder) {
    Path model = folder.resolve("model.bijou");
    ModelFile.write(model, Fixtures.read(file).distribution(), Map.of());
    assertDensity(ModelFile.read(model).model(), Fixtures.rows(file));
  }

  @ParameterizedTest
  @CsvSource({"legacy.pt", "checkpoint.pt", "module.pt", "double.pt", "strided.pt", "plain.npz"})
  void containersHoldTheSame(String name) {
    assertSame(name);
  }

  @ParameterizedTest
  @CsvSource({"fortran.npz", "plain.safetensors"})
  void otherContainersHoldTheSame(String name) {
    assertSame(name);
  }

  private static void assertSame(String name) {
    Path original = Fixtures.file("flows/zuko-nsf.pt");
    String config = "{\"library\": \"zuko\", \"class\": \"NSF\", \"arguments\": {\"features\": 3}}";
    Distribution read =
        ForeignFlows.read(Fixtures.file("container/" + name), config, "config", "").distribution();
    assertDensity(read, Fixtures.rows(original));
  }

  @Test
  void normalizedDataGetTheDensityOfTheData() {
    Path file = Fixtures.file("flows/zuko-maf.pt");
    String config =
        "{\"class\":\"MAF\",\"normalization\":{\"mean\":[1,2,3,4],\"scale\":[2,2,0.5,1]}}";
    Distribution scaled = ForeignFlows.read(file, config, "config", "").distribution();
    Fixtures.Rows rows = Fixtures.rows(file);
    float[] mean = {1, 2, 3, 4};
    float[] scale = {2, 2, 0.5f, 1};
    for (float[] x : rows.x()) {
      for (int f = 0; f < 4; f++) {
        x[f] = mean[f] + scale[f] * x[f];
      }
    }
    float[] logProb = scaled.logProb(columns(rows.x()), Context.NONE).toArray();
    for (int n = 0; n < logProb.length; n++) {
      assertEquals(rows.log_prob()[n] - Math.log(2), logProb[n], 2e-5 * (1 + Math.abs(logProb[n])));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "zuko-maf | {\"library\": \"pyro\"} | flows of \"pyro\" are not read, but those of zuko, nflows, normflows, flowjax",
        "zuko-maf | {\"class\": \"NCSF\"} | \"class\" is NCSF, but MAF, NSF, NICE and RealNVP are supported",
        "zuko-maf | {\"class\": \"MAF\", \"arguments\": {\"features\": 5}} | \"arguments.features\" is 5, but the file has 4",
        "zuko-maf | {\"class\": \"NSF\"} | \"arguments.univariate\" is MonotonicRQSTransform, but the network of the file computes 2 parameters of a feature",
        "zuko-nsf | {\"class\": \"MAF\"} | \"arguments.univariate\" is MonotonicAffineTransform, but the network of the file computes 14 parameters of a feature",
        "zuko-nsf | {\"class\": \"NSF\", \"arguments\": {\"activation\": \"ELU\"}} | \"arguments.activation\" is ELU, but ReLU, SiLU and Tanh are supported",
        "zuko-nsf | {\"class\": \"NSF\", \"normalization\": {\"mean\": [1]}} | \"normalization.mean\" has 1 numbers, but the flow has 3 features",
        "zuko-nsf | [1] | not a JSON object",
        "nflows-maf | {} | \"modules\" is missing: the weights of nflows do not say what its transforms are",
        "nflows-maf | {\"modules\": {}} | \"modules\" does not have _transform",
        "nflows-maf | {\"modules\": {\"_transform\": {\"class\": \"SVDLinear\"}}} | SVDLinear, which is not supported",
      })
  void whatDoesNotFitIsRefusedInOneLine(String flow, String config, String message) {
    Path file = Fixtures.file("flows/" + flow + ".pt");
    InputException refused =
        Assertions.assertThrows(
            InputException.class, () -> ForeignFlows.read(file, config, "config", ""));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }

  @Test
  void configurationsOfFixturesAreWhatTheirLibrariesSay() {
    for (Path file : flows()) {
      String library =
          JsonParser.parseString(Fixtures.text(Fixtures.sibling(file, ".json")))
              .getAsJsonObject()
              .get("library")
              .getAsString();
      assertEquals(Fixtures.read(file).library(), library);
    }
  }

  private static Context context(Fixtures.Rows rows) {
    return rows.c()[0].length == 0 ? Context.NONE : Context.of(columns(rows.c()));
  }

  private static Tensor columns(float[][] rows) {
    Tensor columns = Tensor.zeros(rows[0].length, rows.length);
    for (int n = 0; n < rows.length; n++) {
      for (int f = 0; f < rows[n].length; f++) {
        columns.data()[columns.at(f) + n] = rows[n][f];
      }
    }
    return columns;
  }
}

package dev.bijou.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.ModelFileException;
import dev.bijou.OutputException;
import dev.bijou.distribution.DiagonalNormal;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.file.ModelFile.Content;
import dev.bijou.file.ModelFile.Precision;
import dev.bijou.storage.Archive;
import dev.bijou.storage.Dtype;
import dev.bijou.storage.SafeTensors;
import dev.bijou.storage.Version;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What is saved is what is loaded, bit for bit; anything else is refused in one line. A module that adds kinds has a subclass
/// with its own catalogue.
@TestInstance(Lifecycle.PER_CLASS)
public class FileContractTest {
  private static final int LANES = 33;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("model.bijou");
  }

  /// Name → specification, with a name as often as there are catalogues with it.
  protected Stream<Map.Entry<String, DistributionSpec>> specifications() {
    return Stream.of(SpecCatalogue.all(), SpecCatalogue.bijections())
        .flatMap(specs -> specs.entrySet().stream());
  }

  Stream<Arguments> catalogue() {
    return specifications().map(entry -> Arguments.argumentSet(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void theLoadedDistributionIsTheSavedOne(DistributionSpec spec) {
    Distribution saved = SpecCatalogue.trained(spec);
    ModelFile.write(file, saved);
    Distribution loaded = ModelFile.read(file).model();

    assertEquals(saved.spec(), loaded.spec());
    Tensor x = SpecCatalogue.data(saved, LANES);
    Context context = SpecCatalogue.context(saved, LANES);
    assertArrayEquals(saved.logProb(x, context).toArray(), loaded.logProb(x, context).toArray());
    assertArrayEquals(
        saved.sample(LANES, context, new SplittableRandom(5)).toArray(),
        loaded.sample(LANES, context, new SplittableRandom(5)).toArray());
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void everyNumberIsLoaded(DistributionSpec spec) {
    Distribution saved = SpecCatalogue.trained(spec);
    ModelFile.write(file, saved);
    Map<String, Tensor> expected = tensors(saved);
    Map<String, Tensor> actual = tensors(ModelFile.read(file).model());
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (key, tensor) -> assertArrayEquals(tensor.toArray(), actual.get(key).toArray(), key));
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void loadingNeverInitializesAgain(DistributionSpec spec) {
    Distribution saved = SpecCatalogue.trained(spec);
    ModelFile.write(file, saved);
    Distribution loaded = ModelFile.read(file).model();
    ModelFile.write(folder.resolve("again"), loaded);
    assertSameBytes(file, folder.resolve("again"));
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void theSizeBoundIsBelowTheSizeAndOfItsOrder(DistributionSpec spec) {
    double size = tensors(spec.build(0)).values().stream().mapToLong(Tensor::size).sum();
    double bound = spec.size();
    assertTrue(bound <= size, bound + " of " + size);
    assertTrue(bound >= size / 3, bound + " of " + size);
  }

  @Test
  void sectionsAndVersionAreKept() {
    Map<String, String> sections =
        Map.of(
            "table", "{\"columns\":[\"pH\",\"<a href='x'>\"],\"empty\":null}",
            "provenance", "{\"seed\":9007199254740993,\"score\":-0.1234567890123456}");
    ModelFile.write(file, new StandardNormal.Spec(2).build(0), sections);
    Content<Distribution> model = ModelFile.read(file);
    assertEquals(sections, model.sections());
    assertEquals(Version.current(), model.version());
  }

  @Test
  void sectionsWithReservedNamesOrWithoutJsonAreRefused() {
    Distribution normal = new StandardNormal.Spec(2).build(0);
    for (Map<String, String> sections :
        List.of(Map.of("spec", "1"), Map.of("table", ""), Map.of("table", "{\"score\":NaN}"))) {
      assertThrows(IllegalArgumentException.class, () -> ModelFile.write(file, normal, sections));
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void aModelThatIsNotFiniteIsNotWritten() {
    Distribution normal = new DiagonalNormal.Spec(2).build(0);
    normal.parameters().getFirst().value().fill(Float.NaN);
    var refusal = assertThrows(OutputException.class, () -> ModelFile.write(file, normal));
    assertEquals(
        "cannot write " + file + ": tensor \"mean\" of the model holds NaN or infinity",
        refusal.getMessage());
    assertFalse(Files.exists(file));
  }

  @Test
  void aCheckpointIsNoModel() {
    new Archive(Map.of("step", "7"), Map.of()).write(file);
    assertRefused("a safetensors file, but no model of Bijou's: its metadata hold no bijou.format");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2 | format 2 of Bijou 9.9, but this is Bijou %s, which reads formats up to 1; use a newer one",
        "999999999"
            + " | format 999999999 of Bijou 9.9, but this is Bijou %s, which reads formats up to 1; use a newer one",
        "0 | bijou.format is \"0\", which is no number of a format",
        "-1 | bijou.format is \"-1\", which is no number of a format",
        "one | bijou.format is \"one\", which is no number of a format",
        "9999999999 | bijou.format is \"9999999999\", which is no number of a format",
      })
  void otherFormatsAreRefused(String format, String message) {
    forge(
        metadata -> put(put(metadata, "bijou.format", format), "bijou.version", "9.9"),
        tensors -> tensors);
    assertRefused(message.formatted(Version.current()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"Foo\"} | unknown type \"Foo\"; this file needs a newer Bijou",
        "{\"type\":\"StandardNormal\",\"features\":0} | features is 0, but must lie in 1 … 1,000,000",
        "{\"type\":\"Flow\",\"base\":{\"type\":\"StandardNormal\",\"features\":2},\"bijection\":{\"type\":\"Foo\"}}"
            + " | bijection: unknown type \"Foo\"; this file needs a newer Bijou",
        "{\"type\":\"StandardNormal\",\"features\":2 | metadata \"bijou.spec\" are no valid JSON",
        "{type:\"StandardNormal\",\"features\":2} | metadata \"bijou.spec\" are no valid JSON",
        "`` | metadata \"bijou.spec\" are empty",
        "{\"type\":\"Ensemble\",\"members\":[{\"type\":\"StandardNormal\",\"features\":2},"
            + "{\"type\":\"StandardNormal\",\"features\":3}]}"
            + " | the first member has 2 features, but another has 3",
      })
  void specificationsThatMakeNoSenseAreRefused(String spec, String message) {
    forge(metadata -> put(metadata, "bijou.spec", spec), tensors -> tensors);
    assertRefused(message);
  }

  @Test
  void deeplyNestedSpecificationsAreRefused() {
    String spec = "{\"type\":\"Inverted\",\"of\":".repeat(100_000);
    forge(metadata -> put(metadata, "bijou.spec", spec), tensors -> tensors);
    assertRefused("metadata \"bijou.spec\" are no valid JSON");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"LuLinear\",\"features\":1000000} | 1000000000000",
        "{\"type\":\"Coupling\",\"features\":1000000,\"passing\":500000,\"context\":0,\"network\":{\"type\":\"Mlp\","
            + "\"hidden\":[65536],\"activation\":\"RELU\",\"dropout\":0},\"transformer\":"
            + "{\"type\":\"Affine\",\"limit\":7}} | 98304000000",
        "{\"type\":\"MaskedAutoregressive\",\"features\":1000000,\"context\":1000000,\"network\":"
            + "{\"type\":\"Residual\",\"hidden\":65536,\"blocks\":1024,\"activation\":\"RELU\",\"dropout\":0},"
            + "\"transformer\":{\"type\":\"RationalQuadraticSpline\",\"bins\":256,\"bound\":5,\"minBin\":0.001,"
            + "\"minSlope\":0.001}} | 59193277022208",
      })
  void aSmallFileDoesNotAskForAHugeModel(String bijection, String size) {
    String spec =
        "{\"type\":\"Flow\",\"base\":{\"type\":\"StandardNormal\",\"features\":1000000},\"bijection\":%s}"
            .formatted(bijection);
    forge(metadata -> put(metadata, "bijou.spec", spec), tensors -> tensors);
    assertRefused("its architecture has at least " + size + " numbers, but the file holds 0");
  }

  @Test
  void sectionsThatAreNoJsonAreRefused() {
    forge(metadata -> put(metadata, "bijou.table", "{"), tensors -> tensors);
    assertRefused("metadata \"bijou.table\" are no valid JSON");
  }

  @Test
  void otherPeoplesMetadataAreIgnored() {
    forge(metadata -> put(metadata, "format", "pt"), tensors -> tensors);
    assertTrue(ModelFile.read(file).sections().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "missing | tensor \"logScale\" is missing",
        "extra | tensor \"more\" has no place in the architecture",
        "transposed | tensor \"mean\" has shape [1 × 2], but [2 × 1] is needed",
        "nan | tensor \"mean\" holds NaN or infinity",
      })
  void tensorsThatDoNotFitAreNamed(String change, String message) {
    Distribution normal = new DiagonalNormal.Spec(2).build(0);
    ModelFile.write(file, normal);
    reforge(
        metadata -> metadata,
        tensors -> {
          switch (change) {
            case "missing" -> {
              tensors.remove("logScale");
              put(tensors, "mean", Tensor.zeros(2, 1));
            }
            case "extra" -> put(tensors, "more", Tensor.zeros(1, 1));
            case "transposed" -> put(tensors, "mean", Tensor.zeros(1, 2));
            default -> put(tensors, "mean", Tensor.of(2, 1, 0, Float.NEGATIVE_INFINITY));
          }
          return tensors;
        });
    assertRefused(message);
  }

  /// Writes a standard normal's file with changed metadata and tensors and a right checksum.
  private void forge(
      UnaryOperator<Map<String, String>> metadata, UnaryOperator<Map<String, Tensor>> tensors) {
    ModelFile.write(file, new StandardNormal.Spec(2).build(0));
    reforge(metadata, tensors);
  }

  private void reforge(
      UnaryOperator<Map<String, String>> metadata, UnaryOperator<Map<String, Tensor>> tensors) {
    Archive archive = Archive.read(file);
    new Archive(
            metadata.apply(new LinkedHashMap<>(archive.metadata())),
            tensors.apply(new LinkedHashMap<>(archive.tensors())))
        .write(file);
  }

  private static <T> Map<String, T> put(Map<String, T> map, String key, T value) {
    map.put(key, value);
    return map;
  }

  private void assertRefused(String message) {
    var refusal = assertThrows(ModelFileException.class, () -> ModelFile.read(file));
    assertEquals(file + ": " + message, refusal.getMessage());
  }

  private static void assertSameBytes(Path a, Path b) {
    try {
      assertEquals(-1, Files.mismatch(a, b));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Tensor> tensors(Distribution distribution) {
    Map<String, Tensor> tensors = new HashMap<>();
    distribution.visit(
        "",
        new Trainable.Visitor() {
          @Override
          public void parameter(String name, Parameter parameter) {
            tensors.put(name, parameter.value());
          }

          @Override
          public void state(String name, Tensor tensor) {
            tensors.put(name, tensor);
          }
        });
    return tensors;
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void halfPrecisionRoundsMatricesAndKeepsColumns(DistributionSpec spec) {
    Distribution distribution = SpecCatalogue.trained(spec);
    ModelFile.write(file, distribution, Map.of(), Precision.HALF);
    Map<String, Tensor> read = tensors(ModelFile.read(file).model());
    tensors(distribution)
        .forEach((tensor, written) -> {
          float[] expected = written.toArray();
          for (int i = 0; i < expected.length && written.lanes() > 1; i++) {
            expected[i] = Float.float16ToFloat(Float.floatToFloat16(expected[i]));
          }
          assertArrayEquals(expected, read.get(tensor).toArray(), tensor);
        });
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void aQuarterOfTheSizeRoundsEachRowByItsLargest(DistributionSpec spec) {
    Distribution distribution = SpecCatalogue.trained(spec);
    ModelFile.write(file, distribution, Map.of(), Precision.QUARTER);
    Map<String, Tensor> read = tensors(ModelFile.read(file).model());
    tensors(distribution)
        .forEach((name, written) -> {
          for (int f = 0; f < written.features(); f++) {
            float[] row = written.rows(f, f + 1).toArray();
            float largest = 0;
            for (float value : row) {
              largest = Math.max(largest, Math.abs(value));
            }
            float step = written.lanes() > 1 ? largest / 127 : 0;
            assertArrayEquals(row, read.get(name).rows(f, f + 1).toArray(), 0.501f * step, name);
          }
        });
  }

  @Test
  void wholeNumbersWithoutScalesAreRefused() {
    Distribution distribution = SpecCatalogue.trained(SpecCatalogue.all().get("lu-linear"));
    ModelFile.write(file, distribution, Map.of(), Precision.SINGLE);
    try (SafeTensors content = SafeTensors.open(file)) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      content.tensors().keySet().forEach(name -> tensors.put(name, content.read(name)));
      SafeTensors.write(
          file, content.metadata(), tensors, tensor -> tensor.lanes() > 1 ? Dtype.I8 : Dtype.F32);
    }
    var refused = assertThrows(ModelFileException.class, () -> ModelFile.read(file));
    assertTrue(refused.getMessage().contains("I8 with scales"), refused.getMessage());
  }

  @Test
  void whatIsTooLargeForHalfPrecisionIsRefused() {
    Distribution distribution = SpecCatalogue.trained(SpecCatalogue.all().get("lu-linear"));
    distribution.parameters().getFirst().value().data()[1] = 70_000;
    var refused =
        assertThrows(
            OutputException.class,
            () -> ModelFile.write(file, distribution, Map.of(), Precision.HALF));
    assertTrue(refused.getMessage().contains("too large for half"), refused.getMessage());
    assertFalse(Files.exists(file));
  }
}

package dev.bijou.file;

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
import dev.bijou.bijection.Affine;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.MaskedAutoregressive;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.flow.Values;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.storage.Archive;
import dev.bijou.storage.ForgedFile;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A model file whose checksum is right and whose content is not: it is refused in one line, or is a model that can be used. A
/// module that adds kinds has a subclass with its own files.
@TestInstance(Lifecycle.PER_CLASS)
public class BadContentTest {
  private static final List<String> VALUES =
      List.of("null", "{}", "[{}]", "\"x\"", "-1", "0", "1e308", "2147483647");

  private static final float[] NUMBERS = {Float.NaN, Float.POSITIVE_INFINITY, -1, 0, 1e30f, -1e30f};

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("model.bijou");
  }

  List<Path> goldenFiles() throws IOException, URISyntaxException {
    return GoldenFilesTest.goldenFiles(getClass());
  }

  /// Numbers out of range: a golden file, a tensor, its last number, and the range.
  protected Stream<Arguments> outOfRange() {
    return Stream.of(
        Arguments.of("mixed", "values.scale", 0, "1.4E-45 … 3.4028235E38"),
        Arguments.of("mixed", "values.scale", -1, "1.4E-45 … 3.4028235E38"),
        Arguments.of("mixed", "values.deviation", 0, "1.4E-45 … 3.4028235E38"),
        Arguments.of("mixed", "values.heavy", 2, "0.0 … 1.0"),
        Arguments.of("standardize", "bijection.logScale", 81, "-80.0 … 80.0"),
        Arguments.of("conditional", "of.bijection.layers.2.logScale", -81, "-80.0 … 80.0"),
        Arguments.of("act-norm", "bijection.initialized", -1, "0.0 … 1.0"));
  }

  @ParameterizedTest
  @MethodSource("goldenFiles")
  void oneFieldOfTheSpecificationIsAnother(Path golden) {
    Archive good = Archive.read(golden);
    String spec = good.metadata().getOrDefault("bijou.spec", "");
    for (String changed : changed(spec)) {
      Map<String, String> metadata = new LinkedHashMap<>(good.metadata());
      metadata.put("bijou.spec", changed);
      forge(metadata, good.tensors());
      assertRefusedOrUsable(changed);
    }
  }

  @ParameterizedTest
  @MethodSource("goldenFiles")
  void oneNumberOfATensorIsAnother(Path golden) {
    Archive good = Archive.read(golden);
    good.tensors()
        .forEach((name, tensor) -> {
          int last = tensor.offset() + tensor.size() - 1;
          float kept = tensor.data()[last];
          for (float number : NUMBERS) {
            tensor.data()[last] = number;
            forge(good.metadata(), good.tensors());
            assertRefusedOrUsable(name + " ends with " + number);
          }
          tensor.data()[last] = kept;
        });
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  void aNumberOutOfItsRangeIsNamed(String golden, String name, float number, String range)
      throws IOException, URISyntaxException {
    Path path =
        goldenFiles().stream().filter(each -> each.endsWith(golden + ".bijou")).findFirst().get();
    Archive good = Archive.read(path);
    Tensor tensor = good.tensors().get(name);
    tensor.data()[tensor.offset() + tensor.size() - 1] = number;
    forge(good.metadata(), good.tensors());
    assertRefused("tensor \"" + name + "\" holds " + number + ", but must lie in " + range);
  }

  /// A negative count must not make up for a large one.
  @Test
  void negativeCountsAreRefused() {
    String spec =
        """
        {"type": "ScaledContext", "context": -2147483648, "of":
          {"type": "Flow", "base": {"type": "StandardNormal", "features": 40000},
           "bijection": {"type": "LuLinear", "features": 40000}}}
        """;
    Map<String, String> metadata = metadata(new StandardNormal.Spec(1));
    metadata.put("bijou.spec", spec);
    forge(metadata, Map.of());
    assertRefused("context is -2147483648, but must lie in 0 … 1,000,000");
  }

  @Test
  void valuesAreGivenTheContextThatTheyNeed() {
    BijectionSpec bijection =
        new MaskedAutoregressive.Spec(
            1, 3, new NetworkSpec.Mlp(List.of(2), Activation.RELU, 0), Affine.standard());
    MixedLayout layout = new MixedLayout(List.of(3), List.of(MixedLayout.Value.continuous()));
    DistributionSpec spec = new Values.Spec(layout, 0, bijection);
    assertEquals(
        "bijection has 3 context features, but is given 2: the codes as zeros and ones, and the context",
        assertThrows(IllegalArgumentException.class, () -> spec.build(1)).getMessage());
  }

  /// The metadata of a file that holds a specification.
  protected static Map<String, String> metadata(DistributionSpec spec) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("bijou.format", "1");
    metadata.put("bijou.version", "0.1.0");
    metadata.put("bijou.spec", SpecJson.write(DistributionSpec.class, spec).toString());
    return metadata;
  }

  /// The file is refused in these words.
  protected void assertRefused(String message) {
    var refused = assertThrows(ModelFileException.class, () -> ModelFile.read(file));
    assertEquals(file + ": " + message, refused.getMessage());
  }

  /// The file is refused in one line, or can be used.
  protected void assertRefusedOrUsable(String what) {
    Distribution distribution;
    try {
      distribution = ModelFile.read(file).model();
    } catch (ModelFileException refused) {
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.startsWith(file + ": ") && message.lines().count() == 1, message);
      return;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
    try {
      int rate = Span.of(distribution).contextRate();
      int frames = rate <= 3 ? rate : 1;
      Tensor x = SpecCatalogue.data(distribution, 3 * frames);
      Context context = SpecCatalogue.context(distribution, 3);
      assertFinite(distribution.logProb(x, context));
      assertFinite(distribution.sample(3 * frames, context, new SplittableRandom(5)));
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
  }

  private static void assertFinite(Tensor tensor) {
    for (float value : tensor.toArray()) {
      assertTrue(Float.isFinite(value), "got " + value);
    }
  }

  /// Writes a file with a right checksum; unlike [Archive#write] without waiting for the disk.
  protected void forge(Map<String, String> metadata, Map<String, Tensor> tensors) {
    ForgedFile.write(file, metadata, tensors);
  }

  /// A JSON text with each of its values in turn left out or replaced.
  private static List<String> changed(String text) {
    JsonElement json = JsonParser.parseString(text);
    List<String> all = new ArrayList<>();
    change(json, () -> all.add(json.toString()));
    return all;
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
        for (int i = 0; i < array.size(); i++) {
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

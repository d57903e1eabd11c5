package dev.bijou.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bijou.bijection.Affine;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.kernel.Activation;
import dev.bijou.nn.NetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A model file whose checksum is right and whose content is not: it is refused in one line, or is a model that can be used.
class BadContentTest {
  private static final List<String> VALUES =
      List.of("null", "{}", "[{}]", "\"x\"", "-1", "0", "1e308", "2147483647");

  private static final float[] NUMBERS = {Float.NaN, Float.POSITIVE_INFINITY, -1, 0, 1e30f, -1e30f};

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("model.bijou");
  }

  static List<Path> goldenFiles() throws IOException, URISyntaxException {
    return GoldenFilesTest.goldenFiles();
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
  @CsvSource({
    "mixed, values.scale, 0.0, 1.4E-45 … 3.4028235E38",
    "mixed, values.scale, -1.0, 1.4E-45 … 3.4028235E38",
    "mixed, values.deviation, 0.0, 1.4E-45 … 3.4028235E38",
    "mixed, values.heavy, 2.0, 0.0 … 1.0",
    "standardize, bijection.logScale, 81.0, -80.0 … 80.0",
    "conditional, of.bijection.layers.2.logScale, -81.0, -80.0 … 80.0",
    "act-norm, bijection.initialized, -1.0, 0.0 … 1.0",
    "squeeze-wave, of.bijection.conditioner.layers.0.normalization.averages, -1.0, 0.0 … 3.4028235E38",
  })
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

  @Test
  void aSmallFileDoesNotAskForManyComputedNumbers() {
    BijectionSpec transform = new BijectionSpec.LappedTransform(2048);
    DistributionSpec spec =
        new DistributionSpec.Flow(
            new DistributionSpec.StandardNormal(2048),
            new BijectionSpec.Chain(Collections.nCopies(2_000, transform)));
    forge(metadata(spec), Map.of());
    assertRefused(
        "its architecture computes 8388608000 numbers of its own, which is too much for a file that holds 0");
    forge(
        metadata(new DistributionSpec.Flow(new DistributionSpec.StandardNormal(2048), transform)),
        Map.of());
    assertRefusedOrUsable("one transform");
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
    Map<String, String> metadata = metadata(new DistributionSpec.StandardNormal(1));
    metadata.put("bijou.spec", spec);
    forge(metadata, Map.of());
    assertRefused("context is -2147483648, but must lie in 0 … 1,000,000");
  }

  @Test
  void valuesAreGivenTheContextThatTheyNeed() {
    BijectionSpec bijection =
        new BijectionSpec.MaskedAutoregressive(
            1, 3, new NetworkSpec.Mlp(List.of(2), Activation.RELU, 0), Affine.standard());
    MixedLayout layout = new MixedLayout(List.of(3), List.of(MixedLayout.Value.continuous()));
    DistributionSpec spec = new DistributionSpec.Values(layout, 0, bijection);
    assertEquals(
        "bijection has 3 context features, but is given 2: the codes as zeros and ones, and the context",
        assertThrows(IllegalArgumentException.class, () -> spec.build(1)).getMessage());
  }

  private static Map<String, String> metadata(DistributionSpec spec) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("bijou.format", "1");
    metadata.put("bijou.version", "0.1.0");
    metadata.put("bijou.spec", SpecJson.write(DistributionSpec.class, spec).toString());
    return metadata;
  }

  private void assertRefused(String message) {
    var refused = assertThrows(ModelFileException.class, () -> ModelFile.read(file));
    assertEquals(file + ": " + message, refused.getMessage());
  }

  private void assertRefusedOrUsable(String what) {
    Distribution distribution;
    try {
      distribution = ModelFile.read(file).distribution();
    } catch (ModelFileException refused) {
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.startsWith(file + ": ") && message.lines().count() == 1, message);
      return;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
    try {
      int frames = distribution.contextRate() <= 3 ? distribution.contextRate() : 1;
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
  private void forge(Map<String, String> metadata, Map<String, Tensor> tensors) {
    List<TensorEntry> entries = new ArrayList<>();
    long at = 0;
    for (Map.Entry<String, Tensor> named : tensors.entrySet()) {
      Tensor tensor = named.getValue();
      long end = at + (long) Float.BYTES * tensor.size();
      List<Integer> shape = List.of(tensor.features(), tensor.lanes());
      entries.add(new TensorEntry(named.getKey(), Dtype.F32, shape, at, end));
      at = end;
    }
    byte[] header = new SafeTensorsHeader(metadata, entries).toJson();
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length + (int) at).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header);
    for (Tensor tensor : tensors.values()) {
      for (float value : tensor.toArray()) {
        bytes.putFloat(value);
      }
    }
    Checksum checksum = new Checksum();
    checksum.update(bytes.array(), bytes.capacity());
    bytes.put(
        8 + SafeTensorsHeader.CHECKSUM_AT, checksum.digits().getBytes(StandardCharsets.US_ASCII));
    try {
      Files.write(file, bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

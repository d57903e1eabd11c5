package dev.bijou.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.Gson;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.file.ModelFile.Content;
import dev.bijou.storage.Archive;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The files of every released version load, and give the densities they gave when they were written. A module that adds
/// kinds has a subclass with its own files.
@TestInstance(Lifecycle.PER_CLASS)
public class GoldenFilesTest {
  /// Between kernels and Java versions, of 1 + |log-density|.
  private static final float TOLERANCE = 2e-5f;

  /// The golden files in the folder beside the test, all versions.
  protected List<Path> goldenFiles() throws IOException, URISyntaxException {
    return goldenFiles(getClass());
  }

  /// Name → specification.
  protected Map<String, DistributionSpec> specifications() {
    return SpecCatalogue.all();
  }

  static List<Path> goldenFiles(Class<?> test) throws IOException, URISyntaxException {
    Path golden = Path.of(test.getResource("golden").toURI());
    try (Stream<Path> all = Files.walk(golden)) {
      return all.filter(file -> file.toString().endsWith(".bijou")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("goldenFiles")
  void theDensitiesAreThoseOfOld(Path file) throws IOException {
    String name = file.getFileName().toString();
    Content<Distribution> model = ModelFile.read(file);
    assertEquals("\"" + name.replace(".bijou", "") + "\"", model.sections().get("golden"));
    GoldenModels.Expected expected =
        new Gson()
            .fromJson(
                Files.readString(file.resolveSibling(name.replace(".bijou", ".json"))),
                GoldenModels.Expected.class);

    Distribution distribution = model.model();
    Context context =
        expected.context().length == 0 ? Context.NONE : Context.of(tensor(expected.context()));
    float[] logProb = distribution.logProb(tensor(expected.x()), context).toArray();
    assertEquals(expected.logProb().length, logProb.length);
    for (int n = 0; n < logProb.length; n++) {
      assertEquals(
          expected.logProb()[n], logProb[n], TOLERANCE * (1 + Math.abs(logProb[n])), "lane " + n);
    }
  }

  @ParameterizedTest
  @MethodSource("goldenFiles")
  void writingThemAgainChangesNoNumber(Path file, @TempDir Path folder) {
    Content<Distribution> model = ModelFile.read(file);
    ModelFile.write(folder.resolve("again"), model.model(), model.sections());
    Archive old = Archive.read(file);
    Archive again = Archive.read(folder.resolve("again"));
    assertEquals(old.tensors().keySet(), again.tensors().keySet());
    old.tensors()
        .forEach((name, tensor) ->
            assertArrayEquals(tensor.toArray(), again.tensors().get(name).toArray()));
  }

  @Test
  void everyKindHasAGoldenFile() throws Exception {
    List<String> names = goldenFiles().stream().map(file -> file.getFileName().toString()).toList();
    assertEquals(
        List.of(),
        specifications().keySet().stream()
            .filter(name -> !names.contains(name + ".bijou"))
            .toList());
  }

  @Test
  void goldenFilesAreNeverWrittenAgain(@TempDir Path folder) {
    String[] arguments = {folder.toString()};
    assertThrows(FileAlreadyExistsException.class, () -> GoldenModels.main(arguments));
    assertFalse(Files.exists(folder.resolve("standard-normal.bijou")));
  }

  private static Tensor tensor(float[][] features) {
    Tensor tensor = Tensor.zeros(features.length, features[0].length);
    for (int f = 0; f < features.length; f++) {
      tensor.rows(f, f + 1).set(Tensor.of(1, tensor.lanes(), features[f]));
    }
    return tensor;
  }
}

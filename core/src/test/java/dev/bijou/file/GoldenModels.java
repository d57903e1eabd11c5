package dev.bijou.file;

import com.google.gson.Gson;
import com.google.gson.JsonPrimitive;
import dev.bijou.OutputException;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Writes the golden files of a version: a small model of every kind, and beside it rows and their log-densities.
///
/// Run once for a release, with the folder `core/src/test/resources/dev/bijou/file/golden/VERSION`; the files are never
/// written again, so it refuses a folder that exists.
public final class GoldenModels {
  private static final int LANES = 9;

  private GoldenModels() {}

  /// Rows, their context and the log-densities that a model gave them when it was written; each list is a feature.
  record Expected(float[][] x, float[][] context, float[] logProb) {}

  public static void main(String[] arguments) throws IOException {
    write(Path.of(arguments[0]), SpecCatalogue.all());
  }

  /// Writes the golden files of a catalogue into a new folder.
  public static void write(Path folder, Map<String, DistributionSpec> catalogue)
      throws IOException {
    Files.createDirectories(folder.toAbsolutePath().getParent());
    Files.createDirectory(folder);
    catalogue.forEach((name, spec) -> write(folder, name, SpecCatalogue.trained(spec)));
  }

  private static void write(Path folder, String name, Distribution distribution) {
    Map<String, String> sections = Map.of("golden", new JsonPrimitive(name).toString());
    ModelFile.write(folder.resolve(name + ".bijou"), distribution, sections);
    Tensor x = SpecCatalogue.data(distribution, LANES);
    Context context = SpecCatalogue.context(distribution, LANES);
    Expected expected =
        new Expected(rows(x), rows(context), distribution.logProb(x, context).toArray());
    try {
      Files.writeString(folder.resolve(name + ".json"), new Gson().toJson(expected) + "\n");
    } catch (IOException e) {
      throw new OutputException(folder.toString(), e);
    }
  }

  private static float[][] rows(Context context) {
    return switch (context) {
      case Context.None _ -> new float[0][];
      case Context.Given(Tensor values, _) -> rows(values);
    };
  }

  private static float[][] rows(Tensor tensor) {
    float[][] rows = new float[tensor.features()][];
    for (int f = 0; f < rows.length; f++) {
      rows[f] = tensor.rows(f, f + 1).toArray();
    }
    return rows;
  }
}

package dev.bijou.sequence.alignment;

import com.google.gson.Gson;
import dev.bijou.file.ModelFile.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Writes the golden file of an aligned flow, and beside it a sequence with its log-density; as [GoldenModels] does, once for
/// a release, with the folder `sequence/src/test/resources/dev/bijou/sequence/alignment/golden/VERSION`.
final class GoldenAligned {
  private GoldenAligned() {}

  /// A sequence, each list a feature, and what the flow said of it when it was written.
  record Expected(int[] symbols, float[][] x, double logProb, float[] logDurations) {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Files.createDirectories(folder.toAbsolutePath().getParent());
    Files.createDirectory(folder);
    AlignedFlow flow = AlignedFileTest.trained();
    AlignedFlow.Fit fit = flow.fit(new Transcribed(AlignedFileTest.TEXT, AlignedFileTest.x()));
    float[][] x = new float[4][];
    for (int f = 0; f < x.length; f++) {
      x[f] = AlignedFileTest.x().rows(f, f + 1).toArray();
    }
    Expected expected =
        new Expected(
            AlignedFileTest.TEXT, x, fit.logProb(), fit.encoded().logDurations().toArray());
    AlignedModel.write(folder.resolve("aligned-flow.bijou"), flow, Map.of(), Precision.SINGLE);
    Files.writeString(folder.resolve("aligned-flow.json"), new Gson().toJson(expected) + "\n");
  }
}

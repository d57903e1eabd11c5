package dev.bijou;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Evaluation;
import dev.bijou.flow.Flows;
import dev.bijou.storage.AtomicFile;
import dev.bijou.storage.FileClaim;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import dev.bijou.train.FlowFit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples of the Javadoc.
class ExamplesTest {
  @Test
  void aFlowIsBuilt() {
    long seed = 1;
    // @start region="flow"
    Distribution flow = Flows.neuralSpline(6, Flows.Options.standard()).build(seed);
    // @end
    assertEquals(6, flow.features());
  }

  @Test
  void aDensityIsLearned() {
    Random random = new Random(1);
    Dataset training = normal(random, 200);
    Dataset validation = normal(random, 50);
    FitOptions options = FitOptions.standard().withEpochs(2);
    try (Workers workers = new Workers(2)) {
      // @start region="fit"
      FlowFit fit = FlowFit.of(training, validation, options);
      Distribution density = fit.run(workers, System::nanoTime);
      // @end
      for (float logProb : Evaluation.logProb(density, validation, workers)) {
        assertTrue(Float.isFinite(logProb));
      }
    }
  }

  @Test
  void aFileAppearsWhole(@TempDir Path folder) throws IOException {
    String name = folder.resolve("out.csv").toString();
    byte[] bytes = {1, 2};
    // @start region="file"
    try (AtomicFile file = AtomicFile.create(name)) {
      file.stream().write(bytes);
      file.commit();
    }
    // @end
    assertArrayEquals(bytes, Files.readAllBytes(Path.of(name)));
  }

  @Test
  void aFileIsClaimedByOne(@TempDir Path folder) {
    Path checkpoint = folder.resolve("checkpoint");
    // @start region="claim"
    try (FileClaim claim = FileClaim.of(checkpoint)) {
      train(claim); // nobody else writes the file meanwhile
    }
    // @end
  }

  private static void train(FileClaim claim) {
    assertNotNull(claim);
  }

  private static Dataset normal(Random random, int rows) {
    Dataset data = new Dataset(2, 0);
    for (int i = 0; i < rows; i++) {
      data.add(new float[] {(float) random.nextGaussian(), (float) random.nextGaussian()});
    }
    return data;
  }
}

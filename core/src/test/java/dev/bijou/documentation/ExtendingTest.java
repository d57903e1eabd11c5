package dev.bijou.documentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.bijection.ActNorm;
import dev.bijou.bijection.Bijection;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Standardize;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.distribution.StudentT;
import dev.bijou.file.ModelFile;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Evaluation;
import dev.bijou.flow.Flow;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.tensor.Workspace;
import dev.bijou.testing.Differentiation;
import dev.bijou.train.Execution;
import dev.bijou.train.Trainer;
import dev.bijou.train.TrainingOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The snippets of docs/extending.md: [SinhArcsinh], [SinhArcsinhMap], [Laplace] and these.
class ExtendingTest {

  /// A map whose two features have different tail weights, and data with small, ordinary and large values.
  private static SinhArcsinh map() {
    SinhArcsinh map = new SinhArcsinh(2);
    map.parameters().getFirst().value().set(Tensor.of(2, 1, -0.8f, 0.5f));
    return map;
  }

  @Test
  void theMapIsItsOwnInverse() {
    Bijection map = map();
    Random random = new Random(1);
    Tensor z = Differentiation.gaussian(2, 100, random, 1.5);

    Mapped x = map.forward(z, Context.NONE);
    Mapped back = map.inverse(x.value(), Context.NONE);
    for (int n = 0; n < z.lanes(); n++) {
      assertEquals(z.get(0, n), back.value().get(0, n), 1e-4 * (1 + Math.abs(z.get(0, n))));
      assertEquals(z.get(1, n), back.value().get(1, n), 1e-4 * (1 + Math.abs(z.get(1, n))));
      assertEquals(x.logDet().get(0, n), -back.logDet().get(0, n), 1e-4);
    }

    Tensor first = Tensor.of(2, 1, x.value().get(0, 0), x.value().get(1, 0));
    Mapped alone = map.inverse(first, Context.NONE);
    assertEquals(
        back.value().get(0, 0), alone.value().get(0, 0), "a lane does not depend on its neighbors");
    assertEquals(back.logDet().get(0, 0), alone.logDet().get(0, 0));
  }

  @Test
  void logDetsAreThoseOfTheSlope() {
    SinhArcsinh map = map();
    for (float x : new float[] {-1e4f, -30, -1, 0, 0.01f, 2, 500}) {
      double h = 1e-3 * Math.max(1, Math.abs(x));
      Tensor around =
          Tensor.of(2, 2, (float) (x - h), (float) (x + h), (float) (x - h), (float) (x + h));
      Tensor image = map.inverse(around, Context.NONE).value();
      double expected = 0;
      for (int f = 0; f < 2; f++) {
        double width = (double) around.get(f, 1) - around.get(f, 0);
        expected += Math.log((image.get(f, 1) - image.get(f, 0)) / width);
      }
      double logDet = map.inverse(Tensor.of(2, 1, x, x), Context.NONE).logDet().get(0, 0);
      assertEquals(expected, logDet, 1e-3, "at " + x);
    }
  }

  @Test
  void gradientsPassTheTaylorTest() {
    SinhArcsinh map = map();
    Random random = new Random(2);
    Parameter input = new Parameter(Differentiation.gaussian(2, 30, random, 1.5));

    new Differentiation(List.of(map.parameters().getFirst(), input))
        .taylorTest(
            () -> outputs(map.inverse(Workspace.current().read(input), Context.NONE)),
            random,
            0.003);
    new Differentiation(List.of(map.parameters().getFirst(), input))
        .taylorTest(
            () -> outputs(map.forward(Workspace.current().read(input), Context.NONE)),
            random,
            0.003);
  }

  private static List<Tensor> outputs(Mapped mapped) {
    return List.of(mapped.value(), mapped.logDet());
  }

  @Test
  void anyFiniteInputGivesFiniteImages() {
    SinhArcsinh map = new SinhArcsinh(1);
    for (float weight : new float[] {-1e6f, 0, 1e6f}) {
      map.parameters().getFirst().value().fill(weight);
      Tensor x = Tensor.of(1, 7, 0, 1e-30f, -1, 1e6f, -1e15f, 1e30f, Float.MAX_VALUE);
      for (Mapped mapped : List.of(map.inverse(x, Context.NONE), map.forward(x, Context.NONE))) {
        for (int n = 0; n < x.lanes(); n++) {
          assertTrue(Float.isFinite(mapped.value().get(0, n)), "image of lane " + n);
          assertTrue(Float.isFinite(mapped.logDet().get(0, n)), "log-determinant of lane " + n);
        }
      }
    }
  }

  @Test
  void aFlowWithTheMapLearnsHeavyTails(@TempDir Path folder) {
    Tensor draws = new StudentT(2, 2).sample(3_000, Context.NONE, new Random(3));
    Dataset training = Dataset.of(draws, Context.NONE);
    Tensor more = new StudentT(2, 2).sample(1_000, Context.NONE, new Random(4));
    Dataset validation = Dataset.of(more, Context.NONE);
    try (Workers workers = new Workers(1)) {
      Distribution flow =
          new Flow(new StandardNormal(2), new Chain(List.of(new SinhArcsinh(2), new ActNorm(2))));
      TrainingOptions options = TrainingOptions.standard().withEpochs(20).withLearningRate(0.02f);
      Trainer.maximumLikelihood(
              flow, training, validation, options, Execution.quiet(workers, System::nanoTime))
          .run();

      Distribution normal = new Flow(new StandardNormal(2), new Standardize(2));
      normal.initialize(draws, Context.NONE);
      double gain =
          Evaluation.meanLogProb(flow, validation, workers)
              - Evaluation.meanLogProb(normal, validation, workers);
      assertTrue(gain > 0.3, "nats over a normal: " + gain);

      Path file = folder.resolve("model.bijou");
      ModelFile.write(file, flow);
      Distribution loaded = ModelFile.read(file).model();
      assertArrayEquals(
          flow.logProb(draws, Context.NONE).toArray(),
          loaded.logProb(draws, Context.NONE).toArray());
    }
  }

  @Test
  void aBaseOfOnesOwn(@TempDir Path folder) {
    Distribution flow = new Flow(new Laplace(2), new SinhArcsinh(2));
    Tensor x = flow.sample(4_000, Context.NONE, new Random(5));
    double mean = 0;
    for (float value : flow.logProb(x, Context.NONE).toArray()) {
      mean += value / x.lanes();
    }
    assertEquals(-2 - 2 * Math.log(2), mean, 0.1, "−1 − log 2 for each feature");

    Parameter input = new Parameter(x.rows(0, 2).copy());
    new Differentiation(List.of(input))
        .taylorTest(
            () -> List.of(new Laplace(2).logProb(Workspace.current().read(input), Context.NONE)),
            new Random(6),
            1e-5);
    float[] odd =
        new Laplace(1).logProb(Tensor.of(1, 3, 3e38f, Float.NaN, 0), Context.NONE).toArray();
    assertArrayEquals(new float[] {-1e30f, Float.NaN, (float) -Math.log(2)}, odd);

    Path file = folder.resolve("model.bijou");
    var refused =
        assertThrows(UnsupportedOperationException.class, () -> ModelFile.write(file, flow));
    assertTrue(refused.getMessage().contains("cannot be saved"), refused.getMessage());
    assertTrue(Files.notExists(file));
  }
}

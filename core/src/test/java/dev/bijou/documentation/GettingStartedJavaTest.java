package dev.bijou.documentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.Activation;
import dev.bijou.distribution.Cumulative;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.toy.Toy;
import dev.bijou.file.ModelFile;
import dev.bijou.file.ModelFile.Content;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Evaluation;
import dev.bijou.flow.Flow;
import dev.bijou.flow.Flows;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.tensor.Workspace;
import dev.bijou.train.Execution;
import dev.bijou.train.FitOptions;
import dev.bijou.train.FlowFit;
import dev.bijou.train.Objective;
import dev.bijou.train.Trainer;
import dev.bijou.train.TrainingEvent;
import dev.bijou.train.TrainingOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The snippets of docs/getting-started-java.md.
class GettingStartedJavaTest {
  private static final Flows.Options SMALL =
      Flows.Options.standard()
          .withLayers(2)
          .withNetwork(new NetworkSpec.Mlp(List.of(16), Activation.TANH, 0));

  /// Rows as a user has them: two interleaving half circles.
  private static float[][] table(int count, long seed) {
    Tensor moons = Toy.MOONS.sample(count, new Random(seed));
    float[][] rows = new float[count][];
    for (int n = 0; n < count; n++) {
      rows[n] = new float[] {moons.get(0, n), moons.get(1, n)};
    }
    return rows;
  }

  @Test
  void fitScoreAndSample() {
    float[][] rows = table(300, 1);

    Dataset training = new Dataset(2, 0); // two features, no context
    Dataset validation = new Dataset(2, 0);
    for (int i = 0; i < rows.length; i++) {
      (i % 10 == 0 ? validation : training).add(rows[i]);
    }
    FitOptions options = FitOptions.standard().withMembers(1).withEpochs(10);
    try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
      Distribution density =
          FlowFit.of(training, validation, options).run(workers, System::nanoTime);
      double heldOut = Evaluation.meanLogProb(density, validation, workers);
      float[] logDensities = Evaluation.logProb(density, training, workers);
      Tensor draws = Evaluation.sample(density, 1_000, Context.NONE, 42, workers);
      float firstOfFirst = draws.get(0, 0); // feature 0 of draw 0
      assertTrue(heldOut > -2.5 && heldOut < 0, "held out " + heldOut);
      assertEquals(training.size(), logDensities.length);
      assertEquals("[2 × 1000]", draws.shape());
      assertTrue(Math.abs(firstOfFirst) < 10);
    }
  }

  @Test
  void oneRow() {
    Distribution density = Flows.neuralSpline(2, SMALL).build(1);

    Tensor row = Tensor.ofRows(new float[][] {{0.3f, -1.2f}});
    float logDensity = density.logProb(row, Context.NONE).get(0, 0);
    assertTrue(Float.isFinite(logDensity));
  }

  @Test
  void conditional() {
    float[][] rows = new float[600][];
    Random random = new Random(1);
    for (int i = 0; i < rows.length; i++) {
      float a = random.nextFloat();
      float b = random.nextFloat();
      rows[i] = new float[] {(float) (10 * a + b * random.nextGaussian()), a, b};
    }

    Dataset training = new Dataset(1, 2); // one feature, given two
    Dataset validation = new Dataset(1, 2);
    for (int i = 0; i < rows.length; i++) {
      (i % 10 == 0 ? validation : training).add(rows[i]); // the feature, then what is given
    }

    try (Workers workers = new Workers(2)) {
      Distribution density = Flows.neuralSpline(1, SMALL.withContext(2)).build(1);
      TrainingOptions options =
          TrainingOptions.standard().withBatch(64).withEpochs(25).withLearningRate(0.01f);
      Trainer.maximumLikelihood(
              density, training, validation, options, Execution.quiet(workers, System::nanoTime))
          .run();

      Tensor given = Tensor.of(2, 3, /* first */ 0.1f, 0.5f, 0.9f, /* second */ 0.5f, 0.5f, 0.5f);
      Tensor draws = Evaluation.sample(density, 3, Context.of(given), 42, workers); // 1 × 3
      Tensor logDensity = density.logProb(draws, Context.of(given)); // 1 × 3
      assertEquals(1, draws.get(0, 0), 2, "ten times 0.1, give or take a half");
      assertEquals(9, draws.get(0, 2), 2, "ten times 0.9, give or take a half");
      assertEquals("[1 × 3]", logDensity.shape());
    }
  }

  @Test
  void ownTraining() {
    Dataset training = Dataset.of(Tensor.ofRows(table(500, 1)), Context.NONE);
    Dataset validation = Dataset.of(Tensor.ofRows(table(100, 2)), Context.NONE);
    List<String> log = new ArrayList<>();
    try (Workers workers = new Workers(2)) {
      Flows.Options shape =
          Flows.Options.standard()
              .withLayers(3)
              .withNetwork(new NetworkSpec.Residual(32, 1, Activation.RELU, 0.1f))
              .withLinear(true);
      Distribution flow = Flows.neuralSpline(2, shape).build(7); // initial weights from seed 7
      TrainingOptions options = TrainingOptions.standard().withEpochs(12).withSeed(7);
      Execution<TrainingEvent, Trainer.State> execution =
          Execution.of(
              workers,
              System::nanoTime,
              () -> false, // asked after each step: true ends the training
              event -> log.add(line(event)),
              state -> {}); // after each round: all that resume(state) needs
      TrainingEvent.Finished finished =
          Trainer.maximumLikelihood(flow, training, validation, options, execution).run();
      assertEquals(finished.validation(), Evaluation.meanLogProb(flow, validation, workers));
      assertEquals(TrainingEvent.Reason.COMPLETED, finished.reason());
      assertEquals(14, log.size());
    }
  }

  private static String line(TrainingEvent event) {
    return switch (event) {
      case TrainingEvent.Started e -> "%,d parameters".formatted(e.parameters());
      case TrainingEvent.Validated e ->
          "epoch %.0f: %.3f nats held out, best %.3f"
              .formatted(e.epoch(), e.validation(), e.best());
      case TrainingEvent.RolledBack e -> "step %d diverged: back to the best".formatted(e.step());
      case TrainingEvent.Finished e -> "%s at %.3f nats".formatted(e.reason(), e.validation());
    };
  }

  @Test
  void gradient() {
    Distribution flow = Flows.neuralSpline(2, SMALL).build(1);
    Tensor x = Toy.MOONS.sample(64, new Random(1));
    double before = mean(flow.logProb(x, Context.NONE));

    ParameterPack pack = ParameterPack.of(flow.parameters()); // once: all weights in one array
    float[] gradient = new float[pack.size()];
    Workspace workspace = Workspace.reusing().recording(pack, gradient, 0);
    workspace.run(() -> {
      Tensor logProb = flow.logProb(x, Context.NONE);
      logProb.gradient().fill(1f / x.lanes()); // of the mean in each log-density
      workspace.backward();
      return null;
    });
    for (int i = 0; i < gradient.length; i++) {
      pack.values()[i] += 1e-3f * gradient[i];
    }
    assertTrue(mean(flow.logProb(x, Context.NONE)) > before, "one small step uphill");
  }

  private static double mean(Tensor values) {
    double sum = 0;
    for (float value : values.toArray()) {
      sum += value;
    }
    return sum / values.size();
  }

  @Test
  void saveAndLoad(@TempDir Path folder) {
    Path file = folder.resolve("moons.bijou");
    Distribution density = Flows.neuralSpline(2, SMALL).build(1);
    Tensor x = Toy.MOONS.sample(10, new Random(1));

    ModelFile.write(file, density, Map.of("purpose", "\"the moons of the first chapter\""));

    Content<Distribution> model = ModelFile.read(file);
    Distribution loaded = model.model();
    String purpose = model.sections().get("purpose"); // JSON again
    assertArrayEquals(
        density.logProb(x, Context.NONE).toArray(), loaded.logProb(x, Context.NONE).toArray());
    assertEquals("\"the moons of the first chapter\"", purpose);
  }

  @Test
  void cdfAndQuantile() {
    Cumulative density = Cumulative.of(Flows.neuralSpline(1, SMALL).build(1));

    Tensor p = Tensor.of(1, 3, 0.05f, 0.5f, 0.95f);
    Tensor quantiles = density.quantile(p, Context.NONE); // 1 × 3
    Tensor back = density.cdf(quantiles, Context.NONE); // p again
    assertArrayEquals(p.toArray(), back.toArray(), 1e-4f);
  }

  @Test
  void latent() {
    Distribution density = Flows.neuralSplineCoupling(2, SMALL).build(1);
    Tensor x = Toy.MOONS.sample(10, new Random(1));

    if (density instanceof Flow flow) {
      Mapped z = flow.toBase(x, Context.NONE); // z.value() of 2 × lanes, z.logDet() of 1 × lanes
      Mapped back = flow.toData(z.value(), Context.NONE);
      assertArrayEquals(x.toArray(), back.value().toArray(), 1e-4f);
    }
    assertTrue(density instanceof Flow);
  }

  @Test
  void reverseKl() {
    try (Workers workers = new Workers(2)) {
      // A bent normal, its constant left out: log p̃(x) = −½ x₀² − 2 (x₁ − ½ x₀²)².
      Objective.Target target =
          (x, gradient) -> {
            double rest = x[1] - 0.5 * x[0] * x[0];
            gradient[0] = -x[0] + 4 * rest * x[0];
            gradient[1] = -4 * rest;
            return -0.5 * x[0] * x[0] - 2 * rest * rest;
          };
      Distribution flow = Flows.neuralSplineCoupling(2, SMALL).build(1);
      Trainer trainer =
          new Trainer(
              flow,
              Objective.reverseKl(flow, target, 128, 1), // 128 draws a step, seed 1
              TrainingOptions.standard().withEpochs(5).withLearningRate(0.01f),
              Execution.quiet(workers, System::nanoTime));
      double bound = trainer.run().validation(); // at most log ∫ p̃, here log π
      assertEquals(Math.log(Math.PI), bound, 0.05);
    }
  }

  @Test
  void ownWorkers() {
    try (Workers workers = new Workers(3)) {
      double[] squares = new double[10];
      workers.run(10, (task, workspace) -> squares[task] = task * task);
      assertEquals(81, squares[9]);
    }
  }
}

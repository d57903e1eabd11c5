package dev.bijou.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.Activation;
import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Evaluation;
import dev.bijou.flow.Flow;
import dev.bijou.flow.Flows;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.testing.Differentiation;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
  private static final Dataset TRAINING = crescents(700, 1);
  private static final Dataset VALIDATION = crescents(150, 2);
  private static final TrainingOptions OPTIONS =
      TrainingOptions.standard().withBatch(200).withEpochs(6);

  /// y = x² + noise, far from the origin and on another scale.
  private static Dataset crescents(int rows, long seed) {
    Random random = new Random(seed);
    Tensor x = Tensor.zeros(2, rows);
    for (int n = 0; n < rows; n++) {
      double a = random.nextGaussian();
      x.data()[n] = (float) (100 + 5 * a);
      x.data()[rows + n] = (float) (a * a + 0.3 * random.nextGaussian());
    }
    return Dataset.of(x, Context.NONE);
  }

  private static Distribution flow(float dropout) {
    Flows.Options options =
        Flows.Options.standard()
            .withLayers(2)
            .withNetwork(new NetworkSpec.Mlp(List.of(16, 16), Activation.SILU, dropout))
            .withLinear(true);
    return Flows.neuralSpline(2, options).build(3);
  }

  private static byte[] bytes(Distribution distribution) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Parameter parameter : distribution.parameters()) {
      for (float value : parameter.value().toArray()) {
        out.writeBytes(ByteBuffer.allocate(4).putFloat(value).array());
      }
    }
    return out.toByteArray();
  }

  private static Execution<TrainingEvent, Trainer.State> quiet(Workers workers) {
    return Execution.quiet(workers, () -> 0);
  }

  @Test
  void learnsWhatAGaussianCannot() {
    try (Workers workers = new Workers(2)) {
      Distribution flow = flow(0);
      Trainer.maximumLikelihood(
              flow,
              TRAINING,
              VALIDATION,
              OPTIONS.withEpochs(60).withLearningRate(5e-3f),
              quiet(workers))
          .run();
      double score = Evaluation.meanLogProb(flow, VALIDATION, workers);
      // The exact mean log-density is −log 5 − log 0.3 − 2·½·log(2πe) = −3.243; a Gaussian reaches
      // −4.8.
      assertTrue(score > -3.5, "held-out mean log-density " + score);
      assertTrue(score < -3.0, "held-out mean log-density " + score);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void sameSeedGivesTheSameFloatsAtAnyThreadCount(int threads) {
    byte[] one = trained(1, 0.2f);
    assertArrayEquals(one, trained(threads, 0.2f));
  }

  private static byte[] trained(int threads, float dropout) {
    try (Workers workers = new Workers(threads)) {
      Distribution flow = flow(dropout);
      Trainer.maximumLikelihood(flow, TRAINING, VALIDATION, OPTIONS, quiet(workers)).run();
      return bytes(flow);
    }
  }

  @Test
  void resumesBitForBit() {
    try (Workers workers = new Workers(2)) {
      List<Trainer.State> states = new ArrayList<>();
      Distribution whole = flow(0.2f);
      Trainer.maximumLikelihood(
              whole,
              TRAINING,
              VALIDATION,
              OPTIONS,
              Execution.of(workers, () -> 0, () -> false, _ -> {}, states::add))
          .run();
      assertEquals(6, states.size());
      for (Trainer.State state : states) {
        Distribution resumed = flow(0.2f);
        MaximumLikelihood.initialize(resumed, TRAINING, false);
        Trainer.maximumLikelihood(resumed, TRAINING, VALIDATION, OPTIONS, quiet(workers))
            .resume(state);
        assertArrayEquals(bytes(whole), bytes(resumed), "from step " + state.step());
      }
    }
  }

  @Test
  void aRoundThatWasCutShortResumesBitForBit() {
    try (Workers workers = new Workers(2)) {
      Distribution whole = flow(0.2f);
      Trainer.maximumLikelihood(whole, TRAINING, VALIDATION, OPTIONS, quiet(workers)).run();
      List<Trainer.State> states = new ArrayList<>();
      AtomicInteger asked = new AtomicInteger();
      Trainer.maximumLikelihood(
              flow(0.2f),
              TRAINING,
              VALIDATION,
              OPTIONS,
              Execution.of(
                  workers, () -> 0, () -> asked.incrementAndGet() == 2, _ -> {}, states::add))
          .run();
      assertEquals(List.of(2L), states.stream().map(Trainer.State::step).toList());
      Distribution resumed = flow(0.2f);
      MaximumLikelihood.initialize(resumed, TRAINING, false);
      Trainer.maximumLikelihood(resumed, TRAINING, VALIDATION, OPTIONS, quiet(workers))
          .resume(states.getFirst());
      assertArrayEquals(bytes(whole), bytes(resumed));
    }
  }

  @Test
  void aBudgetThatIsUsedUpTakesNoStep() {
    try (Workers workers = new Workers(1)) {
      TrainingOptions options = OPTIONS.withBudget(Optional.of(Duration.ofSeconds(5)));
      AtomicLong clock = new AtomicLong();
      List<Trainer.State> states = new ArrayList<>();
      TrainingEvent.Finished first =
          Trainer.maximumLikelihood(
                  flow(0),
                  TRAINING,
                  VALIDATION,
                  options,
                  Execution.of(
                      workers,
                      () -> clock.addAndGet(100_000_000),
                      () -> false,
                      _ -> {},
                      states::add))
              .run();
      assertEquals(TrainingEvent.Reason.BUDGET, first.reason());
      TrainingEvent.Finished again =
          Trainer.maximumLikelihood(flow(0), TRAINING, VALIDATION, options, quiet(workers))
              .resume(states.getLast());
      assertEquals(TrainingEvent.Reason.BUDGET, again.reason());
      assertEquals(first.steps(), again.steps());
    }
  }

  @Test
  void refusesAStateOfAnotherArchitecture() {
    try (Workers workers = new Workers(1)) {
      Trainer.State foreign =
          new Trainer.State(
              1,
              1,
              0,
              1,
              0,
              0,
              0,
              new float[3],
              new float[3],
              new float[3],
              new float[3],
              new float[3]);
      Trainer trainer =
          Trainer.maximumLikelihood(flow(0), TRAINING, VALIDATION, OPTIONS, quiet(workers));
      var refused = assertThrows(IllegalArgumentException.class, () -> trainer.resume(foreign));
      assertTrue(refused.getMessage().contains("another architecture"), refused.getMessage());
    }
  }

  /// The same objective, whose loss is NaN at some steps.
  private static Objective breaking(Objective honest, LongPredicate broken) {
    AtomicLong step = new AtomicLong();
    return new Objective() {
      @Override
      public void initialize() {
        honest.initialize();
      }

      @Override
      public long stepsPerEpoch() {
        return honest.stepsPerEpoch();
      }

      @Override
      public int shards() {
        return honest.shards();
      }

      @Override
      public void prepare(long at) {
        step.set(at);
        honest.prepare(at);
      }

      @Override
      public double backward(int shard, dev.bijou.tensor.Workspace workspace) {
        double loss = honest.backward(shard, workspace);
        return broken.test(step.get()) ? Double.NaN : loss;
      }

      @Override
      public double score(Workers with) {
        return honest.score(with);
      }
    };
  }

  /// The same objective, whose score falls from one validation to the next.
  private record Falling(Objective honest, AtomicInteger judged, boolean keepsLatest)
      implements Objective {
    @Override
    public void initialize() {
      honest.initialize();
    }

    @Override
    public long stepsPerEpoch() {
      return honest.stepsPerEpoch();
    }

    @Override
    public int shards() {
      return honest.shards();
    }

    @Override
    public void prepare(long step) {
      honest.prepare(step);
    }

    @Override
    public double backward(int shard, dev.bijou.tensor.Workspace workspace) {
      return honest.backward(shard, workspace);
    }

    @Override
    public double score(Workers workers) {
      return -judged.incrementAndGet();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theLatestWeightsAreKeptWhereTheScoreDoesNotTell(boolean latest) {
    try (Workers workers = new Workers(2)) {
      Distribution flow = flow(0);
      MaximumLikelihood honest = new MaximumLikelihood(flow, TRAINING, VALIDATION, 200, 0);
      honest.initialize();
      double before = Evaluation.meanLogProb(flow, VALIDATION, workers);
      Objective falling = new Falling(honest, new AtomicInteger(), latest);
      TrainingEvent.Finished end =
          new Trainer(flow, falling.initialized(), OPTIONS, quiet(workers)).run();
      double after = Evaluation.meanLogProb(flow, VALIDATION, workers);
      assertEquals(latest, after > before, before + " to " + after);
      assertEquals(latest ? -7 : -1, end.validation());
    }
  }

  @Test
  void divergenceRollsBackAndNeverLeavesABrokenModel() {
    try (Workers workers = new Workers(2)) {
      Distribution flow = flow(0);
      MaximumLikelihood honest = new MaximumLikelihood(flow, TRAINING, VALIDATION, 200, 0);
      List<TrainingEvent> events = new ArrayList<>();
      new Trainer(
              flow,
              breaking(honest, step -> step == 7 || step == 9),
              OPTIONS,
              Execution.of(workers, () -> 0, () -> false, events::add, _ -> {}))
          .run();
      List<TrainingEvent> rollbacks =
          events.stream().filter(TrainingEvent.RolledBack.class::isInstance).toList();
      assertEquals(
          List.of(new TrainingEvent.RolledBack(8, 0.5f), new TrainingEvent.RolledBack(10, 0.25f)),
          rollbacks);
      assertTrue(Double.isFinite(Evaluation.meanLogProb(flow, VALIDATION, workers)));
    }
  }

  @Test
  void aLossThatStaysBrokenEndsWithTheStartingWeights() {
    try (Workers workers = new Workers(1)) {
      Distribution flow = flow(0);
      Objective honest = new MaximumLikelihood(flow, TRAINING, VALIDATION, 200, 0);
      var finished =
          new Trainer(flow, breaking(honest, _ -> true), OPTIONS.withEpochs(60), quiet(workers))
              .run();
      assertEquals(TrainingEvent.Reason.DIVERGED, finished.reason());
      for (Parameter parameter : flow.parameters()) {
        for (float value : parameter.value().toArray()) {
          assertTrue(Float.isFinite(value));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -5})
  void aBudgetMustBePositive(long seconds) {
    Optional<Duration> budget = Optional.of(Duration.ofSeconds(seconds));
    var refused = assertThrows(IllegalArgumentException.class, () -> OPTIONS.withBudget(budget));
    assertEquals("budget is " + budget.get() + ", but must be positive", refused.getMessage());
  }

  @Test
  void stopsWhenAskedAndKeepsTheBest() {
    try (Workers workers = new Workers(1)) {
      AtomicInteger asked = new AtomicInteger();
      Distribution flow = flow(0);
      var finished =
          Trainer.maximumLikelihood(
                  flow,
                  TRAINING,
                  VALIDATION,
                  OPTIONS,
                  Execution.of(
                      workers, () -> 0, () -> asked.incrementAndGet() >= 5, _ -> {}, _ -> {}))
              .run();
      assertEquals(TrainingEvent.Reason.INTERRUPTED, finished.reason());
      assertEquals(5, finished.steps());
      assertEquals(finished.validation(), Evaluation.meanLogProb(flow, VALIDATION, workers));
    }
  }

  @Test
  void aBudgetEndsTheTrainingAndItsSchedule() {
    try (Workers workers = new Workers(1)) {
      AtomicLong clock = new AtomicLong();
      List<TrainingEvent> events = new ArrayList<>();
      var finished =
          Trainer.maximumLikelihood(
                  flow(0),
                  TRAINING,
                  VALIDATION,
                  OPTIONS.withEpochs(1000).withBudget(Optional.of(Duration.ofNanos(400))),
                  Execution.of(workers, clock::incrementAndGet, () -> false, events::add, _ -> {}))
              .run();
      assertEquals(TrainingEvent.Reason.BUDGET, finished.reason());
      var last = (TrainingEvent.Validated) events.get(events.size() - 2);
      assertTrue(last.progress() >= 0.99, "progress " + last.progress());
      assertTrue(last.learningRate() < 1e-5, "learning rate " + last.learningRate());
    }
  }

  @Test
  void patienceEndsATrainingThatNoLongerImproves() {
    try (Workers workers = new Workers(1)) {
      Dataset few = crescents(40, 9);
      var finished =
          Trainer.maximumLikelihood(
                  flow(0),
                  few,
                  VALIDATION,
                  OPTIONS.withEpochs(3000).withPatience(20).withLearningRate(0.01f),
                  quiet(workers))
              .run();
      assertEquals(TrainingEvent.Reason.NO_IMPROVEMENT, finished.reason());
    }
  }

  @Test
  void masksHoldAfterTraining() {
    try (Workers workers = new Workers(2)) {
      Random random = new Random(6);
      Dataset data = Dataset.of(Differentiation.gaussian(5, 300, random, 1), Context.NONE);
      Flow flow =
          (Flow)
              Flows.neuralSpline(
                      5,
                      Flows.Options.standard()
                          .withLayers(1)
                          .withNetwork(new NetworkSpec.Residual(30, 2, Activation.RELU, 0)))
                  .build(1);
      Trainer.maximumLikelihood(flow, data, data, OPTIONS.withLearningRate(0.01f), quiet(workers))
          .run();
      Tensor x = Differentiation.gaussian(5, 40, random, 1);
      Tensor z = flow.toBase(x, Context.NONE).value();
      for (int changed = 1; changed < 5; changed++) {
        Tensor other = x.copy();
        other.rows(changed, changed + 1).fill(0.3f);
        Tensor moved = flow.toBase(other, Context.NONE).value();
        assertArrayEquals(z.rows(0, changed).toArray(), moved.rows(0, changed).toArray());
      }
    }
  }

  @Test
  void rowsOfWeightZeroDoNotCount() {
    try (Workers workers = new Workers(2)) {
      Random random = new Random(4);
      Dataset mixed = new Dataset(1, 0);
      float[] weights = new float[600];
      for (int i = 0; i < weights.length; i++) {
        boolean counts = i % 2 == 0;
        mixed.add(new float[] {(float) (random.nextGaussian() + (counts ? 0 : 12))});
        weights[i] = counts ? 2 : 0;
      }
      mixed.weigh(weights);
      Distribution flow = Flows.neuralSpline(1, Flows.Options.standard().withLayers(1)).build(1);
      Trainer.maximumLikelihood(flow, mixed, mixed, OPTIONS.withEpochs(100), quiet(workers)).run();
      double atZero = flow.logProb(Tensor.of(1, 1, 0), Context.NONE).get(0, 0);
      double atTwelve = flow.logProb(Tensor.of(1, 1, 12), Context.NONE).get(0, 0);
      assertEquals(-0.92, atZero, 0.25);
      assertTrue(atTwelve < -4, "log-density " + atTwelve + " where all weights are 0");
      assertThrows(IllegalArgumentException.class, () -> mixed.weigh(new float[600]));
    }
  }

  @Test
  void reverseKlFindsATargetKnownUpToAConstant() {
    try (Workers workers = new Workers(2)) {
      // A correlated Gaussian with its constant left out: log p̃ = −½ (x² + (y − 0.8 x)²/0.36), log
      // Z = log(2π · 0.6).
      Objective.Target target =
          (x, gradient) -> {
            double rest = x[1] - 0.8 * x[0];
            gradient[0] = -x[0] + 0.8 * rest / 0.36;
            gradient[1] = -rest / 0.36;
            return -0.5 * (x[0] * x[0] + rest * rest / 0.36);
          };
      Flows.Options options =
          Flows.Options.standard()
              .withLayers(2)
              .withNetwork(new NetworkSpec.Mlp(List.of(16), Activation.TANH, 0));
      for (Distribution flow :
          List.of(
              Flows.inverseAutoregressive(2, options).build(1),
              Flows.neuralSplineCoupling(2, options).build(2))) {
        var finished =
            new Trainer(
                    flow,
                    Objective.reverseKl(flow, target, 256, 5),
                    OPTIONS.withEpochs(8).withLearningRate(0.01f),
                    quiet(workers))
                .run();
        assertEquals(
            Math.log(2 * Math.PI * 0.6), finished.validation(), 0.02, "evidence lower bound");
      }
    }
  }

  @Test
  void refusesSetsThatDoNotFit() {
    try (Workers workers = new Workers(1)) {
      Dataset three = Dataset.of(Tensor.zeros(3, 5), Context.NONE);
      var refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> Trainer.maximumLikelihood(flow(0), three, VALIDATION, OPTIONS, quiet(workers)));
      assertEquals(
          "the training set has 3 features and 0 context features, but the distribution has 2 and 0",
          refused.getMessage());
    }
  }
}

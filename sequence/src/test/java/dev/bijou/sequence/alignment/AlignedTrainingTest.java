package dev.bijou.sequence.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.random.RowOrder;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.tensor.Workspace;
import dev.bijou.train.Execution;
import dev.bijou.train.Trainer;
import dev.bijou.train.TrainingEvent;
import dev.bijou.train.TrainingOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Training on sequences that follow symbols, through the same trainer as rows.
class AlignedTrainingTest {
  private static final int SYMBOLS = 5;
  private static final List<Spoken> TRAINING = spoken(24, 1);
  private static final List<Spoken> VALIDATION = spoken(6, 2);
  private static final AlignedLikelihood.Plan PLAN = new AlignedLikelihood.Plan(6, 2, 10, 20);

  /// A sequence of which it is known what belongs to what.
  private record Spoken(Transcribed transcribed, Alignment truth) {}

  /// Symbol s sounds like feature s mod 4, up or down, for 2 + s frames or one more.
  private static List<Spoken> spoken(int count, long seed) {
    Random random = new Random(seed);
    List<Spoken> all = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int[] symbols = new int[4 + random.nextInt(5)];
      int[] durations = new int[symbols.length];
      int frames = 0;
      for (int i = 0; i < symbols.length; i++) {
        // Never the same twice, as nothing would tell where one ends.
        int step = 1 + random.nextInt(SYMBOLS - 1);
        symbols[i] = ((i == 0 ? 0 : symbols[i - 1]) + step) % SYMBOLS;
        durations[i] = 2 + symbols[i] + random.nextInt(2);
        frames += durations[i];
      }
      durations[symbols.length - 1] += frames % 2;
      Alignment truth = new Alignment(durations);
      int[] symbolOf = truth.symbolOfFrame();
      Tensor x = Tensor.zeros(4, symbolOf.length);
      for (int f = 0; f < 4; f++) {
        for (int j = 0; j < symbolOf.length; j++) {
          int symbol = symbols[symbolOf[j]];
          double loud = f == symbol % 4 ? (symbol < 4 ? 3 : -3) : 0;
          x.data()[x.at(f) + j] = (float) (loud + 0.4 * random.nextGaussian());
        }
      }
      all.add(new Spoken(new Transcribed(symbols, x), truth));
    }
    return all;
  }

  private static List<Transcribed> transcribed(List<Spoken> all) {
    return all.stream().map(Spoken::transcribed).toList();
  }

  private static AlignedFlow flow() {
    return flow(OptionalInt.empty());
  }

  private static AlignedFlow flow(OptionalInt pitch) {
    return AlignedFlows.glowTts(
            new AlignedFlows.Options(
                SYMBOLS,
                4,
                16,
                1,
                8,
                2,
                new SequenceNetworkSpec.GatedConvolutions(8, 2, 3, 0.05f),
                pitch,
                OptionalDouble.empty()))
        .build(3);
  }

  private static AlignedLikelihood objective(AlignedFlow flow) {
    return new AlignedLikelihood(
        flow, transcribed(TRAINING), List.of(), transcribed(VALIDATION), PLAN, 9);
  }

  private static TrainingOptions options(int rounds) {
    return TrainingOptions.standard().withEpochs(rounds).withLearningRate(5e-3f).withSeed(9);
  }

  private static float[] numbers(AlignedFlow flow) {
    return ParameterPack.of(flow).values();
  }

  @Test
  void learnsWhatBelongsToWhatAndHowLongItLasts() {
    AlignedFlow flow = flow();
    AlignedLikelihood objective = objective(flow);
    List<TrainingEvent.Validated> rounds = new ArrayList<>();
    try (Workers workers = new Workers(2)) {
      new Trainer(
              flow,
              objective,
              options(30),
              Execution.of(
                  workers,
                  () -> 0,
                  () -> false,
                  event -> {
                    if (event instanceof TrainingEvent.Validated round) {
                      rounds.add(round);
                    }
                  },
                  _ -> {}))
          .run();
      AlignedLikelihood.Score score =
          AlignedLikelihood.score(flow, transcribed(VALIDATION), workers);
      double first = rounds.getFirst().validation();
      assertTrue(score.logProb() > first + 0.2, first + " to " + score.logProb());
      assertTrue(score.durationError() < 0.12, "duration error " + score.durationError());
    }
    int right = 0;
    int frames = 0;
    for (Spoken spoken : VALIDATION) {
      Transcribed sequence = spoken.transcribed();
      int[] found = flow.fit(sequence).alignment().symbolOfFrame();
      int[] truth = spoken.truth().symbolOfFrame();
      for (int j = 0; j < truth.length; j++) {
        right += found[j] == truth[j] ? 1 : 0;
        frames++;
      }
    }
    assertTrue(right > 0.9 * frames, right + " of " + frames);
  }

  @Test
  void theSameSeedGivesTheSameFloatsAtAnyThreadCountAndAfterAStop() {
    AlignedFlow one = flow();
    List<Trainer.State> states = new ArrayList<>();
    try (Workers workers = new Workers(1)) {
      new Trainer(
              one,
              objective(one),
              options(4),
              Execution.of(workers, () -> 0, () -> false, _ -> {}, states::add))
          .run();
    }
    try (Workers workers = new Workers(3)) {
      AlignedFlow three = flow();
      new Trainer(three, objective(three), options(4), Execution.quiet(workers, () -> 0)).run();
      assertArrayEquals(numbers(one), numbers(three));

      AlignedFlow resumed = flow();
      AlignedLikelihood objective = objective(resumed);
      objective.initialize();
      new Trainer(resumed, objective, options(4), Execution.quiet(workers, () -> 0))
          .resume(states.get(1));
      assertArrayEquals(numbers(one), numbers(resumed));
    }
  }

  /// The gradient of a batch is that of its sequences one by one, each with weights of its own making.
  @Test
  void whatIsMadeOfWeightsOnceIsDifferentiatedForAll() {
    AlignedFlow flow = flow();
    AlignedLikelihood objective =
        new AlignedLikelihood(
            flow,
            transcribed(TRAINING),
            List.of(),
            transcribed(VALIDATION),
            new AlignedLikelihood.Plan(3, 1, 10, 0),
            9);
    objective.initialize();
    ParameterPack pack = ParameterPack.of(flow);
    float[] shared = new float[pack.size()];
    objective.prepare(0);
    double loss = objective.backward(0, Workspace.reusing().recording(pack, shared, 5));

    int[] order = new RowOrder(TRAINING.size(), 9).of(0);
    List<Transcribed> batch = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      batch.add(TRAINING.get(order[i]).transcribed());
    }
    batch.sort(Comparator.comparingInt(sequence -> -sequence.x().lanes()));
    double values = batch.stream().mapToInt(sequence -> sequence.x().size()).sum();
    double symbols = batch.stream().mapToInt(sequence -> sequence.symbols().length).sum();
    float[] single = new float[pack.size()];
    Workspace seeds = Workspace.reusing().recording(pack, new float[pack.size()], 5);
    double sum = 0;
    for (Transcribed sequence : batch) {
      Workspace workspace = Workspace.reusing().recording(pack, single, seeds.nextSeed());
      sum +=
          workspace.run(() -> {
            AlignedFlow.Fit fit = flow.fit(sequence);
            fit.normal().gradient().fill((float) (-1 / values));
            fit.volume().gradient().fill((float) (-1 / values));
            for (int i = 0; i < sequence.symbols().length; i++) {
              double error =
                  fit.encoded().logDurations().get(0, i) - Math.log(fit.alignment().durations()[i]);
              Tensor slope = fit.encoded().logDurations().gradient();
              slope.data()[slope.offset() + i] = (float) (2 * error / symbols);
            }
            double logProb = fit.logProb();
            workspace.backward();
            return logProb;
          });
    }
    assertEquals(-sum / values, loss, 1e-6);
    double largest = 0;
    for (float slope : single) {
      largest = Math.max(largest, Math.abs(slope));
    }
    assertArrayEquals(single, shared, (float) (1e-4 * largest));
  }

  @Test
  void aGivenAlignmentIsAtMostAsLikelyAsTheBest() {
    AlignedFlow flow = flow();
    Transcribed sequence = TRAINING.getFirst().transcribed();
    AlignedFlow.Fit best = flow.fit(sequence);
    assertEquals(best.logProb(), flow.fit(sequence, best.alignment()).logProb(), 1e-4);
    int[] late = new int[sequence.symbols().length];
    Arrays.fill(late, 1);
    late[late.length - 1] += sequence.x().lanes() - late.length;
    Alignment given = new Alignment(late);
    AlignedFlow.Fit fit = flow.fit(sequence, given);
    assertEquals(given, fit.alignment());
    assertTrue(fit.logProb() <= best.logProb());
    assertThrows(
        IllegalArgumentException.class, () -> flow.fit(sequence, new Alignment(new int[] {1})));
  }

  /// Symbols are louder the higher they are, and the pitch is 1 for even ones and −1 for odd ones, and some noise.
  @Test
  void thePitchExplainsAndIsExpected() {
    Random random = new Random(5);
    List<Transcribed> sung = new ArrayList<>();
    for (Spoken spoken : TRAINING) {
      Transcribed plain = spoken.transcribed();
      float[] pitch = new float[plain.symbols().length];
      for (int i = 0; i < pitch.length; i++) {
        pitch[i] = (plain.symbols()[i] % 2 == 0 ? 1 : -1) + 0.5f * (float) random.nextGaussian();
      }
      Tensor x = Tensor.zeros(4, plain.x().lanes()).setLanes(plain.x(), 0);
      int[] symbolOf = spoken.truth().symbolOfFrame();
      for (int j = 0; j < symbolOf.length; j++) {
        x.data()[x.at(0) + j] += 2 * pitch[symbolOf[j]];
      }
      sung.add(new Transcribed(plain.symbols(), x, pitch));
    }
    List<Transcribed> unsung =
        sung.stream().map(each -> new Transcribed(each.symbols(), each.x())).toList();
    AlignedFlow flow = flow(OptionalInt.of(8));
    try (Workers workers = new Workers(2)) {
      new Trainer(
              flow,
              new AlignedLikelihood(
                  flow,
                  sung,
                  TRAINING.stream().map(Spoken::truth).toList(),
                  sung,
                  new AlignedLikelihood.Plan(6, 2, 10, 1000),
                  9),
              options(60),
              Execution.of(workers, () -> 0, () -> false, _ -> {}, _ -> {}))
          .run();
      double known = AlignedLikelihood.score(flow, sung, workers).logProb();
      double expected = AlignedLikelihood.score(flow, unsung, workers).logProb();
      assertTrue(known > expected + 0.02, known + " and " + expected);
    }
    double error = 0; // of a variance of 1.25, of which 0.25 is noise
    int symbols = 0;
    for (Transcribed each : sung) {
      float[] said = Objects.requireNonNull(flow.encode(each.symbols()).pitch()).toArray();
      float[] pitch = Objects.requireNonNull(each.pitch());
      for (int i = 0; i < said.length; i++) {
        error += (said[i] - pitch[i]) * (said[i] - pitch[i]);
        symbols++;
      }
    }
    assertTrue(error / symbols < 0.5, "error " + error / symbols);
  }

  /// A step by given alignments is less likely than one by the flow's own, until it stops being guided.
  @Test
  void aTrainingIsGuidedAsLongAsThePlanSays() {
    AlignedFlow flow = flow();
    List<Transcribed> training = transcribed(TRAINING);
    List<Alignment> guides = new ArrayList<>();
    for (Transcribed sequence : training) {
      int[] late = new int[sequence.symbols().length];
      Arrays.fill(late, 1);
      late[late.length - 1] += sequence.x().lanes() - late.length;
      guides.add(new Alignment(late));
    }
    AlignedLikelihood.Plan plan = new AlignedLikelihood.Plan(3, 1, 10, 1);
    AlignedLikelihood guided =
        new AlignedLikelihood(flow, training, guides, transcribed(VALIDATION), plan, 9);
    AlignedLikelihood free =
        new AlignedLikelihood(flow, training, List.of(), transcribed(VALIDATION), plan, 9);
    free.initialize();
    assertTrue(loss(guided, flow, 0) > loss(free, flow, 0));
    assertEquals(loss(free, flow, 1), loss(guided, flow, 1));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new AlignedLikelihood(
                flow, training, guides.subList(1, 2), transcribed(VALIDATION), plan, 9));
  }

  private static double loss(AlignedLikelihood objective, AlignedFlow flow, long step) {
    ParameterPack pack = ParameterPack.of(flow);
    objective.prepare(step);
    return objective.backward(0, Workspace.reusing().recording(pack, new float[pack.size()], 5));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    AlignedFlow flow = flow();
    List<Transcribed> fine = transcribed(VALIDATION);
    assertThrows(
        IllegalArgumentException.class,
        () -> new AlignedLikelihood(flow, List.of(), List.of(), fine, PLAN, 0));
    for (Tensor wrong : List.of(Tensor.zeros(4, 7), Tensor.zeros(3, 8), Tensor.zeros(4, 2))) {
      List<Transcribed> bad = List.of(new Transcribed(new int[] {0, 1, 2}, wrong));
      assertThrows(
          IllegalArgumentException.class,
          () -> new AlignedLikelihood(flow, fine, List.of(), bad, PLAN, 0),
          wrong.shape());
    }
    assertThrows(IllegalArgumentException.class, () -> new AlignedLikelihood.Plan(0, 1, 1, 0));
    assertEquals(8, new Transcribed(new int[] {1}, Tensor.zeros(4, 9)).whole(2).x().lanes());
  }
}

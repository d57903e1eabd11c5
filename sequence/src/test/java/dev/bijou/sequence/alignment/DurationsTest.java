package dev.bijou.sequence.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.sequence.network.DurationSpec;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.tensor.Workspace;
import dev.bijou.train.Execution;
import dev.bijou.train.Trainer;
import dev.bijou.train.TrainingOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  private static final double SPREAD = 0.4;

  @ParameterizedTest
  @CsvSource({"0.3, 0", "1.7, -3", "2.5, 1", "-4, 0.5"})
  void probabilitiesSumToOne(float logMedian, float scale) {
    Tensor said = Tensor.of(2, 1, logMedian, scale);
    double sum = 0;
    for (int frames = 1; frames < 50_000; frames++) {
      sum += Math.exp(Durations.logProb(said, SPREAD, new int[] {frames}));
    }
    assertEquals(1, sum, 1e-3);
  }

  @ParameterizedTest
  @CsvSource({"0.3, 0, 1", "0.3, 0, 2", "1.7, -2, 9", "3, 1, 1", "-2, 0.5, 40", "2, -6, 300"})
  void theSlopeIsThatOfTheProbability(float logMedian, float scale, int frames) {
    Parameter parameter = new Parameter(Tensor.of(2, 1, logMedian, scale));
    ParameterPack pack =
        ParameterPack.of((prefix, visitor) -> visitor.parameter("said", parameter));
    float[] slope = new float[pack.size()]; // padded
    Workspace workspace = Workspace.reusing().recording(pack, slope, 0);
    workspace.run(() -> {
      Tensor said = workspace.read(parameter);
      Durations.learn(said, SPREAD, new int[] {frames}, 0.5);
      workspace.backward();
      return said;
    });
    for (int i = 0; i < 2; i++) {
      double step = 1e-3;
      double above = minus(logMedian, scale, i, step, frames);
      double expected = (above - minus(logMedian, scale, i, -step, frames)) / (2 * step);
      assertEquals(expected, slope[i], 1e-3 * Math.max(1, Math.abs(expected)), "row " + i);
    }
  }

  private static double minus(float logMedian, float scale, int row, double step, int frames) {
    Tensor said =
        Tensor.of(
            2,
            1,
            (float) (logMedian + (row == 0 ? step : 0)),
            (float) (scale + (row == 1 ? step : 0)));
    return -0.5 * Durations.logProb(said, SPREAD, new int[] {frames});
  }

  @Test
  void drawsHaveTheirProbabilities() {
    int draws = 40_000;
    float[] numbers = new float[2 * draws];
    Arrays.fill(numbers, 0, draws, 1.2f);
    Tensor said = Tensor.of(2, draws, numbers);
    Tensor drawn = Durations.drawn(said, SPREAD, 1, new SplittableRandom(3));
    int[] durations = Durations.of(drawn, 1, 1).durations();
    for (int frames = 1; frames < 12; frames++) {
      int length = frames;
      double share = (double) Arrays.stream(durations).filter(d -> d == length).count() / draws;
      double p = Math.exp(Durations.logProb(Tensor.of(2, 1, 1.2f, 0), SPREAD, new int[] {frames}));
      assertEquals(p, share, 5 * Math.sqrt(p * (1 - p) / draws), frames + " frames");
    }
  }

  @Test
  void theMeanIsThatOfTheDensityAtAnyTemperature() {
    int draws = 200_000;
    float[] numbers = new float[2 * draws];
    Arrays.fill(numbers, 0, draws, 2);
    Arrays.fill(numbers, draws, 2 * draws, -0.4f);
    Tensor said = Tensor.of(2, draws, numbers);
    double s = SPREAD * Math.exp(2 * Math.tanh(-0.2));
    double expected = Math.exp(2) * Math.PI * s / Math.sin(Math.PI * s);
    for (float temperature : new float[] {0, 0.5f, 1}) {
      float[] drawn = Durations.drawn(said, SPREAD, temperature, new SplittableRandom(5)).toArray();
      double sum = 0;
      for (int i = 0; i < draws; i++) {
        sum += Math.exp(drawn[i]);
      }
      assertEquals(expected, sum / draws, 0.01 * expected, "temperature " + temperature);
    }
  }

  @Test
  void aFlowDrawsDurationsThatItHasLearned() {
    AlignedFlow flow = flow(OptionalDouble.of(SPREAD));
    AlignedFlow.Encoded encoded = flow.encode(0, 1, 2);
    float[] mean = flow.drawnDurations(encoded, 0, new SplittableRandom(1)).toArray();
    assertArrayEquals(mean, flow.drawnDurations(encoded, 0, new SplittableRandom(2)).toArray());
    for (int i = 0; i < 3; i++) {
      assertTrue(mean[i] > encoded.logDurations().get(0, i));
    }
    float[] one = flow.drawnDurations(encoded, 0.5f, new SplittableRandom(1)).toArray();
    assertArrayEquals(one, flow.drawnDurations(encoded, 0.5f, new SplittableRandom(1)).toArray());
    assertFalse(
        Arrays.equals(one, flow.drawnDurations(encoded, 0.5f, new SplittableRandom(2)).toArray()));
    assertThrows(
        IllegalArgumentException.class,
        () -> flow.drawnDurations(encoded, Float.NaN, new SplittableRandom(1)));
    AlignedFlow expected = flow(OptionalDouble.empty());
    AlignedFlow.Encoded plain = expected.encode(0, 1, 2);
    assertSame(plain.logDurations(), expected.drawnDurations(plain, 1, new SplittableRandom(1)));
    assertThrows(
        IllegalArgumentException.class, () -> new DurationSpec(4, 3, 0, OptionalDouble.of(0)));
  }

  /// Symbols 0 and 1 last as long at the median, but symbol 1 spreads.
  @Test
  void learnsHowFarDurationsSpread() {
    SplittableRandom random = new SplittableRandom(4);
    List<Transcribed> set = new ArrayList<>();
    List<Alignment> guides = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      int[] symbols = new int[12];
      int[] durations = new int[12];
      int frames = 0;
      for (int i = 0; i < 12; i++) {
        symbols[i] = random.nextInt(2);
        durations[i] = symbols[i] == 0 ? 6 : 2 + random.nextInt(9);
        frames += durations[i];
      }
      durations[11] += frames % 2;
      frames += frames % 2;
      Alignment alignment = new Alignment(durations);
      guides.add(alignment);
      Tensor x = Tensor.zeros(4, frames);
      for (int f = 0; f < 4; f++) {
        for (int t = 0; t < frames; t++) {
          int symbol = symbols[alignment.symbolOfFrame()[t]];
          x.data()[x.at(f) + t] = (float) (2 * symbol - 1 + 0.3 * random.nextGaussian());
        }
      }
      set.add(new Transcribed(symbols, x));
    }
    AlignedFlow flow = flow(OptionalDouble.of(SPREAD));
    AlignedLikelihood objective =
        new AlignedLikelihood(
            flow, set, guides, set.subList(0, 2), new AlignedLikelihood.Plan(10, 1, 10, 1000), 1);
    try (Workers workers = new Workers(1)) {
      new Trainer(
              flow,
              objective,
              TrainingOptions.standard().withEpochs(60).withLearningRate(1e-2f).withSeed(2),
              Execution.of(workers, () -> 0, () -> false, _ -> {}, _ -> {}))
          .run();
      assertTrue(AlignedLikelihood.score(flow, set, workers).durationLogProb().isPresent());
    }
    Tensor said = flow.encode(0, 1, 0, 1).logDurations();
    assertEquals(Math.log(5.7), said.get(0, 0), 0.15);
    assertTrue(said.get(1, 1) > said.get(1, 0) + 1, said.get(1, 0) + " and " + said.get(1, 1));
  }

  private static AlignedFlow flow(OptionalDouble spread) {
    return AlignedFlows.glowTts(
            new AlignedFlows.Options(
                3,
                4,
                8,
                1,
                8,
                1,
                new SequenceNetworkSpec.GatedConvolutions(4, 1, 3, 0),
                OptionalInt.empty(),
                spread))
        .build(1);
  }
}

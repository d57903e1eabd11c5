package dev.bijou.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Evaluation;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Learning from rows that are divided among processes.
class PartsTest {
  private static final int ROWS = 600;
  private static final FitOptions OPTIONS = FitOptions.standard().withMembers(1).withEpochs(3);
  private static final MixedLayout LAYOUT = MixedLayout.continuous(2);

  private static Dataset rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Dataset rows = new Dataset(2, 0);
    for (int i = 0; i < count; i++) {
      float x = (float) random.nextGaussian();
      rows.add(new float[] {x, x * x + 0.3f * (float) random.nextGaussian()});
    }
    return rows;
  }

  /// The held-out log-density before and after, with the weights at the end.
  private record Learned(double before, double after, float[] weights) {}

  private static Learned learn(FlowFit fit, Dataset heldOut) {
    List<Dataset> parts = IntStream.range(0, 3).mapToObj(part -> rows(ROWS / 3, part)).toList();
    try (Workers workers = new Workers(1)) {
      Distribution flow = fit.flow(0, List.of(), workers);
      Execution.Parts plan = fit.parts(0, ROWS, parts.size(), 9);
      float[] weights = ParameterPack.of(flow).values();
      double before = Evaluation.meanLogProb(flow, heldOut, workers);
      Execution.Parts.State state = plan.start(weights);
      for (int round = 0; round < plan.rounds(); round++) {
        List<Execution.Parts.State> states = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
          states.add(plan.run(flow, parts.get(part), part, round, state, workers, () -> false));
        }
        state = Execution.Parts.average(states);
        assertFalse(state.isFailed());
      }
      System.arraycopy(state.mean(), 0, weights, 0, weights.length);
      return new Learned(before, Evaluation.meanLogProb(flow, heldOut, workers), weights.clone());
    }
  }

  @Test
  void learnsTheSameTwiceAndMoreThanNothing() {
    Dataset heldOut = rows(200, 9);
    FlowFit fit = FlowFit.ofSample(new FlowFit.Split(rows(100, 5), heldOut), ROWS, OPTIONS, LAYOUT);
    Learned learned = learn(fit, heldOut);
    assertTrue(learned.after() > learned.before(), learned.before() + " → " + learned.after());
    assertArrayEquals(learned.weights(), learn(fit, heldOut).weights());
  }

  @Test
  void triesWhatAFitOfAsManyRowsTries() {
    FlowFit.Split few = new FlowFit.Split(rows(100, 5), rows(50, 9));
    FlowFit.Split all = new FlowFit.Split(rows(ROWS, 5), rows(50, 9));
    assertEquals(
        FlowFit.of(List.of(all), OPTIONS, LAYOUT).groups(),
        FlowFit.ofSample(few, ROWS, OPTIONS, LAYOUT).groups());
    assertEquals(1.5, FlowFit.ofSample(few, ROWS, OPTIONS, LAYOUT).parts(0, ROWS, 3, 6).passes(3));
  }

  @Test
  void averagesTwentyTimesAPassOrAfterFourSteps() {
    FlowFit.Split few = new FlowFit.Split(rows(100, 5), rows(50, 9));
    FlowFit fit = FlowFit.ofSample(few, ROWS, OPTIONS, LAYOUT);
    assertEquals(3 * 20, fit.parts(0, 1_000_000, 3, 0).rounds());
    assertEquals(3 * 9, fit.parts(0, 10_000, 3, 0).rounds()); // 39 steps of 85 rows
    assertEquals(3, fit.parts(0, ROWS, 3, 0).rounds());
  }
}

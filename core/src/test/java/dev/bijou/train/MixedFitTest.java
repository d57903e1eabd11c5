package dev.bijou.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.distribution.Categorical;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.distribution.MixedLayout.Value;
import dev.bijou.distribution.ScaledContext;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Evaluation;
import dev.bijou.flow.Mixed;
import dev.bijou.flow.Values;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Fits of rows of codes and values.
class MixedFitTest {
  /// A category of three and the unknown, whether the first value is there, and three values: a whole number that may be
  /// absent, one that is always there, and the same again.
  private static final MixedLayout LAYOUT =
      new MixedLayout(
          List.of(4, 3), List.of(new Value(1, 1), Value.continuous(), Value.continuous()));

  private static final Dataset TRAINING = rows(1_200, 1);
  private static final Dataset VALIDATION = rows(300, 2);
  private static final FitOptions OPTIONS = FitOptions.standard().withMembers(1).withEpochs(4);

  private static Dataset rows(int count, long seed) {
    Random random = new Random(seed);
    Dataset data = new Dataset(5, 0);
    for (int n = 0; n < count; n++) {
      int category = random.nextInt(3);
      boolean there = random.nextDouble() < (category == 0 ? 0.9 : 0.2);
      float number = there ? Math.round(10 * category + 2 * random.nextGaussian()) : 0;
      float value = (float) (100 * category + random.nextGaussian());
      data.add(new float[] {category, there ? 0 : 1, number, value, value});
    }
    return data;
  }

  private static List<FlowFit.State> states = new ArrayList<>();

  private static Distribution fit(int threads, Optional<FlowFit.State> resumed) {
    states = new ArrayList<>();
    try (Workers workers = new Workers(threads)) {
      return FlowFit.of(TRAINING, VALIDATION, OPTIONS, LAYOUT)
          .run(Execution.of(workers, () -> 0, () -> false, _ -> {}, states::add), resumed)
          .distribution();
    }
  }

  @Test
  void resumesBitForBitAtAnyThreadCount() {
    float[] whole = scores(fit(1, Optional.empty()));
    FlowFit.State half = states.get(1);
    assertArrayEquals(whole, scores(fit(2, Optional.empty())));
    assertArrayEquals(whole, scores(fit(3, Optional.of(half))));
  }

  private static float[] scores(Distribution distribution) {
    try (Workers workers = new Workers(1)) {
      return Evaluation.logProb(distribution, VALIDATION, workers);
    }
  }

  @Test
  void learnsTheRowsAndDrawsSuchRows() {
    FitOptions options = FitOptions.standard().withMembers(1).withEpochs(80);
    try (Workers workers = new Workers(2)) {
      Distribution density =
          FlowFit.of(TRAINING, VALIDATION, options, LAYOUT).run(workers, System::nanoTime);
      // Independent columns have −8.2: log ⅓ for the category, −0.7 for the state, −1.4 for the
      // first value where it is
      // −1.4 for the value;
      // there, and −2.5 for each of the others, one of which is a copy of the other.
      double score = Evaluation.meanLogProb(density, VALIDATION, workers);
      assertTrue(score > -7.5, "held-out mean log-density " + score);
      assertTrue(score < 25, "a copied column does not make it explode: " + score);
      Tensor draws = Evaluation.sample(density, 2_000, Context.NONE, 3, workers);
      int good = 0;
      for (int n = 0; n < 2_000; n++) {
        assertTrue(draws.get(1, n) == 0 || draws.get(2, n) == 0);
        assertEquals(Math.rint(draws.get(2, n)), draws.get(2, n));
        good += Math.abs(draws.get(3, n) - 100 * draws.get(0, n)) < 10 ? 1 : 0;
      }
      assertTrue(
          good > 1_000, good + " of 2,000 draws lie where their category does, and 667 by chance");
      // What nobody has seen is possible, and unlikely.
      Tensor unseen = Tensor.of(5, 3, 3, 0, 0, 1, 2, 1, 0, 0, 0, 0, 0, 1e30f, 0, 0, -1e30f);
      for (float logProb : density.logProb(unseen, Context.NONE).toArray()) {
        assertTrue(Float.isFinite(logProb) && logProb < score - 5, "unseen: " + logProb);
      }
    }
  }

  @Test
  void rowsOfOneKindHaveADistributionOfOneKind() {
    FitOptions options = OPTIONS.withEpochs(1);
    Dataset codes = new Dataset(2, 1);
    Dataset values = new Dataset(3, 1);
    for (int n = 0; n < 200; n++) {
      codes.add(new float[] {n % 3, n % 2, n});
      values.add(new float[] {n % 7, n * n % 31, n % 5, n});
    }
    try (Workers workers = new Workers(1)) {
      Distribution ofCodes =
          FlowFit.of(codes, codes, options, new MixedLayout(List.of(4, 3), List.of()))
              .run(workers, System::nanoTime);
      Distribution ofValues =
          FlowFit.of(
                  values,
                  values,
                  options.withFlow(FlowName.REAL_NVP),
                  new MixedLayout(
                      List.of(), List.of(new Value(-1, 1), new Value(-1, 1), new Value(-1, 0))))
              .run(workers, System::nanoTime);
      assertEquals(1, ofCodes.contextFeatures());
      assertEquals(1, ofValues.contextFeatures());
      assertInstanceOf(Categorical.class, unscaled(ofCodes));
      assertInstanceOf(Values.class, unscaled(ofValues));
      assertInstanceOf(Mixed.class, fit(1, Optional.empty()));
    }
  }

  private static Distribution unscaled(Distribution distribution) {
    return assertInstanceOf(ScaledContext.class, distribution).of();
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertEquals(
        "the training set has 5 features, but the layout has 2",
        refusal(OPTIONS, new MixedLayout(List.of(2, 2), List.of())));
    String message = refusal(OPTIONS.withFlow(FlowName.REAL_NVP), LAYOUT);
    assertTrue(message.startsWith("values that may be absent need splines"), message);
  }

  private static String refusal(FitOptions options, MixedLayout layout) {
    return assertThrows(
            IllegalArgumentException.class, () -> FlowFit.of(TRAINING, VALIDATION, options, layout))
        .getMessage();
  }
}

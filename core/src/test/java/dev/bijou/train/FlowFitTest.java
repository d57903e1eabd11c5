package dev.bijou.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Permutation;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Values;
import dev.bijou.tensor.Workers;
import dev.bijou.train.TrainingEvent.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowFitTest {
  private static final int SHAPES = 5;
  private static final Duration BUDGET = Duration.ofSeconds(150);
  private static final FitOptions OPTIONS = FitOptions.standard().withMembers(3).withEpochs(300);

  private static Dataset rows(int count, long seed) {
    Random random = new Random(seed);
    Dataset data = new Dataset(2, 1);
    for (int n = 0; n < count; n++) {
      float x = (float) random.nextGaussian();
      data.add(new float[] {x, x * x, (float) random.nextGaussian()});
    }
    return data;
  }

  /// A clock on which a second passes between two looks, and which starts anywhere.
  private static LongSupplier clock(long start) {
    AtomicLong now = new AtomicLong(start);
    return () -> now.getAndAdd(1_000_000_000);
  }

  private static FlowFit.Result fit(
      FitOptions options,
      LongSupplier clock,
      BooleanSupplier stop,
      List<FlowFit.State> states,
      Optional<FlowFit.State> resumed) {
    try (Workers workers = new Workers(1)) {
      return FlowFit.of(rows(60, 1), rows(20, 2), options)
          .run(Execution.of(workers, clock, stop, _ -> {}, states::add), resumed);
    }
  }

  private static List<Reason> reasons(FlowFit.Result result) {
    return result.trainings().stream().map(TrainingEvent.Finished::reason).toList();
  }

  /// True from the n-th question on.
  private static BooleanSupplier after(int n) {
    AtomicLong asked = new AtomicLong();
    return () -> asked.incrementAndGet() >= n;
  }

  @ParameterizedTest
  @CsvSource({
    "training,   NaN,       1, feature 1 is NaN",
    "validation, NaN,       0, feature 0 is NaN",
    "training,   -Infinity, 2, context feature 0 is -Infinity",
    "validation, Infinity,  1, feature 1 is Infinity",
  })
  void refusesARowThatIsNotFinite(String set, float value, int place, String what) {
    Dataset sound = rows(30, 3);
    Dataset broken = rows(17, 4);
    float[] row = {1, 2, 3};
    row[place] = value;
    broken.add(row);
    boolean training = set.equals("training");
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> FlowFit.of(training ? broken : sound, training ? sound : broken, OPTIONS));
    assertEquals(set + " row 17, " + what + ", but must be finite", refused.getMessage());
  }

  @Test
  void refusesSetsWithoutRowsOrOfOtherFeatures() {
    Dataset sound = rows(30, 3);
    Dataset empty = new Dataset(2, 1);
    assertEquals("the training set has no rows", refusal(empty, sound));
    assertEquals("the validation set has no rows", refusal(sound, empty));
    Dataset other = new Dataset(2, 0);
    other.add(new float[2]);
    assertEquals(
        "the validation set has 2 features and 0 context features, but the training set has 2 and 1",
        refusal(sound, other));
  }

  private static String refusal(Dataset training, Dataset validation) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class, () -> FlowFit.of(training, validation, OPTIONS))
            .getMessage());
  }

  @Test
  void saysWhyEachMemberEnded() {
    FlowFit.Result whole =
        fit(OPTIONS.withEpochs(2), clock(0), () -> false, new ArrayList<>(), Optional.empty());
    assertEquals(Collections.nCopies(4, Reason.COMPLETED), reasons(whole));
    assertEquals(whole.chosen().size(), members(whole.distribution()));

    FlowFit.Result late =
        fit(OPTIONS.withBudget(BUDGET), clock(0), () -> false, new ArrayList<>(), Optional.empty());
    assertEquals(Collections.nCopies(4, Reason.BUDGET), reasons(late));

    // Two steps and a look before the next member, then in the second step of that.
    FlowFit.Result stopped =
        fit(OPTIONS.withEpochs(2), clock(0), after(5), new ArrayList<>(), Optional.empty());
    assertEquals(List.of(Reason.COMPLETED, Reason.INTERRUPTED), reasons(stopped));
    assertEquals(1, members(stopped.distribution()), "what was cut short is no member");
  }

  /// Of the five shapes that are tried, the one that the validation rows prefer has the further members; the other flows are
  /// averaged if they prefer that.
  @Test
  void goesOnWithTheBestShape() {
    FlowFit.Result result;
    try (Workers workers = new Workers(1)) {
      result =
          FlowFit.of(rows(600, 1), rows(60, 2), OPTIONS.withEpochs(2))
              .run(Execution.quiet(workers, clock(0)), Optional.empty());
    }
    List<TrainingEvent.Finished> trainings = result.trainings();
    int best =
        IntStream.range(0, SHAPES)
            .boxed()
            .max(Comparator.comparingDouble(i -> trainings.get(i).validation()))
            .orElseThrow();
    int further = trainings.size() - SHAPES - 1;
    assertTrue(
        result.chosen().containsAll(List.of(best, SHAPES + 1, SHAPES + further)),
        result.chosen().toString());
    int sameShape = result.chosen().contains(SHAPES) ? further + 1 : further;
    Ensemble ensemble = assertInstanceOf(Ensemble.class, result.distribution());
    assertEquals(result.chosen().size(), ensemble.members().size());
    List<Long> sizes = ensemble.members().stream().map(FlowFitTest::parameters).toList();
    assertEquals(
        1, sizes.subList(sizes.size() - further, sizes.size()).stream().distinct().count());
    int alike = result.chosen().containsAll(List.of(3, 4)) ? 1 : 0; // one shape, two beginnings
    assertEquals(result.chosen().size() - sameShape - alike, sizes.stream().distinct().count());
  }

  private static long parameters(Distribution flow) {
    return flow.parameters().stream().mapToLong(parameter -> parameter.value().size()).sum();
  }

  /// The flow in reverse is averaged where the held-out rows like that, and then further ones have other orders too.
  @Test
  void furtherFlowsHaveOtherOrdersIfThatHelps() {
    Random random = new Random(1);
    Dataset training = new Dataset(3, 0);
    Dataset validation = new Dataset(3, 0);
    for (int i = 0; i < 700; i++) {
      double x = 1.5 * random.nextGaussian();
      double y = Math.sin(3 * x) + 0.1 * random.nextGaussian();
      double z = 0.5 * x * x - x * y + y * y + 0.2 * random.nextGaussian();
      (i < 450 ? training : validation).add(new float[] {(float) x, (float) y, (float) z});
    }
    for (int epochs : new int[] {1, 150}) {
      FlowFit.Result result;
      try (Workers workers = new Workers(2)) {
        FitOptions options = FitOptions.standard().withMembers(3).withEpochs(epochs);
        result =
            FlowFit.of(training, validation, options)
                .run(Execution.quiet(workers, clock(0)), Optional.empty());
      }
      boolean helps = result.chosen().contains(1);
      assertEquals(helps ? List.of(0, 1, 2, 3) : List.of(0, 2, 3), result.chosen());
      List<Distribution> members = ((Ensemble) result.distribution()).members();
      for (int i = 0; i < members.size(); i++) {
        boolean other = layers(members.get(i)).getLast() instanceof Permutation.Spec;
        assertEquals(helps && i > 0, other, "flow " + i + " after " + epochs + " epochs");
      }
    }
  }

  private static List<BijectionSpec> layers(Distribution flow) {
    Values.Spec values = assertInstanceOf(Values.Spec.class, flow.spec());
    return assertInstanceOf(Chain.Spec.class, values.bijection()).layers();
  }

  /// The flows after those of the shapes may see the columns in other orders.
  @Test
  void furtherFlowsHaveOrdersOfTheirOwn() {
    MixedLayout layout = MixedLayout.continuous(5);
    List<Integer> first = List.of(0, 1, 2, 3, 4);
    FitPlan plan = FitPlan.of(3_000, layout, () -> List.of(first), 0, OPTIONS);
    for (int shape = 0; shape < plan.shapes().size(); shape++) {
      assertEquals(first, plan.order(shape, 0));
    }
    List<List<Integer>> further =
        IntStream.range(plan.shapes().size(), plan.trainings())
            .mapToObj(number -> plan.order(number, 0))
            .toList();
    assertEquals(List.of(3, 4, 5), IntStream.range(5, 8).map(plan::drawn).boxed().toList());
    assertTrue(further.stream().distinct().count() > 1, further.toString());
    for (List<Integer> order : further) {
      assertEquals(first, order.stream().sorted().toList());
      Distribution flow = plan.shapes().getFirst().spec().apply(order).build(1);
      assertEquals(new Permutation.Spec(order), layers(flow).getLast());
    }
  }

  /// Each further flow learns from the next split; those of the shapes that are tried share the first.
  @Test
  void flowsLearnFromOneSplitAfterTheOther() {
    FitOptions options = OPTIONS.withMembers(4).withEpochs(1);
    List<FlowFit.Split> splits =
        IntStream.range(0, 4)
            .mapToObj(i -> new FlowFit.Split(rows(600, i), rows(60, 10 + i)))
            .toList();
    FlowFit.Result result;
    try (Workers workers = new Workers(1)) {
      result =
          FlowFit.of(splits, options, MixedLayout.continuous(2))
              .run(Execution.quiet(workers, clock(0)), Optional.empty());
    }
    List<Integer> expected =
        result.chosen().stream().map(number -> Math.max(0, number - SHAPES)).toList();
    assertEquals(expected, result.splits());
    assertTrue(result.splits().containsAll(List.of(0, 1, 2, 3)));
    for (int flow = 0; flow < result.chosen().size(); flow++) {
      Distribution member = ((Ensemble) result.distribution()).members().get(flow);
      Dataset held = splits.get(result.splits().get(flow)).validation();
      try (Workers workers = new Workers(1)) {
        assertEquals(
            result.trainings().get(result.chosen().get(flow)).validation(),
            MaximumLikelihood.score(member, held, workers),
            1e-5);
      }
    }
  }

  @Test
  void fewRowsAreHeldOutInParts() {
    FitOptions standard = FitOptions.standard();
    assertEquals(FlowFit.PARTS, FlowFit.heldOutParts(500, standard));
    assertEquals(5, FlowFit.heldOutParts(4_000, standard));
    assertEquals(1, FlowFit.heldOutParts(6_000, standard));
    assertEquals(1, FlowFit.heldOutParts(500, standard.withMembers(1)));
    assertEquals(3, FlowFit.heldOutParts(500, standard.withMembers(3)));
  }

  private static int members(Distribution distribution) {
    return distribution instanceof Ensemble ensemble ? ensemble.members().size() : 1;
  }

  @Test
  void aResumedFitRemembersWhyItsEarlierMembersEnded() {
    List<FlowFit.State> states = new ArrayList<>();
    FitOptions options = OPTIONS.withEpochs(2);
    fit(options, clock(0), after(5), states, Optional.empty());
    FlowFit.Result result =
        fit(options, clock(7), () -> false, states, Optional.of(states.getLast()));
    assertEquals(Collections.nCopies(4, Reason.COMPLETED), reasons(result));
  }

  @Test
  void aFitOfSeveralRunsHasOneBudget() {
    FitOptions options = OPTIONS.withBudget(BUDGET);
    List<FlowFit.State> states = new ArrayList<>();
    fit(options, clock(0), after(5), states, Optional.empty());
    fit(options, clock(5_000), after(11), states, Optional.of(states.getLast()));
    FlowFit.Result result =
        fit(options, clock(-3_000), () -> false, states, Optional.of(states.getLast()));

    assertEquals(Collections.nCopies(4, Reason.BUDGET), reasons(result));
    assertInstanceOf(Ensemble.class, result.distribution());
    Duration used = states.getLast().elapsed();
    assertTrue(
        used.compareTo(BUDGET.minusSeconds(15)) > 0 && used.compareTo(BUDGET.plusSeconds(15)) < 0,
        "time learned: " + used);
    Duration first = result.trainings().getFirst().elapsed();
    assertTrue(first.compareTo(BUDGET.dividedBy(4).plusSeconds(10)) < 0, "first member: " + first);
  }

  @Test
  void aSpentBudgetStartsNoFurtherMember() {
    AtomicLong now = new AtomicLong();
    BooleanSupplier step =
        () -> {
          now.addAndGet(BUDGET.toNanos()); // a step as long as the whole budget
          return false;
        };
    FlowFit.Result result =
        fit(OPTIONS.withBudget(BUDGET), now::get, step, new ArrayList<>(), Optional.empty());
    assertEquals(List.of(Reason.BUDGET), reasons(result));
    assertEquals(1, members(result.distribution()));
  }
}

package dev.bijou.report.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.Activation;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.MaskedAutoregressive;
import dev.bijou.bijection.Permutation;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.distribution.ScaledContext;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.flow.Flow;
import dev.bijou.flow.Flows;
import dev.bijou.flow.Mixed;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

final class FlowStepsTest {
  private static final Flows.Options SMALL =
      Flows.Options.standard()
          .withLayers(3)
          .withNetwork(new NetworkSpec.Mlp(List.of(8), Activation.RELU, 0));

  private static Tensor normal(int features, int lanes) {
    Random random = new Random(5);
    Tensor x = Tensor.zeros(features, lanes);
    for (int i = 0; i < x.size(); i++) {
      x.data()[i] = (float) (3 + 2 * random.nextGaussian());
    }
    return x;
  }

  @Test
  void theLastStepIsTheFlowsSample() {
    Distribution flow = Flows.neuralSpline(3, SMALL.withLinear(true)).build(1);
    flow.initialize(normal(3, 100), Context.NONE);
    FlowSteps steps = FlowSteps.of(flow, Context.NONE, 0, 2, 9).orElseThrow();
    Tensor sample =
        flow.sample(
            steps.points(), Context.NONE, RandomGeneratorFactory.of("L64X128MixRandom").create(9));
    assertArrayEquals(sample.rows(0, 1).toArray(), steps.steps().getLast().x());
    assertArrayEquals(sample.rows(2, 3).toArray(), steps.steps().getLast().y());
    assertEquals(List.of(0, 1, 2, 3), steps.steps().stream().map(FlowSteps.Step::layers).toList());
    assertFalse(steps.circles());
  }

  @Test
  void columnsAreFollowedThroughPermutations() {
    DistributionSpec spec =
        new Flow.Spec(
            new StandardNormal.Spec(3),
            new Chain.Spec(
                List.of(
                    new Permutation.Spec(List.of(1, 2, 0)),
                    new Permutation.Spec(List.of(2, 1, 0)))));
    FlowSteps steps = FlowSteps.of(spec.build(0), Context.NONE, 0, 1, 9).orElseThrow();
    assertEquals(2, steps.steps().size());
    assertArrayEquals(steps.steps().getFirst().x(), steps.steps().getLast().x());
    assertArrayEquals(steps.steps().getFirst().y(), steps.steps().getLast().y());
  }

  @Test
  void anEnsembleShowsItsFirstMemberWithItsOwnContext() {
    List<Distribution> members =
        List.of(
            Flows.realNvp(2, SMALL.withContext(1)).build(1),
            Flows.realNvp(2, SMALL.withContext(1)).build(2));
    Distribution ensemble = new Ensemble(members);
    Tensor given = normal(1, FlowSteps.points(ensemble));
    ensemble.initialize(normal(2, given.lanes()), Context.of(given));
    FlowSteps steps = FlowSteps.of(ensemble, Context.of(given), 0, 1, 3).orElseThrow();
    assertTrue(members.getFirst() instanceof ScaledContext);
    Tensor sample =
        members
            .getFirst()
            .sample(
                given.lanes(),
                Context.of(given),
                RandomGeneratorFactory.of("L64X128MixRandom").create(3));
    assertArrayEquals(sample.rows(1, 2).toArray(), steps.steps().getLast().y());
  }

  @Test
  void twoFeaturesHaveCircles() {
    Flow flow = (Flow) Flows.realNvp(2, SMALL).build(1);
    flow.initialize(normal(2, 100), Context.NONE);
    FlowSteps steps = FlowSteps.of(flow, Context.NONE, 0, 1, 3).orElseThrow();
    assertTrue(steps.circles());
    FlowSteps.Step base = steps.steps().getFirst();
    assertEquals(steps.points() + FlowSteps.RADII.size() * FlowSteps.CIRCLE, base.x().length);
    assertEquals(
        FlowSteps.RADII.getFirst(),
        Math.hypot(base.x()[steps.points() + 7], base.y()[steps.points() + 7]),
        1e-5);
  }

  /// A name, and three numbers of which the second is missing where its code says so.
  @Test
  void numbersAmongNamesAreFollowedWhereTheyAreThere() {
    MixedLayout layout =
        new MixedLayout(
            List.of(3, 2),
            List.of(
                MixedLayout.Value.continuous(),
                new MixedLayout.Value(1, 0),
                MixedLayout.Value.continuous()));
    Distribution mixed =
        Flows.mixed(
                layout,
                SMALL,
                0.01f,
                seen -> {
                  BijectionSpec layer =
                      new MaskedAutoregressive.Spec(
                          3, seen, SMALL.network(), RationalQuadraticSpline.of(4, 3));
                  return new Chain.Spec(List.of(layer, layer, layer));
                })
            .build(1);
    FlowSteps whole = FlowSteps.ofNumbers(mixed, 0, 2, 9).orElseThrow();
    FlowSteps some = FlowSteps.ofNumbers(new Ensemble(List.of(mixed)), 0, 1, 9).orElseThrow();
    assertEquals(FlowSteps.points(((Mixed) mixed).values()), whole.points());
    assertTrue(some.points() > 0 && some.points() < whole.points(), "" + some.points());
    for (FlowSteps.Step step : some.steps()) {
      assertEquals(some.points(), step.x().length);
      for (float y : step.y()) {
        assertTrue(Float.isFinite(y));
      }
    }
    assertEquals(List.of(0, 1, 2, 3), some.steps().stream().map(FlowSteps.Step::layers).toList());
    assertTrue(FlowSteps.ofNumbers(new StandardNormal(2), 0, 1, 9).isEmpty());
  }

  @Test
  void manyLayersAreThinnedAndOthersHaveNoSteps() {
    FlowSteps steps =
        FlowSteps.of(Flows.realNvp(4, SMALL.withLayers(20)).build(1), Context.NONE, 0, 1, 3)
            .orElseThrow();
    List<Integer> layers = steps.steps().stream().map(FlowSteps.Step::layers).toList();
    assertEquals(8, layers.size());
    assertEquals(0, layers.getFirst());
    assertEquals(20, layers.getLast());
    assertTrue(FlowSteps.of(new StandardNormal(2), Context.NONE, 0, 1, 3).isEmpty());
  }
}

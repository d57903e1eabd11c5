package dev.bijou.flow;

import static dev.bijou.distribution.DistributionCatalogue.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.bijection.Affine;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.LuLinear;
import dev.bijou.bijection.MaskedAutoregressive;
import dev.bijou.bijection.Permutation;
import dev.bijou.distribution.Categorical;
import dev.bijou.distribution.CategoricalTest;
import dev.bijou.distribution.Distribution.Weighted;
import dev.bijou.distribution.DistributionCatalogue;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.distribution.MixedLayout.Value;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixedTest {
  /// Two values, the first there if the first code is 0, and always a second.
  private static final MixedLayout LAYOUT =
      new MixedLayout(List.of(3, 2), List.of(new Value(0, 0), Value.continuous()));

  private static final double REACH = 9; // of the integrals, in both directions
  private static final double STEP = 0.02;

  /// Σ over all codes of ∫ over the values that are there is 1.
  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void theWholeIsOne(int context) {
    Mixed mixed = example(LAYOUT, context);
    Tensor codes = CategoricalTest.everyRow(mixed.codes());
    Context given =
        CategoricalTest.repeated(
            DistributionCatalogue.context(mixed, 1, random(2)), 2 * (int) Math.round(REACH / STEP));
    double total = 0;
    for (int row = 0; row < codes.lanes(); row++) {
      total += mass(mixed, codes.get(0, row), codes.get(1, row), given);
    }
    assertEquals(1, total, 2e-3);
  }

  /// ∫ p(codes, x) dx over the values that the codes say are there.
  private static double mass(Mixed mixed, float first, float second, Context given) {
    int points = 2 * (int) Math.round(REACH / STEP);
    Tensor x = Tensor.zeros(4, points);
    x.rows(0, 1).fill(first);
    x.rows(1, 2).fill(second);
    for (int n = 0; n < points; n++) {
      x.data()[x.at(3) + n] = (float) (-REACH + (n + 0.5) * STEP);
    }
    if (first != 0) {
      return sum(mixed.logProb(x, given)) * STEP;
    }
    double mass = 0;
    for (int i = 0; i < points; i += 2) {
      x.rows(2, 3).fill((float) (-REACH + (i + 1) * STEP));
      mass += sum(mixed.logProb(x, given)) * STEP * 2 * STEP;
    }
    return mass;
  }

  private static double sum(Tensor logProb) {
    double sum = 0;
    for (float value : logProb.toArray()) {
      sum += Math.exp(value);
    }
    return sum;
  }

  @Test
  void drawsAmongSomeCodesKeepTheValuesThatGoWithThem() {
    Mixed mixed = example(LAYOUT, 0);
    Tensor factors = Tensor.zeros(5, 64);
    factors.fill(1);
    assertArrayEquals(
        mixed.sample(64, Context.NONE, random(5)).toArray(),
        mixed.sampleAmong(factors, Context.NONE, random(5)).value().toArray());
    factors.rows(0, 1).fill(0);
    Weighted drawn = mixed.sampleAmong(factors, Context.NONE, random(5));
    double kept =
        Math.log(1 - mixed.codes().probabilities(drawn.value().rows(0, 2), Context.NONE).get(0, 0));
    for (int n = 0; n < 64; n++) {
      assertTrue(drawn.value().get(0, n) > 0);
      assertEquals(0, drawn.value().get(2, n)); // absent
      assertEquals(kept, drawn.logWeight().get(0, n), 1e-5);
    }
  }

  @Test
  void whatAnAbsentValueHoldsDoesNotMatter() {
    Mixed mixed = example(LAYOUT, 0);
    Tensor x = Tensor.of(4, 4, 1, 1, 2, 0, 0, 0, 1, 1, 0, 77, -1e30f, 0.3f, 1, 1, -1, 2);
    float[] logProb = mixed.logProb(x, Context.NONE).toArray();
    assertEquals(logProb[0], logProb[1]);
    x.rows(2, 3).fill(0);
    assertEquals(logProb[2], mixed.logProb(x, Context.NONE).get(0, 2));
    assertTrue(logProb[3] != mixed.logProb(x, Context.NONE).get(0, 3), "this one is there");
  }

  /// The mean of −log p over draws is the entropy by summation and quadrature, and the draws have the shares of codes.
  @Test
  void drawsHaveTheDensity() {
    Mixed mixed = example(LAYOUT, 0);
    int lanes = 40_000;
    Tensor draws = mixed.sample(lanes, Context.NONE, random(3));
    for (int n = 0; n < lanes; n++) {
      assertTrue(draws.get(0, n) == 0 || draws.get(2, n) == 0, "an absent value is drawn as 0");
    }
    // Given the first code is not 0, there is one value: compare its distribution function with the
    // integral of p.
    for (float cut : new float[] {-1, 0, 0.8f}) {
      double expected = 0;
      for (int second = 0; second < 2; second++) {
        expected += below(mixed, second, cut);
      }
      int count = 0;
      for (int n = 0; n < lanes; n++) {
        count += draws.get(0, n) == 1 && draws.get(3, n) < cut ? 1 : 0;
      }
      assertEquals(expected, (double) count / lanes, 4 * Math.sqrt(expected / lanes) + 2e-3);
    }
    // Where both are there, shares of the quadrants.
    for (int quadrant = 0; quadrant < 4; quadrant++) {
      double expected = quadrant(mixed, quadrant % 2 == 0, quadrant / 2 == 0);
      int count = 0;
      for (int n = 0; n < lanes; n++) {
        boolean here =
            draws.get(0, n) == 0
                && draws.get(2, n) < 0 == (quadrant % 2 == 0)
                && draws.get(3, n) < 0 == (quadrant / 2 == 0);
        count += here ? 1 : 0;
      }
      assertEquals(expected, (double) count / lanes, 4 * Math.sqrt(expected / lanes) + 2e-3);
    }
  }

  private static double below(Mixed mixed, int second, float cut) {
    int points = (int) Math.round((cut + REACH) / STEP);
    Tensor x = Tensor.zeros(4, points);
    x.rows(0, 1).fill(1);
    x.rows(1, 2).fill(second);
    for (int n = 0; n < points; n++) {
      x.data()[x.at(3) + n] = (float) (-REACH + (n + 0.5) * STEP);
    }
    return sum(mixed.logProb(x, Context.NONE)) * STEP;
  }

  private static double quadrant(Mixed mixed, boolean left, boolean low) {
    int points = (int) Math.round(REACH / STEP);
    Tensor x = Tensor.zeros(4, points);
    for (int n = 0; n < points; n++) {
      x.data()[x.at(3) + n] = (float) ((low ? -1 : 1) * (n + 0.5) * STEP);
    }
    double mass = 0;
    for (int second = 0; second < 2; second++) {
      x.rows(1, 2).fill(second);
      for (int i = 0; i < points; i += 2) {
        x.rows(2, 3).fill((float) ((left ? -1 : 1) * (i + 1) * STEP));
        mass += sum(mixed.logProb(x, Context.NONE)) * STEP * 2 * STEP;
      }
    }
    return mass;
  }

  @Test
  void drawsLieOnTheirGrid() {
    MixedLayout layout =
        new MixedLayout(List.of(2), List.of(new Value(-1, 1), new Value(0, 0.25f)));
    Tensor draws = example(layout, 0).sample(500, Context.NONE, random(5));
    for (int n = 0; n < 500; n++) {
      assertEquals(Math.rint(draws.get(1, n)), draws.get(1, n));
      assertEquals(Math.rint(4 * draws.get(2, n)), 4 * draws.get(2, n));
    }
  }

  /// What looks heavy enters by asinh: an outlier of a million does not squeeze the others, and the map is exact.
  @Test
  void heavyTailsAreCompressed() {
    int lanes = 2_000;
    RandomGenerator random = random(6);
    Tensor x = Tensor.zeros(2, lanes);
    Tensor absent = Tensor.zeros(1, lanes);
    for (int n = 0; n < lanes; n++) {
      x.data()[n] = (float) random.nextGaussian();
      x.data()[lanes + n] = (float) Math.exp(3 * random.nextGaussian());
    }
    Marginal normal = Marginal.of(x.rows(0, 1), absent, 0, Marginal.HEAVY);
    Marginal heavy = Marginal.of(x.rows(1, 2), absent, 0, Marginal.HEAVY);
    assertTrue(!normal.heavy() && heavy.heavy());
    assertEquals(1, normal.scale(), 0.05);
    absent.fill(1);
    assertEquals(
        new Marginal(0, 1, false, 0, 1), Marginal.of(x.rows(0, 1), absent, 0, Marginal.HEAVY));
    Tensor constant = Tensor.zeros(1, lanes);
    absent.fill(0);
    assertEquals(new Marginal(0, 1, false, 0, 1), Marginal.of(constant, absent, 0, Marginal.HEAVY));
    assertEquals(0.5, Marginal.of(constant, absent, 1, Marginal.HEAVY).scale());
  }

  /// With the identity as its flow, the density is that of the fixed map alone, whose image is standard normal.
  @Test
  void theFixedMapIsExact() {
    MixedLayout layout = new MixedLayout(List.of(2), List.of(Value.continuous()));
    Values.Spec spec = new Values.Spec(layout, 0, new Permutation.Spec(List.of(0)));
    Values values = new Values(spec, random(7));
    int lanes = 4_000;
    Tensor x = Tensor.zeros(1, lanes);
    RandomGenerator random = random(8);
    for (int n = 0; n < lanes; n++) {
      x.data()[n] = (float) (5 + Math.exp(1.5 * random.nextGaussian()));
    }
    values.initialize(x, Context.of(Tensor.zeros(1, lanes)));
    double step = 1e-3;
    int points = 400_000;
    Tensor grid = Tensor.zeros(1, points);
    for (int n = 0; n < points; n++) {
      grid.data()[n] = (float) Math.sinh(-14 + (n + 0.5) * 28 / points);
    }
    float[] logProb = values.logProb(grid, Context.of(Tensor.zeros(1, points))).toArray();
    double mass = 0;
    for (int n = 0; n < points; n++) {
      double width = 28.0 / points * Math.cosh(-14 + (n + 0.5) * 28 / points);
      mass += Math.exp(logProb[n]) * width;
    }
    assertEquals(1, mass, step);
  }

  @Test
  void absentValuesNeedLayersThatLeaveThemAlone() {
    BijectionSpec affine =
        new MaskedAutoregressive.Spec(
            2, 3, MixedExamples.categorical(List.of(2), 0).network(), Affine.standard());
    String message =
        assertThrows(IllegalArgumentException.class, () -> new Values.Spec(LAYOUT, 0, affine))
            .getMessage();
    assertTrue(message.endsWith("there is a layer MaskedAutoregressive of Affine"), message);
    BijectionSpec linear = new LuLinear.Spec(2);
    assertThrows(IllegalArgumentException.class, () -> new Values.Spec(LAYOUT, 0, linear));
    MixedLayout always =
        new MixedLayout(List.of(3, 2), List.of(Value.continuous(), Value.continuous()));
    assertEquals(2, new Values.Spec(always, 0, linear).features());
  }

  @Test
  void layoutsThatMakeNoSenseAreRefused() {
    assertEquals(
        "state is 2, but must be −1 or one of 2 code columns",
        refusal(() -> new MixedLayout(List.of(2, 2), List.of(new Value(2, 0)))));
    assertEquals(
        "grid is NaN, but must be finite and not negative",
        refusal(() -> new Value(-1, Float.NaN)));
    Mixed.Spec mixed = MixedExamples.mixed(0);
    assertEquals(
        "codes of [3, 2] given 1 features, but values of [3, 2] given 0",
        refusal(() -> new Mixed.Spec(MixedExamples.categorical(List.of(3, 2), 1), mixed.values())));
  }

  /// An ensemble of mixed rows draws whole rows.
  @Test
  void ensemblesDrawWholeRows() {
    Ensemble ensemble = new Ensemble(List.of(example(LAYOUT, 0), example(LAYOUT, 0)));
    Tensor draws = ensemble.sample(300, Context.NONE, random(9));
    for (int n = 0; n < 300; n++) {
      assertTrue(draws.get(0, n) == 0 || draws.get(2, n) == 0);
    }
    float[] one = ensemble.members().getFirst().logProb(draws, Context.NONE).toArray();
    assertArrayEquals(one, ensemble.logProb(draws, Context.NONE).toArray(), 1e-5f);
  }

  private static String refusal(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  /// A distribution whose parameters are moved away from where they start.
  private static Mixed example(MixedLayout layout, int context) {
    RandomGenerator random = random(1);
    Mixed mixed =
        new Mixed(
            new Categorical(MixedExamples.categorical(layout.cardinalities(), context), random),
            new Values(MixedExamples.values(layout, context), random));
    for (Parameter parameter : mixed.parameters()) {
      Tensor value = parameter.value();
      for (int i = 0; i < value.size(); i++) {
        float moved = value.data()[value.offset() + i];
        value.data()[value.offset() + i] += moved == 0 ? 0 : (float) (0.3 * random.nextGaussian());
      }
    }
    return mixed;
  }
}

package dev.bijou.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.bijection.Bijection;
import dev.bijou.bijection.BijectionCatalogue;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Partial;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Values;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ValueGroupsTest {
  private static final FlowName SPLINE = FlowName.NEURAL_SPLINE;

  private static Dataset rows(int count, long seed, Function<Random, float[]> row) {
    Random random = new Random(seed);
    Dataset data = null;
    for (int n = 0; n < count; n++) {
      float[] values = row.apply(random);
      data = data == null ? new Dataset(values.length, 0) : data;
      data.add(values);
    }
    return data;
  }

  private static float normal(Random random) {
    return (float) random.nextGaussian();
  }

  private static List<List<Integer>> groups(Dataset rows) {
    return ValueGroups.of(rows, MixedLayout.continuous(rows.features()));
  }

  /// x3 = x0² + noise and the spread of x4 is that of x1: neither pair is correlated.
  private static float[] pairs(Random random) {
    float[] x = {normal(random), normal(random), normal(random), 0, 0};
    x[3] = x[0] * x[0] + 0.5f * normal(random);
    x[4] = (0.2f + Math.abs(x[1])) * normal(random);
    return x;
  }

  @Test
  void dependentValuesAreAGroup() {
    List<List<Integer>> expected = List.of(List.of(0, 3), List.of(1, 4), List.of(2));
    assertEquals(expected, groups(rows(2_000, 1, ValueGroupsTest::pairs)));
  }

  @Test
  void valuesOfOneChainAreAGroup() {
    Dataset chain =
        rows(
            2_000,
            2,
            random -> {
              float[] x = {normal(random), 0, normal(random), 0};
              x[3] = x[0] + normal(random);
              x[1] = x[3] + normal(random);
              return x;
            });
    assertEquals(List.of(List.of(0, 1, 3), List.of(2)), groups(chain));
  }

  /// By chance one of a thousand pairs counts as dependent; these are 45 pairs in each of ten tables.
  @Test
  void independentValuesAreApart() {
    int apart = 0;
    for (int seed = 0; seed < 10; seed++) {
      Dataset independent =
          rows(
              500,
              seed,
              random -> {
                float[] x = new float[10];
                for (int i = 0; i < x.length; i++) {
                  x[i] = i % 2 == 0 ? (float) Math.round(3 * normal(random)) : normal(random);
                }
                return x;
              });
      apart += groups(independent).size();
    }
    assertTrue(apart >= 97, apart + " groups of 100 values");
  }

  /// The first rows of a sorted table say nothing of the others.
  @Test
  void rowsComeFromTheWholeTable() {
    int[] n = {0};
    Dataset sorted =
        rows(
            40_000,
            3,
            random -> {
              float x = n[0]++ < 30_000 ? 0 : normal(random);
              return new float[] {x, x + normal(random), normal(random)};
            });
    assertEquals(List.of(List.of(0, 1), List.of(2)), groups(sorted));
  }

  @Test
  void constantValuesAreApart() {
    Dataset constant = rows(1_000, 4, random -> new float[] {5, normal(random)});
    assertEquals(List.of(List.of(0), List.of(1)), groups(constant));
  }

  private static BijectionSpec apart(List<List<Integer>> groups, List<Integer> order) {
    FitShapes shapes = new FitShapes(3_000, MixedLayout.continuous(order.size()), 0, SPLINE);
    return ((Values.Spec) shapes.apart(groups).orElseThrow().spec().apply(order)).bijection();
  }

  /// Moving a value moves as many numbers of the base as its group has members, in any order of the values.
  @Test
  void groupsDoNotSeeEachOther() {
    List<List<Integer>> groups = List.of(List.of(0, 3), List.of(1, 2, 5), List.of(4));
    for (List<Integer> order : List.of(List.of(0, 1, 2, 3, 4, 5), List.of(4, 2, 5, 0, 1, 3))) {
      Bijection map = apart(groups, order).build(new Random(1));
      Random random = new Random(2);
      BijectionCatalogue.shake(map, random, 0.05);
      Tensor x = Tensor.zeros(6, 8);
      for (int i = 0; i < x.data().length; i++) {
        x.data()[i] = normal(random);
      }
      Tensor z = map.inverse(x, Context.NONE).value();
      for (List<Integer> group : groups) {
        boolean[] moved = new boolean[6];
        for (int value : group) {
          Tensor other = Tensor.zeros(6, 8);
          other.set(x);
          for (int n = 0; n < 8; n++) {
            other.rows(value, value + 1).data()[other.at(value) + n] += 0.5f;
          }
          Tensor image = map.inverse(other, Context.NONE).value();
          for (int f = 0; f < 6; f++) {
            moved[f] |= image.get(f, 0) != z.get(f, 0);
          }
        }
        int count = 0;
        for (boolean m : moved) {
          count += m ? 1 : 0;
        }
        assertEquals(group.size(), count, group + " in order " + order);
      }
      Tensor back = map.forward(z, Context.NONE).value();
      for (int i = 0; i < 6; i++) {
        for (int n = 0; n < 8; n++) {
          assertEquals(x.get(i, n), back.get(i, n), 1e-3);
        }
      }
    }
  }

  @Test
  void oneGroupHasNoShapeOfItsOwn() {
    MixedLayout layout = MixedLayout.continuous(3);
    FitOptions options = FitOptions.standard();
    List<List<Integer>> one = List.of(List.of(0, 1, 2));
    List<List<Integer>> two = List.of(List.of(0, 2), List.of(1));
    int shapes = FitPlan.of(3_000, layout, () -> one, 0, options).shapes().size();
    assertEquals(shapes + 1, FitPlan.of(3_000, layout, () -> two, 0, options).shapes().size());
    assertNotEquals(
        shapes + 1, FitPlan.of(60_000, layout, () -> two, 0, options).shapes().size(), "many rows");
  }

  @Test
  void theShapeOfGroupsIsTakenWhereItIsRight() {
    FlowFit fit =
        FlowFit.of(
            rows(2_000, 5, ValueGroupsTest::pairs),
            rows(400, 6, ValueGroupsTest::pairs),
            FitOptions.standard().withMembers(1).withEpochs(12));
    try (Workers workers = new Workers(1)) {
      Distribution flow = fit.run(workers, () -> 0);
      Chain.Spec layers = (Chain.Spec) ((Values.Spec) flow.spec()).bijection();
      assertEquals(3, layers.layers().stream().filter(Partial.Spec.class::isInstance).count());
    }
  }
}

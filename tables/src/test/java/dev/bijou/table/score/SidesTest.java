package dev.bijou.table.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.Activation;
import dev.bijou.bijection.MaskedAutoregressive;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.distribution.Categorical;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.flow.Mixed;
import dev.bijou.flow.RowScorer;
import dev.bijou.flow.Values;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SidesTest {
  private static final int LANES = 37;

  static Stream<DistributionSpec> specifications() {
    NetworkSpec network = new NetworkSpec.Mlp(List.of(8), Activation.TANH, 0);
    RationalQuadraticSpline spline = RationalQuadraticSpline.of(5, 3);
    MixedLayout layout =
        new MixedLayout(
            List.of(3, 2), List.of(new MixedLayout.Value(1, 0), new MixedLayout.Value(-1, 0.5f)));
    Categorical.Spec codes = new Categorical.Spec(layout.cardinalities(), 0, network, 0.01f);
    Values.Spec values =
        new Values.Spec(layout, 0, new MaskedAutoregressive.Spec(2, 3, network, spline));
    Mixed.Spec mixed = new Mixed.Spec(codes, values);
    Values.Spec numbers =
        new Values.Spec(
            MixedLayout.continuous(2), 0, new MaskedAutoregressive.Spec(2, 0, network, spline));
    return Stream.of(
        new StandardNormal.Spec(3),
        codes,
        numbers,
        mixed,
        new Ensemble.Spec(List.of(mixed, mixed)));
  }

  @ParameterizedTest
  @MethodSource("specifications")
  void theyComeWithTheSameDensityInBatchesAndOneByOne(DistributionSpec spec) {
    Distribution distribution = spec.build(1);
    Tensor x = distribution.sample(LANES, Context.NONE, new Random(3));
    Tensor logProb = distribution.logProb(x, Context.NONE);
    Sides sides = Sides.of(distribution, x, Context.NONE);
    Scores all = Scores.allocate(Sides.count(distribution), LANES);
    all.set(0, sides);
    RowScorer single = RowScorer.of(distribution, Sides::statistics);
    assertEquals(Sides.DENSITY, Sides.names(distribution).getFirst());
    assertEquals(Sides.count(distribution), sides.unusual().features());
    for (int n = 0; n < LANES; n++) {
      assertEquals(logProb.get(0, n), sides.logProb().get(0, n));
      for (int side = 0; side < sides.unusual().features(); side++) {
        assertTrue(Float.isFinite(sides.unusual().get(side, n)));
      }
      float[] row = new float[x.features()];
      for (int f = 0; f < row.length; f++) {
        row[f] = x.get(f, n);
      }
      Scores alone = Scores.of(single.statistics(row));
      assertEquals(all.logDensity()[n], alone.logDensity()[0]);
      assertArrayEquals(all.row(n), alone.row(0));
    }
  }
}

package dev.bijou.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.Activation;
import dev.bijou.bijection.Bijection;
import dev.bijou.bijection.BijectionCatalogue;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.bijection.Standardize;
import dev.bijou.distribution.Cumulative;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.testing.Differentiation;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The ready-made flows, and every bijection of one or two features under a normal base.
class FlowsTest {
  private static final Flows.Options OPTIONS =
      Flows.Options.standard()
          .withLayers(3)
          .withNetwork(new NetworkSpec.Residual(16, 1, Activation.TANH, 0))
          .withSpline(RationalQuadraticSpline.of(6, 4))
          .withLinear(true);

  static Map<String, DistributionSpec> readyMade(int features, int context) {
    Flows.Options options = OPTIONS.withContext(context);
    return Map.of(
        "realNvp", Flows.realNvp(features, options),
        "maskedAutoregressive", Flows.maskedAutoregressive(features, options),
        "inverseAutoregressive", Flows.inverseAutoregressive(features, options),
        "neuralSpline", Flows.neuralSpline(features, options),
        "neuralSplineCoupling", Flows.neuralSplineCoupling(features, options));
  }

  /// A flow away from its initialization.
  static Distribution shaken(DistributionSpec spec, long seed) {
    Distribution distribution = spec.build(seed);
    BijectionCatalogue.shake(distribution, new Random(seed), 0.15);
    return distribution;
  }

  static Stream<Arguments> flowsOfOneFeature() {
    return readyMade(1, 0).entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  static Stream<Arguments> flowsOfTwoFeatures() {
    Stream<Arguments> ready =
        readyMade(2, 0).entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
    Stream<Arguments> catalogue =
        BijectionCatalogue.all().entrySet().stream()
            .filter(e ->
                e.getValue().features() == 2
                    && e.getValue().build(new Random(1)).contextFeatures() == 0)
            .map(e ->
                Arguments.of(e.getKey(), new Flow.Spec(new StandardNormal.Spec(2), e.getValue())));
    return Stream.concat(ready, catalogue);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("flowsOfOneFeature")
  void densitiesOfOneFeatureIntegrateToOne(String name, DistributionSpec spec) {
    Distribution flow = shaken(spec, 11);
    int points = 60_001;
    Tensor x = Tensor.zeros(1, points);
    for (int i = 0; i < points; i++) {
      x.data()[i] = -30 + 60f * i / (points - 1);
    }
    double sum = 0;
    for (float v : flow.logProb(x, Context.NONE).toArray()) {
      sum += Math.exp(v);
    }
    assertEquals(1, sum * 60 / (points - 1), 1e-3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("flowsOfTwoFeatures")
  void densitiesOfTwoFeaturesIntegrateToOne(String name, DistributionSpec spec) {
    Distribution flow = shaken(spec, 12);
    // Importance sampling on a grid would miss ranges such as (0, 1); integrate over the base's
    // image instead: cells of a
    // fine grid over the box that holds all but 1e-5 of the samples.
    Tensor draws = flow.sample(200_000, Context.NONE, new Random(3));
    float[] low = {Float.MAX_VALUE, Float.MAX_VALUE};
    float[] high = {-Float.MAX_VALUE, -Float.MAX_VALUE};
    for (int f = 0; f < 2; f++) {
      for (int n = 0; n < draws.lanes(); n++) {
        low[f] = Math.min(low[f], draws.get(f, n));
        high[f] = Math.max(high[f], draws.get(f, n));
      }
    }
    int cells = 900;
    double sum = 0;
    Tensor x = Tensor.zeros(2, cells);
    for (int i = 0; i < cells; i++) {
      for (int j = 0; j < cells; j++) {
        x.data()[j] = low[0] + (high[0] - low[0]) * (i + 0.5f) / cells;
        x.data()[cells + j] = low[1] + (high[1] - low[1]) * (j + 0.5f) / cells;
      }
      for (float v : flow.logProb(x, Context.NONE).toArray()) {
        sum += Math.exp(v);
      }
    }
    double cell = (double) (high[0] - low[0]) * (high[1] - low[1]) / cells / cells;
    assertEquals(1, sum * cell, 1e-3);
  }

  static Stream<Arguments> manyShapes() {
    return Stream.of(
            new int[] {1, 0},
            new int[] {2, 0},
            new int[] {3, 2},
            new int[] {1, 1},
            new int[] {7, 0})
        .flatMap(s ->
            readyMade(s[0], s[1]).entrySet().stream()
                .map(e ->
                    Arguments.of(
                        e.getKey() + " of " + s[0] + " given " + s[1], e.getValue(), s[1])));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("manyShapes")
  void samplesComeWithTheirDensity(String name, DistributionSpec spec, int context) {
    Distribution flow = shaken(spec, 13);
    Context given = context(context, 50, 1);
    Distribution.Sample sample = flow.sampleAndLogProb(50, given, new Random(9));
    assertArrayEquals(flow.sample(50, given, new Random(9)).toArray(), sample.value().toArray());
    assertArrayEquals(
        flow.logProb(sample.value(), given).toArray(), sample.logProb().toArray(), 2e-3f);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("manyShapes")
  void aMillionTenthsOfExtremeRowsAreFinite(String name, DistributionSpec spec, int context) {
    Distribution flow = shaken(spec, 14);
    Random random = new Random(21);
    Tensor x = Tensor.zeros(flow.features(), 10_000);
    for (int i = 0; i < x.size(); i++) {
      x.data()[i] =
          (float) ((random.nextBoolean() ? 1 : -1) * Math.pow(10, 60 * random.nextDouble() - 30));
    }
    x.data()[0] = Float.MAX_VALUE;
    for (float v : flow.logProb(x, context(context, 10_000, 1e20)).toArray()) {
      assertTrue(Float.isFinite(v));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("manyShapes")
  void nonFiniteValuesSpoilTheirOwnLaneOnly(String name, DistributionSpec spec, int context) {
    Distribution flow = shaken(spec, 15);
    Tensor x = Differentiation.gaussian(flow.features(), 40, new Random(2), 1);
    Context given = context(context, 40, 1);
    float[] clean = flow.logProb(x, given).toArray();
    x.data()[x.at(flow.features() - 1) + 3] = Float.NaN;
    x.data()[x.at(0) + 17] = Float.POSITIVE_INFINITY;
    x.data()[x.at(0) + 33] = Float.NEGATIVE_INFINITY;
    float[] spoiled = flow.logProb(x, given).toArray();
    for (int n = 0; n < 40; n++) {
      assertEquals(n == 3 || n == 17 || n == 33 ? Float.NaN : clean[n], spoiled[n]);
    }
  }

  private static Context context(int features, int lanes, double scale) {
    return features == 0
        ? Context.NONE
        : Context.of(Differentiation.gaussian(features, lanes, new Random(8), scale));
  }

  @Test
  void everyLaneHasItsOwnContext() {
    Distribution flow = shaken(Flows.neuralSpline(2, OPTIONS.withContext(1)), 16);
    Tensor contexts = Tensor.of(1, 3, -2, 0, 2);
    Tensor together = flow.sample(3, Context.of(contexts), new StandardDraws());
    for (int n = 0; n < 3; n++) {
      Tensor alone =
          flow.sample(1, Context.of(Tensor.of(1, 1, contexts.get(0, n))), new StandardDraws());
      assertEquals(alone.get(0, 0), together.get(0, n));
      assertEquals(alone.get(1, 0), together.get(1, n));
    }
    assertTrue(together.get(0, 0) != together.get(0, 2), "the context must matter");
  }

  /// A generator whose normal draws are all 0.5.
  private static final class StandardDraws implements java.util.random.RandomGenerator {
    @Override
    public long nextLong() {
      return 0;
    }

    @Override
    public double nextGaussian() {
      return 0.5;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("flowsOfOneFeature")
  void quantileInvertsTheCdf(String name, DistributionSpec spec) {
    Distribution flow = shaken(spec, 17);
    Tensor p = Tensor.of(1, 5, 0.001f, 0.1f, 0.5f, 0.77f, 0.999f);
    Tensor x = Cumulative.of(flow).quantile(p, Context.NONE);
    Tensor back = Cumulative.of(flow).cdf(x, Context.NONE);
    for (int i = 0; i < 5; i++) {
      assertEquals(p.get(0, i), back.get(0, i), 1e-4);
    }
    // The cdf is the integral of the density.
    double sum = 0;
    float from = x.get(0, 1);
    float to = x.get(0, 3);
    int points = 20_000;
    Tensor grid = Tensor.zeros(1, points);
    for (int i = 0; i < points; i++) {
      grid.data()[i] = from + (to - from) * (i + 0.5f) / points;
    }
    for (float v : flow.logProb(grid, Context.NONE).toArray()) {
      sum += Math.exp(v);
    }
    assertEquals(0.67, sum * (to - from) / points, 1e-3);
  }

  @Test
  void cdfOfSeveralFeaturesIsRefused() {
    Distribution flow = Flows.realNvp(2, OPTIONS).build(1);
    var refused =
        assertThrows(
            UnsupportedOperationException.class,
            () -> Cumulative.of(flow).cdf(Tensor.zeros(2, 1), Context.NONE));
    assertTrue(refused.getMessage().contains("2 features"), refused.getMessage());
  }

  @Test
  void evaluationDoesNotDependOnThreadsOrBlocks() {
    Distribution flow = shaken(Flows.neuralSpline(3, OPTIONS), 18);
    Tensor x = Differentiation.gaussian(3, 1_000, new Random(5), 1.5);
    Dataset data = Dataset.of(x, Context.NONE);
    float[] direct = flow.logProb(x, Context.NONE).toArray();
    for (int threads : new int[] {1, 2, 4}) {
      try (Workers workers = new Workers(threads)) {
        assertArrayEquals(direct, Evaluation.logProb(flow, data, workers));
        Tensor samples = Evaluation.sample(flow, 700, Context.NONE, 6, workers);
        try (Workers one = new Workers(1)) {
          assertArrayEquals(
              Evaluation.sample(flow, 700, Context.NONE, 6, one).toArray(), samples.toArray());
        }
      }
    }
  }

  @Test
  void latentAndDataAreEachOthersImages() {
    Flow flow = (Flow) shaken(Flows.maskedAutoregressive(4, OPTIONS), 19);
    Tensor x = Differentiation.gaussian(4, 33, new Random(1), 1);
    Tensor back = flow.toData(flow.toBase(x, Context.NONE).value(), Context.NONE).value();
    assertArrayEquals(x.toArray(), back.toArray(), 1e-3f);
  }

  @Test
  void baseAndBijectionMustAgree() {
    Bijection three = new Standardize.Spec(3).build(new Random());
    var refused =
        assertThrows(IllegalArgumentException.class, () -> new Flow(new StandardNormal(2), three));
    assertEquals("base has 2 features, but bijection has 3", refused.getMessage());
  }

  @Test
  void failuresOfATaskReachTheCaller() {
    try (Workers workers = new Workers(3)) {
      var thrown =
          assertThrows(
              IllegalStateException.class,
              () ->
                  workers.run(
                      50,
                      (i, _) -> {
                        if (i == 7) {
                          throw new IllegalStateException("seven");
                        }
                      }));
      assertEquals("seven", thrown.getMessage());
      int[] counts = new int[1000];
      workers.run(1000, (i, _) -> counts[i]++);
      for (int count : counts) {
        assertEquals(1, count);
      }
      assertEquals(3, workers.count());
    }
  }
}

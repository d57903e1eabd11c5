package dev.bijou.distribution;

import static dev.bijou.distribution.DistributionCatalogue.context;
import static dev.bijou.distribution.DistributionCatalogue.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.distribution.DistributionCatalogue.Entry;
import dev.bijou.file.KnownKinds;
import dev.bijou.spec.Specification;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workspace;
import dev.bijou.testing.Differentiation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every distribution keeps, run over the [DistributionCatalogue]. A module that adds distributions has a subclass with
/// its own entries.
@TestInstance(Lifecycle.PER_CLASS)
public class DistributionContractTest {

  /// The catalogue.
  protected Stream<Entry> all() {
    return DistributionCatalogue.entries();
  }

  /// The start of the names of the packages whose kinds are in the catalogue.
  protected String packages() {
    return "dev.bijou";
  }

  Stream<Entry> ofOneFeature() {
    return all().filter(entry -> entry.distribution().features() == 1);
  }

  Stream<Entry> ofOneOrTwoFeatures() {
    return all().filter(entry -> entry.distribution().features() <= 2);
  }

  Stream<Entry> ofSeveralFeatures() {
    return all().filter(entry -> entry.distribution().features() > 1);
  }

  @Test
  void catalogueIsComplete() {
    Set<String> kinds =
        all().map(entry -> entry.kind().getSimpleName()).collect(Collectors.toSet());
    kinds.add("Flow"); // has a catalogue of its own
    assertEquals(
        List.of(),
        KnownKinds.of(DistributionSpec.class).stream()
            .filter(kind ->
                kind.getName().startsWith(packages()) && !kinds.contains(Specification.kind(kind)))
            .toList());
    all().forEach(entry -> assertEquals(entry.kind(), entry.distribution().getClass()));
  }

  // ---- the density ----

  @ParameterizedTest
  @MethodSource("ofOneOrTwoFeatures")
  void densityIntegratesToOne(Entry entry) {
    Distribution distribution = entry.distribution();
    Context given = context(distribution, 1, random(2));
    assertEquals(1, quadrature(entry).integrate(distribution, given, logProb -> 1), 1e-3);
  }

  /// The mean of log p over draws is its expectation by quadrature, within five standard errors.
  @ParameterizedTest
  @MethodSource("ofOneOrTwoFeatures")
  void drawsHaveTheDensity(Entry entry) {
    Distribution distribution = entry.distribution();
    Context one = context(distribution, 1, random(2));
    Quadrature quadrature = quadrature(entry);
    double mean = quadrature.integrate(distribution, one, logProb -> logProb);
    double square = quadrature.integrate(distribution, one, logProb -> logProb * logProb);

    int lanes = 20_000;
    Tensor logProb =
        distribution.sampleAndLogProb(lanes, repeated(one, lanes), random(3)).logProb();
    double error = Math.sqrt(Math.max(0, square - mean * mean) / lanes);
    assertEquals(mean, sum(logProb) / lanes, 5 * error + 1e-3);
  }

  private static Quadrature quadrature(Entry entry) {
    return entry.distribution().features() == 1
        ? Quadrature.of(entry.breaks(), 69, 1e-3)
        : Quadrature.of(entry.breaks(), 16, 0.05);
  }

  /// Kolmogorov and Smirnov's distance of cdf(draws) from the uniform: above 1.95/√n once in a thousand seeds.
  @ParameterizedTest(allowZeroInvocations = true) // a module may have none
  @MethodSource("ofOneFeature")
  void drawsFollowTheCdf(Entry entry) {
    Distribution distribution = entry.distribution();
    int lanes = 20_000;
    Context given = context(distribution, lanes, random(4));
    float[] uniform =
        Cumulative.of(distribution)
            .cdf(distribution.sample(lanes, given, random(5)), given)
            .toArray();
    Arrays.sort(uniform);
    double distance = 0;
    for (int n = 0; n < lanes; n++) {
      distance =
          Math.max(
              distance, Math.max((n + 1.0) / lanes - uniform[n], uniform[n] - (double) n / lanes));
    }
    assertTrue(distance < 1.95 / Math.sqrt(lanes), "distance " + distance);
  }

  @ParameterizedTest(allowZeroInvocations = true) // a module may have none
  @MethodSource("ofOneFeature")
  void densityIsTheSlopeOfTheCdf(Entry entry) {
    Distribution distribution = entry.distribution();
    int lanes = 400;
    Context given = context(distribution, lanes, random(6));
    Tensor centers = Cumulative.of(distribution).quantile(grid(lanes), given);
    float h = 1 / 64f;
    Tensor below = centers.copy();
    Tensor above = centers.copy();
    for (int n = 0; n < lanes; n++) {
      centers.data()[n] = Math.round(centers.data()[n] * 1024) / 1024f; // so that x ± h are floats
      below.data()[n] = centers.data()[n] - h;
      above.data()[n] = centers.data()[n] + h;
    }
    Tensor low = Cumulative.of(distribution).cdf(below, given);
    Tensor high = Cumulative.of(distribution).cdf(above, given);
    Tensor logProb = distribution.logProb(centers, given);
    for (int n = 0; n < lanes; n++) {
      float x = centers.data()[n];
      if (Arrays.stream(entry.breaks()).noneMatch(place -> Math.abs(x - place) <= h)) {
        double slope =
            ((double) high.get(0, n) - low.get(0, n)) / (above.data()[n] - below.data()[n]);
        assertEquals(slope, Math.exp(logProb.get(0, n)), 2e-3, "at " + x);
      }
    }
  }

  @ParameterizedTest(allowZeroInvocations = true) // a module may have none
  @MethodSource("ofOneFeature")
  void quantileInvertsTheCdf(Entry entry) {
    Distribution distribution = entry.distribution();
    int lanes = 999;
    Context given = context(distribution, lanes, random(7));
    Tensor p = grid(lanes);
    Tensor x = Cumulative.of(distribution).quantile(p, given);
    Tensor back = Cumulative.of(distribution).cdf(x, given);
    for (int n = 0; n < lanes; n++) {
      double density = Math.exp(distribution.logProb(lane(x, n), lane(given, n)).get(0, 0));
      double rounding = Math.ulp(x.get(0, n)) * density; // of x as a float
      assertEquals(p.get(0, n), back.get(0, n), 3e-7 + rounding, "at p = " + p.get(0, n));
    }
  }

  @ParameterizedTest(allowZeroInvocations = true) // a module may have none
  @MethodSource("ofOneFeature")
  void quantileEndsAreFarOutAndOutsideIsNaN(Entry entry) {
    Distribution distribution = entry.distribution();
    Context given = context(distribution, 5, random(7));
    float[] x =
        Cumulative.of(distribution)
            .quantile(Tensor.of(1, 5, 0, 1, -0.5f, 1.5f, Float.NaN), given)
            .toArray();
    assertTrue(-1e30f <= x[0] && x[0] < -1e28f && 1e28f < x[1] && x[1] <= 1e30f);
    assertTrue(Float.isNaN(x[2]) && Float.isNaN(x[3]) && Float.isNaN(x[4]));
  }

  @ParameterizedTest
  @MethodSource("ofSeveralFeatures")
  void severalFeaturesHaveNoCdf(Entry entry) {
    Distribution distribution = entry.distribution();
    Tensor x = Tensor.zeros(distribution.features(), 3);
    Context given = context(distribution, 3, random(7));
    for (Runnable call :
        List.<Runnable>of(
            () -> Cumulative.of(distribution).cdf(x, given),
            () -> Cumulative.of(distribution).quantile(x, given))) {
      String message = assertThrows(UnsupportedOperationException.class, call::run).getMessage();
      assertTrue(message.contains("has %d features".formatted(distribution.features())), message);
      assertTrue(message.contains("defined for one"), message);
    }
  }

  // ---- any input ----

  @ParameterizedTest
  @MethodSource("all")
  void finiteForEveryFiniteInput(Entry entry) {
    Distribution distribution = entry.distribution();
    RandomGenerator random = random(8);
    int lanes = 20_000;
    Tensor x = Tensor.zeros(distribution.features(), lanes);
    for (int batch = 0; batch < 50; batch++) { // a million rows
      for (int i = 0; i < x.size(); i++) {
        float any = Float.intBitsToFloat(random.nextInt()); // of any magnitude alike
        x.data()[i] = Float.isFinite(any) ? any : 0;
      }
      assertAllFinite(distribution.logProb(x, context(distribution, lanes, random)), x);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void finiteAtTheEndsOfFloat(Entry entry) {
    Distribution distribution = entry.distribution();
    float[] values = {
      0, -0f, 1e30f, -1e30f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, Float.MIN_NORMAL
    };
    Tensor x = Tensor.zeros(distribution.features(), values.length);
    for (int f = 0; f < x.features(); f++) {
      System.arraycopy(values, 0, x.data(), x.at(f), values.length);
    }
    Context given = context(distribution, values.length, random(9));
    assertAllFinite(distribution.logProb(x, given), x);
    if (distribution.features() == 1) {
      assertAllFinite(Cumulative.of(distribution).cdf(x, given), x);
    }
  }

  static Stream<DistributionSpec> ofHundredsOfFeatures() {
    List<Float> low = Collections.nCopies(500, -1e-30f);
    List<Float> high = Collections.nCopies(500, 1e-30f);
    return Stream.of(
        new StandardNormal.Spec(500),
        new DiagonalNormal.Spec(500),
        new StudentT.Spec(500, 1e6f),
        new UniformBox.Spec(low, high),
        new GaussianMixture.Spec(500, 3),
        new Ensemble.Spec(List.of(new StandardNormal.Spec(500), new StudentT.Spec(500, 2))));
  }

  @ParameterizedTest
  @MethodSource("ofHundredsOfFeatures")
  void finiteForHundredsOfFeatures(DistributionSpec spec) {
    Distribution distribution = spec.build(1);
    Tensor x = Tensor.zeros(spec.features(), 4);
    float[] values = {1e30f, -1e30f, Float.MAX_VALUE, 1e-30f};
    for (int f = 0; f < x.features(); f++) {
      System.arraycopy(values, 0, x.data(), x.at(f), values.length);
    }
    assertAllFinite(distribution.logProb(x, Context.NONE), x);
  }

  @ParameterizedTest
  @MethodSource("all")
  void drawsAreFinite(Entry entry) {
    Distribution distribution = entry.distribution();
    Context given = context(distribution, 20_000, random(10));
    Tensor x = distribution.sample(20_000, given, random(11));
    assertAllFinite(x, x);
  }

  private static void assertAllFinite(Tensor y, Tensor x) {
    for (int i = 0; i < y.size(); i++) {
      if (!Float.isFinite(y.data()[y.offset() + i])) {
        throw new AssertionError(y.data()[y.offset() + i] + " at " + lane(x, i % y.lanes()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void nonFiniteInputIsNaNInItsLaneOnly(Entry entry) {
    Distribution distribution = entry.distribution();
    int lanes = 37;
    Context given = context(distribution, lanes, random(12));
    Tensor x = distribution.sample(lanes, given, random(13));
    float[] clean = distribution.logProb(x, given).toArray();
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      for (int f = 0; f < x.features(); f++) {
        Tensor spoiled = x.copy();
        spoiled.data()[spoiled.at(f) + 20] = bad;
        float[] expected = clean.clone();
        expected[20] = Float.NaN;
        assertArrayEquals(expected, distribution.logProb(spoiled, given).toArray());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void laneDoesNotDependOnTheOthers(Entry entry) {
    Distribution distribution = entry.distribution();
    int lanes = 37;
    Context given = context(distribution, lanes, random(14));
    Tensor x = distribution.sample(lanes, given, random(15));
    float[] together = distribution.logProb(x, given).toArray();
    for (int n = 0; n < lanes; n++) {
      assertEquals(together[n], distribution.logProb(lane(x, n), lane(given, n)).get(0, 0));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void noLanesAreFine(Entry entry) {
    Distribution distribution = entry.distribution();
    Context given = context(distribution, 0, random(1));
    assertEquals(0, distribution.logProb(Tensor.zeros(distribution.features(), 0), given).size());
    assertEquals(0, distribution.sample(0, given, random(1)).lanes());
  }

  @ParameterizedTest
  @MethodSource("all")
  void drawsDoNotDependOnLaterLanes(Entry entry) {
    Distribution distribution = entry.distribution();
    Context given = context(distribution, 23, random(16));
    Tensor many = distribution.sample(23, given, random(17));
    Tensor few = distribution.sample(9, leading(given, 9), random(17));
    for (int n = 0; n < 9; n++) {
      assertArrayEquals(lane(many, n).toArray(), lane(few, n).toArray());
    }
    assertFalse(
        Arrays.equals(many.toArray(), distribution.sample(23, given, random(18)).toArray()));
  }

  /// Memory that was used before changes nothing.
  @ParameterizedTest
  @MethodSource("all")
  void arenaGivesTheSameBits(Entry entry) {
    Distribution distribution = entry.distribution();
    Context given = context(distribution, 50, random(19));
    Tensor x = distribution.sample(50, given, random(20));
    Tensor logProb = distribution.logProb(x, given);
    Workspace workspace = Workspace.reusing();
    workspace.scratch(1, 100_000).fill(Float.NaN);
    workspace.reset();
    workspace.run(() -> {
      Tensor again = distribution.sample(50, given, random(20));
      assertArrayEquals(x.toArray(), again.toArray());
      assertArrayEquals(logProb.toArray(), distribution.logProb(again, given).toArray());
      return again;
    });
  }

  // ---- shapes ----

  @ParameterizedTest
  @MethodSource("all")
  void wrongShapesAreRefused(Entry entry) {
    Distribution distribution = entry.distribution();
    int features = distribution.features();
    Context given = context(distribution, 4, random(21));
    assertEquals(
        "x has %d features, but the distribution has %d".formatted(features + 1, features),
        refusal(() -> distribution.logProb(Tensor.zeros(features + 1, 4), given)));

    Context wider = Context.of(Tensor.zeros(distribution.contextFeatures() + 1, 4));
    String width = "context of %d features".formatted(distribution.contextFeatures() + 1);
    String own = "context of %d features × 4 lanes".formatted(distribution.contextFeatures());
    List<String> messages =
        List.of(
            refusal(() -> distribution.logProb(Tensor.zeros(features, 4), wider)),
            refusal(() -> distribution.sample(4, wider, random(1))),
            refusal(() -> distribution.sampleAndLogProb(4, wider, random(1))));
    for (String message : messages) {
      assertTrue(message.contains(distribution.contextFeatures() == 0 ? width : own), message);
    }
    if (distribution.contextFeatures() > 0) {
      String message = refusal(() -> distribution.logProb(Tensor.zeros(features, 5), given));
      assertTrue(message.startsWith("context has 4 lanes, but the data has 5"), message);
      refusal(() -> distribution.logProb(Tensor.zeros(features, 4), Context.NONE));
    }
  }

  private static String refusal(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  // ---- derivatives ----

  /// In each parameter alone, and in x.
  @ParameterizedTest
  @MethodSource("all")
  void gradientsPassTheTaylorTest(Entry entry) {
    Distribution distribution = entry.distribution();
    int lanes = 24;
    RandomGenerator random = random(22);
    Context given = context(distribution, lanes, random);
    Parameter x = new Parameter(awayFromBreaks(entry, distribution, lanes, random));
    List<Parameter> inputs = new ArrayList<>(distribution.parameters());
    inputs.add(x);
    for (Parameter input : inputs) {
      new Differentiation(List.of(input))
          .taylorTest(
              () -> List.of(distribution.logProb(Workspace.current().read(x), given)),
              new Random(22),
              1.0 / 32);
    }
  }

  /// Draws that move with the parameters carry their gradient: the gradient of a mean and a scale through a draw.
  @Test
  void drawsOfTheDiagonalNormalAreDifferentiable() {
    DiagonalNormal normal = new DiagonalNormal(3);
    new Differentiation(normal.parameters())
        .taylorTest(
            () -> {
              Distribution.Sample sample = normal.sampleAndLogProb(20, Context.NONE, random(24));
              return List.of(sample.value(), sample.logProb());
            },
            new Random(24),
            1.0 / 32);
  }

  private static Tensor awayFromBreaks(
      Entry entry, Distribution distribution, int lanes, RandomGenerator random) {
    Tensor x = Tensor.zeros(distribution.features(), lanes);
    for (int i = 0; i < x.size(); i++) {
      do {
        x.data()[i] = (float) (3 * random.nextGaussian());
      } while (isNear(entry.breaks(), x.data()[i]));
      if (i / lanes < DistributionCatalogue.codes(distribution)) {
        x.data()[i] = (float) Math.rint(x.data()[i]);
      }
    }
    return x;
  }

  private static boolean isNear(double[] places, double x) {
    return Arrays.stream(places).anyMatch(place -> Math.abs(x - place) < 0.5);
  }

  // ---- names and specification ----

  @ParameterizedTest
  @MethodSource("all")
  void namesAreUniqueAndPrefixed(Entry entry) {
    List<String> names = new ArrayList<>(tensors(entry.distribution(), "").keySet());
    List<String> prefixed = new ArrayList<>(tensors(entry.distribution(), "base.").keySet());
    names.replaceAll(name -> "base." + name);
    names.sort(null);
    prefixed.sort(null);
    assertEquals(names, prefixed);
  }

  /// A distribution made from the specification, with the saved tensors put in by name, is the same one.
  @ParameterizedTest
  @MethodSource("all")
  void specificationAndTensorsAreTheWhole(Entry entry) {
    Distribution distribution = entry.distribution();
    if (entry
        .name()
        .contains(
            "LinearNormal")) { // holds a user's own distribution, which has no place in a file
      String message =
          assertThrows(UnsupportedOperationException.class, distribution::spec).getMessage();
      assertTrue(message.contains("has no specification"), message);
      return;
    }
    DistributionSpec spec = distribution.spec();
    Distribution copy = spec.build(99);
    assertEquals(spec, copy.spec());
    Map<String, Tensor> saved = tensors(distribution, "");
    Map<String, Tensor> loaded = tensors(copy, "");
    assertEquals(saved.keySet(), loaded.keySet());
    saved.forEach((name, tensor) -> loaded.get(name).set(tensor));
    Context given = context(distribution, 64, random(23));
    Tensor x = distribution.sample(64, given, random(23));
    assertArrayEquals(x.toArray(), copy.sample(64, given, random(23)).toArray());
    assertArrayEquals(distribution.logProb(x, given).toArray(), copy.logProb(x, given).toArray());
  }

  @ParameterizedTest
  @MethodSource("all")
  void sameSeedGivesTheSameParameters(Entry entry) {
    Map<String, Tensor> first = tensors(entry.make().apply(5L), "");
    Map<String, Tensor> second = tensors(entry.make().apply(5L), "");
    first.forEach(
        (name, tensor) -> assertArrayEquals(tensor.toArray(), second.get(name).toArray(), name));
  }

  private static Map<String, Tensor> tensors(Distribution distribution, String prefix) {
    Map<String, Tensor> found = new HashMap<>();
    distribution.visit(
        prefix,
        new Trainable.Visitor() {
          @Override
          public void parameter(String name, Parameter parameter) {
            state(name, parameter.value());
          }

          @Override
          public void state(String name, Tensor tensor) {
            assertNotEquals("", name);
            assertEquals(null, found.put(name, tensor), "twice: " + name);
          }
        });
    return found;
  }

  // ---- lanes ----

  /// p = 1/(lanes + 1), … lanes/(lanes + 1).
  private static Tensor grid(int lanes) {
    Tensor p = Tensor.zeros(1, lanes);
    for (int n = 0; n < lanes; n++) {
      p.data()[n] = (n + 1f) / (lanes + 1);
    }
    return p;
  }

  private static double sum(Tensor y) {
    double sum = 0;
    for (float value : y.toArray()) {
      sum += value;
    }
    return sum;
  }

  private static Tensor lane(Tensor x, int lane) {
    Tensor one = Tensor.zeros(x.features(), 1);
    for (int f = 0; f < x.features(); f++) {
      one.data()[f] = x.get(f, lane);
    }
    return one;
  }

  private static Context lane(Context context, int lane) {
    return switch (context) {
      case Context.None _ -> context;
      case Context.Given(Tensor values, _) -> Context.of(lane(values, lane));
    };
  }

  private static Context leading(Context context, int lanes) {
    return switch (context) {
      case Context.None _ -> context;
      case Context.Given(Tensor values, _) -> {
        Tensor first = Tensor.zeros(values.features(), lanes);
        for (int f = 0; f < values.features(); f++) {
          System.arraycopy(values.data(), values.at(f), first.data(), first.at(f), lanes);
        }
        yield Context.of(first);
      }
    };
  }

  private static Context repeated(Context one, int lanes) {
    return switch (one) {
      case Context.None _ -> one;
      case Context.Given(Tensor values, _) -> {
        Tensor all = Tensor.zeros(values.features(), lanes);
        for (int f = 0; f < values.features(); f++) {
          all.rows(f, f + 1).fill(values.get(f, 0));
        }
        yield Context.of(all);
      }
    };
  }
}

package dev.bijou.bijection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.file.KnownKinds;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import dev.bijou.testing.Determinant;
import dev.bijou.testing.Differentiation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What every bijection keeps (DESIGN "Numerics contract"), at initialization and away from it, over the catalogue. To maps
/// of sequences each lane is a segment of one frame. A module that adds maps has a subclass with its own catalogue.
@TestInstance(Lifecycle.PER_CLASS)
public class BijectionContractTest {
  private static final int LANES = 37;

  /// Name → specification.
  protected Map<String, BijectionSpec> catalogue() {
    return BijectionCatalogue.all();
  }

  /// Specifications that a catalogue holds, this one or another.
  protected Stream<BijectionSpec> covered() {
    return catalogue().values().stream();
  }

  /// The start of the names of the packages whose kinds are in the catalogue.
  protected String packages() {
    return "dev.bijou";
  }

  Stream<Arguments> instances() {
    return catalogue().entrySet().stream()
        .flatMap(
            e -> Stream.of(0.0, 0.15).map(shake -> Arguments.of(e.getKey(), e.getValue(), shake)));
  }

  /// A bijection, data for it and a context.
  private record Setup(Bijection bijection, Tensor x, Context context, Random random) {}

  private static Setup setup(String name, BijectionSpec spec, double shake) {
    Random random = new Random(name.hashCode());
    Bijection bijection = spec.build(new Random(5));
    Tensor z = Differentiation.gaussian(spec.features(), LANES, random, 1.3);
    Context context =
        bijection.contextFeatures() == 0
            ? Context.NONE
            : Context.of(
                Differentiation.gaussian(bijection.contextFeatures(), LANES, random, 1), LANES);
    if (shake > 0) {
      BijectionCatalogue.shake(bijection, random, shake);
    }
    return new Setup(bijection, bijection.forward(z, context).value(), context, random);
  }

  @ParameterizedTest(name = "{0}, shaken {2}")
  @MethodSource("instances")
  void inverseAfterForwardIsTheIdentity(String name, BijectionSpec spec, double shake) {
    Setup s = setup(name, spec, shake);
    Tensor z = Differentiation.gaussian(spec.features(), LANES, s.random, 1.3);
    Mapped x = s.bijection.forward(z, s.context);
    Mapped back = s.bijection.inverse(x.value(), s.context);
    for (int f = 0; f < spec.features(); f++) {
      for (int n = 0; n < LANES; n++) {
        assertEquals(
            z.get(f, n),
            back.value().get(f, n),
            1e-4 * (1 + Math.abs(z.get(f, n))),
            "feature " + f);
      }
    }
    for (int n = 0; n < LANES; n++) {
      assertEquals(
          x.logDet().get(0, n),
          -back.logDet().get(0, n),
          1e-3 * spec.features(),
          "log-determinant");
    }
  }

  @ParameterizedTest(name = "{0}, shaken {2}")
  @MethodSource("instances")
  void logDetsAreThoseOfTheJacobian(String name, BijectionSpec spec, double shake) {
    Setup s = setup(name, spec, shake);
    checkJacobian(s, s.x, s.bijection::inverse);
    Tensor z = s.bijection.inverse(s.x, s.context).value();
    checkJacobian(s, z, s.bijection::forward);
  }

  private static void checkJacobian(Setup s, Tensor at, BiFunction<Tensor, Context, Mapped> map) {
    double[][][] jacobians = jacobians(s, at, map);
    Tensor logDet = map.apply(at, s.context).logDet();
    for (int n = 0; n < LANES; n++) {
      assertEquals(
          Determinant.logAbs(jacobians[n]),
          logDet.get(0, n),
          1e-4 * s.bijection.features(),
          "lane " + n);
    }
  }

  /// (lane, output, input)
  private static double[][][] jacobians(
      Setup s, Tensor at, BiFunction<Tensor, Context, Mapped> map) {
    int features = s.bijection.features();
    Parameter input = new Parameter(at.copy());
    List<Parameter> all = new ArrayList<>(s.bijection.parameters());
    all.add(input);
    Differentiation differentiation = new Differentiation(all);
    double[][][] jacobians = new double[LANES][features][features];
    for (int i = 0; i < features; i++) {
      Tensor seed = Tensor.zeros(features, LANES);
      seed.rows(i, i + 1).fill(1);
      float[] gradient =
          differentiation.gradient(
              () -> List.of(map.apply(Workspace.current().read(input), s.context).value()),
              List.of(seed));
      Tensor row = differentiation.of(gradient, input);
      for (int j = 0; j < features; j++) {
        for (int n = 0; n < LANES; n++) {
          jacobians[n][i][j] = row.get(j, n);
        }
      }
    }
    return jacobians;
  }

  @ParameterizedTest(name = "{0}, shaken {2}")
  @MethodSource("instances")
  void gradientsPassTheTaylorTest(String name, BijectionSpec spec, double shake) {
    Setup s = setup(name, spec, shake);
    taylor(s, s.x, s.bijection::inverse);
    taylor(s, s.bijection.inverse(s.x, s.context).value(), s.bijection::forward);
  }

  private static void taylor(Setup s, Tensor at, BiFunction<Tensor, Context, Mapped> map) {
    List<Parameter> parameters = s.bijection.parameters();
    for (Parameter parameter : parameters) {
      new Differentiation(List.of(parameter))
          .taylorTest(() -> outputs(map.apply(at, s.context)), s.random, 0.003);
    }
    Parameter input = new Parameter(at.copy());
    new Differentiation(List.of(input))
        .taylorTest(
            () -> outputs(map.apply(Workspace.current().read(input), s.context)), s.random, 0.001);
  }

  private static List<Tensor> outputs(Mapped mapped) {
    return List.of(mapped.value(), mapped.logDet());
  }

  @ParameterizedTest(name = "{0}, shaken {2}")
  @MethodSource("instances")
  void contextGradientPassesTheTaylorTest(String name, BijectionSpec spec, double shake) {
    Setup s = setup(name, spec, shake);
    if (s.context instanceof Context.Given(Tensor values, _)) {
      Parameter given = new Parameter(values.copy());
      new Differentiation(List.of(given))
          .taylorTest(
              () ->
                  outputs(
                      s.bijection.inverse(s.x, Context.of(Workspace.current().read(given), LANES))),
              s.random,
              0.002);
    } else {
      assertEquals(0, s.bijection.contextFeatures());
    }
  }

  @ParameterizedTest(name = "{0}, shaken {2}")
  @MethodSource("instances")
  void anyFiniteInputGivesFiniteImages(String name, BijectionSpec spec, double shake) {
    Setup s = setup(name, spec, shake);
    Tensor extreme = Tensor.zeros(spec.features(), LANES);
    float[] magnitudes = {0, -0f, 1e-30f, 1, 4, -4, 5, 1e3f, -1e6f, 1e15f, -1e20f, 1e30f, -1e30f};
    for (int i = 0; i < extreme.size(); i++) {
      extreme.data()[i] = magnitudes[s.random.nextInt(magnitudes.length)];
    }
    for (Mapped mapped :
        List.of(s.bijection.inverse(extreme, s.context), s.bijection.forward(extreme, s.context))) {
      for (int n = 0; n < LANES; n++) {
        assertTrue(Float.isFinite(mapped.logDet().get(0, n)), "log-determinant of lane " + n);
        for (int f = 0; f < spec.features(); f++) {
          assertTrue(Float.isFinite(mapped.value().get(f, n)), "feature " + f + " of lane " + n);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}, shaken {2}")
  @MethodSource("instances")
  void aLaneDoesNotDependOnItsNeighbours(String name, BijectionSpec spec, double shake) {
    Setup s = setup(name, spec, shake);
    Mapped together = s.bijection.inverse(s.x, s.context);
    Mapped togetherForward = s.bijection.forward(s.x, s.context);
    for (int n : new int[] {0, 1, 15, 16, 31, 36}) {
      Context own =
          s.context instanceof Context.Given(Tensor v, _) ? Context.of(lane(v, n)) : Context.NONE;
      Mapped alone = s.bijection.inverse(lane(s.x, n), own);
      Mapped aloneForward = s.bijection.forward(lane(s.x, n), own);
      assertArrayEquals(lane(together.value(), n).toArray(), alone.value().toArray());
      assertArrayEquals(lane(together.logDet(), n).toArray(), alone.logDet().toArray());
      assertArrayEquals(lane(togetherForward.value(), n).toArray(), aloneForward.value().toArray());
      assertArrayEquals(
          lane(togetherForward.logDet(), n).toArray(), aloneForward.logDet().toArray());
    }
  }

  private static Tensor lane(Tensor tensor, int n) {
    Tensor lane = Tensor.zeros(tensor.features(), 1);
    for (int f = 0; f < tensor.features(); f++) {
      lane.data()[f] = tensor.get(f, n);
    }
    return lane;
  }

  @ParameterizedTest(name = "{0}, shaken {2}")
  @MethodSource("instances")
  void autoregressiveLayersAreTriangular(String name, BijectionSpec spec, double shake) {
    if (spec instanceof MaskedAutoregressive.Spec) {
      Setup s = setup(name, spec, shake);
      for (double[][] jacobian : jacobians(s, s.x, s.bijection::inverse)) {
        for (int i = 0; i < jacobian.length; i++) {
          assertTrue(jacobian[i][i] > 0, "diagonal " + i);
          for (int j = i + 1; j < jacobian.length; j++) {
            assertEquals(0, jacobian[i][j], "entry " + i + ", " + j);
          }
        }
      }
      if (spec.features() > 1 && shake > 0) {
        double[][] first = jacobians(s, s.x, s.bijection::inverse)[0];
        assertTrue(
            Math.abs(first[spec.features() - 1][0]) > 0, "the last feature must see the first");
      }
    }
  }

  @ParameterizedTest(name = "{0}, shaken {2}")
  @MethodSource("instances")
  void sampleDirectionRecordedOrNotIsTheSame(String name, BijectionSpec spec, double shake) {
    Setup s = setup(name, spec, shake);
    Tensor z = s.bijection.inverse(s.x, s.context).value();
    float[] plain = s.bijection.forward(z, s.context).value().toArray();
    Parameter input = new Parameter(z.copy());
    List<Tensor> recorded = new ArrayList<>();
    new Differentiation(List.of(input))
        .gradient(
            () -> {
              Tensor x = s.bijection.forward(Workspace.current().read(input), s.context).value();
              recorded.add(x.copy());
              return List.of(x);
            },
            List.of(Tensor.zeros(spec.features(), LANES)));
    assertArrayEquals(plain, recorded.getFirst().toArray(), 1e-4f);
  }

  @ParameterizedTest(name = "{0}, shaken {2}")
  @MethodSource("instances")
  void specRebuildsTheSameArchitecture(String name, BijectionSpec spec, double shake) {
    Bijection bijection = spec.build(new Random(5));
    assertEquals(spec, bijection.spec());
    Bijection twin = spec.build(new Random(5));
    Setup s = setup(name, spec, 0);
    assertArrayEquals(
        bijection.inverse(s.x, s.context).value().toArray(),
        twin.inverse(s.x, s.context).value().toArray());
  }

  @ParameterizedTest(name = "{0}, shaken {2}")
  @MethodSource("instances")
  void wrongShapesAreRefusedByName(String name, BijectionSpec spec, double shake) {
    Setup s = setup(name, spec, shake);
    Tensor wide = Tensor.zeros(spec.features() + 1, LANES);
    var tooWide =
        assertThrows(IllegalArgumentException.class, () -> s.bijection.inverse(wide, s.context));
    assertTrue(
        tooWide.getMessage().contains(String.valueOf(spec.features())), tooWide.getMessage());
    if (s.bijection.contextFeatures() > 0) {
      var missing =
          assertThrows(
              IllegalArgumentException.class, () -> s.bijection.inverse(s.x, Context.NONE));
      assertTrue(missing.getMessage().contains("context"), missing.getMessage());
    }
  }

  @Test
  void catalogueIsComplete() {
    Set<Class<?>> covered = covered().map(BijectionSpec::getClass).collect(Collectors.toSet());
    assertEquals(List.of(), missing(BijectionSpec.class, covered));
    Set<Class<?>> scalars = new HashSet<>();
    covered()
        .forEach(spec -> {
          if (spec instanceof Coupling.Spec coupling) {
            scalars.add(coupling.transformer().getClass());
          }
        });
    assertEquals(List.of(), missing(ScalarBijection.class, scalars));
  }

  private List<Class<?>> missing(Class<?> declared, Set<Class<?>> covered) {
    return KnownKinds.of(declared).stream()
        .filter(kind -> kind.getName().startsWith(packages()) && !covered.contains(kind))
        .toList();
  }
}

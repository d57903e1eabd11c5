package dev.bijou.interop.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bijou.Activation;
import dev.bijou.bijection.ActNorm;
import dev.bijou.bijection.Affine;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Coupling;
import dev.bijou.bijection.Inverted;
import dev.bijou.bijection.LocationScale;
import dev.bijou.bijection.LuLinear;
import dev.bijou.bijection.MaskedAutoregressive;
import dev.bijou.bijection.Partial;
import dev.bijou.bijection.Permutation;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.bijection.ScaleShift;
import dev.bijou.bijection.Standardize;
import dev.bijou.bijection.parameterization.LinkedScaleShift;
import dev.bijou.bijection.parameterization.SoftClippedSpline;
import dev.bijou.distribution.DiagonalNormal;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.ScaledContext;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.distribution.StudentT;
import dev.bijou.flow.Flow;
import dev.bijou.interop.onnx.OnnxReader.Box;
import dev.bijou.operation.LinkedLogScale.Link;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Graphs give what the models give, run by a reference interpreter.
class OnnxModelTest {
  private static final int ROWS = 40;
  private static final NetworkSpec MLP = new NetworkSpec.Mlp(List.of(9, 7), Activation.TANH, 0);
  private static final NetworkSpec RELU = new NetworkSpec.Mlp(List.of(9), Activation.RELU, 0);
  private static final NetworkSpec RESIDUAL = new NetworkSpec.Residual(8, 2, Activation.SILU, 0);
  private static final NetworkSpec OPEN = new NetworkSpec.OpenResidual(8, 1, Activation.RELU, 0);
  private static final RationalQuadraticSpline SPLINE = RationalQuadraticSpline.of(5, 3);

  static Stream<String> names() {
    return bijections().keySet().stream();
  }

  private static Map<String, BijectionSpec> bijections() {
    Map<String, BijectionSpec> all = new LinkedHashMap<>();
    all.put("standardize", new Standardize.Spec(3));
    all.put("actNorm", new ActNorm.Spec(3));
    all.put("permutation", new Permutation.Spec(List.of(2, 0, 1)));
    all.put("luLinear", new LuLinear.Spec(3));
    all.put("partial", new Partial.Spec(1, new LuLinear.Spec(2)));
    all.put("coupling affine", new Coupling.Spec(3, 1, 0, RELU, Affine.standard()));
    all.put("coupling scale-shift", new Coupling.Spec(3, 2, 2, MLP, ScaleShift.standard()));
    all.put(
        "coupling softplus",
        new Coupling.Spec(3, 1, 2, OPEN, new LinkedScaleShift(Link.SOFTPLUS, 1e-3f)));
    all.put("autoregressive spline", new MaskedAutoregressive.Spec(3, 2, RESIDUAL, SPLINE));
    all.put(
        "autoregressive soft-clipped",
        new MaskedAutoregressive.Spec(3, 0, MLP, new SoftClippedSpline(5, 3, 1e-3f)));
    all.put(
        "autoregressive sigmoid",
        new MaskedAutoregressive.Spec(3, 0, MLP, new LinkedScaleShift(Link.SIGMOID, 1e-2f)));
    all.put("locationScale", new LocationScale.Spec(3, 2, RESIDUAL, SPLINE));
    all.put(
        "inverted", new Inverted.Spec(new MaskedAutoregressive.Spec(3, 0, MLP, Affine.standard())));
    return all;
  }

  private static Flow.Spec flow(String name) {
    BijectionSpec own = bijections().get(name);
    return new Flow.Spec(
        new StandardNormal.Spec(3),
        new Chain.Spec(
            List.of(own, new Permutation.Spec(List.of(1, 2, 0)), new Standardize.Spec(3))));
  }

  private static Distribution shaken(DistributionSpec spec) {
    Distribution distribution = spec.build(1);
    Random random = new Random(2);
    distribution.visit(
        "",
        new Trainable.Visitor() {
          @Override
          public void parameter(String name, Parameter parameter) {
            shake(name, parameter.value());
          }

          @Override
          public void state(String name, Tensor tensor) {
            if (!name.endsWith("weights")) {
              shake(name, tensor);
            }
          }

          private void shake(String name, Tensor tensor) {
            for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
              if (tensor.data()[i] != 0 || !name.endsWith("weight")) {
                tensor.data()[i] += (float) (0.3 * random.nextGaussian());
              }
            }
          }
        });
    return distribution;
  }

  private static Tensor rows(int features, int seed) {
    Random random = new Random(seed);
    Tensor rows = Tensor.zeros(features, ROWS);
    for (int i = 0; i < rows.size(); i++) {
      rows.data()[i] = (float) (2 * random.nextGaussian());
    }
    return rows;
  }

  private static List<OnnxModel.Column> columns(String name, int count) {
    List<OnnxModel.Column> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      columns.add(new OnnxModel.Column(name + i, 0, 1));
    }
    return columns;
  }

  private static Map<String, Box> inputs(String name, Tensor rows) {
    Map<String, Box> inputs = new HashMap<>();
    for (int f = 0; f < rows.features(); f++) {
      double[] cells = new double[ROWS];
      for (int n = 0; n < ROWS; n++) {
        cells[n] = rows.get(f, n);
      }
      inputs.put(name + f, new Box(new int[] {ROWS, 1}, cells));
    }
    return inputs;
  }

  private static void assertScore(DistributionSpec spec) {
    Distribution distribution = shaken(spec);
    int context = distribution.contextFeatures();
    Tensor x = rows(distribution.features(), 3);
    Tensor c = rows(Math.max(1, context), 4);
    Map<String, Box> inputs = inputs("x", x);
    if (context > 0) {
      inputs.putAll(inputs("c", c));
    }
    byte[] model =
        OnnxModel.score(distribution, columns("x", distribution.features()), columns("c", context));
    Box found = OnnxInterpreter.run(model, inputs).get("log_density");
    float[] expected =
        distribution.logProb(x, context == 0 ? Context.NONE : Context.of(c)).toArray();
    for (int n = 0; n < ROWS; n++) {
      assertEquals(expected[n], found.values()[n], 1e-5 * (1 + Math.abs(expected[n])), "row " + n);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void scoresAreThoseOfTheModel(String name) {
    assertScore(flow(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void latentsAndDrawsAreThoseOfTheModel(String name) {
    Flow flow = (Flow) shaken(flow(name));
    int context = flow.contextFeatures();
    Context given = context == 0 ? Context.NONE : Context.of(rows(context, 4));
    Tensor x = rows(3, 3);
    Map<String, Box> inputs = inputs("x", x);
    Map<String, Box> conditions = context == 0 ? Map.of() : inputs("c", rows(context, 4));
    inputs.putAll(conditions);
    byte[] latent = OnnxModel.latent(flow, columns("x", 3), columns("c", context));
    Box z = OnnxInterpreter.run(latent, inputs).get("latent");
    Tensor expected = flow.toBase(x, given).value();
    for (int n = 0; n < ROWS; n++) {
      for (int f = 0; f < 3; f++) {
        assertEquals(
            expected.get(f, n),
            z.values()[n * 3 + f],
            1e-4 * (1 + Math.abs(z.values()[n * 3 + f])));
      }
    }
    byte[] sample = OnnxModel.sample(flow, columns("x", 3), columns("c", context));
    Map<String, Box> noise = new HashMap<>(conditions);
    noise.put("noise", z);
    Map<String, Box> drawn = OnnxInterpreter.run(sample, noise);
    for (int n = 0; n < ROWS; n++) {
      for (int f = 0; f < 3; f++) {
        assertEquals(
            x.get(f, n), drawn.get("x" + f).values()[n], 1e-4 * (1 + Math.abs(x.get(f, n))));
      }
    }
  }

  @Test
  void ensemblesBasesAndScaledContextsAreThoseOfTheModel() {
    DistributionSpec given =
        new ScaledContext.Spec(
            new Flow.Spec(new DiagonalNormal.Spec(3), new Coupling.Spec(3, 1, 2, MLP, SPLINE)), 2);
    assertScore(given);
    assertScore(new Ensemble.Spec(List.of(given, given, given)));
    assertScore(new DiagonalNormal.Spec(2));
  }

  @Test
  void offsetsAndUnitsAreTakenInDoublePrecision() {
    Distribution standard = new StandardNormal.Spec(1).build(0);
    byte[] model =
        OnnxModel.score(standard, List.of(new OnnxModel.Column("t", 1.7e9, 4)), List.of());
    Box found =
        OnnxInterpreter.run(model, Map.of("t", new Box(new int[] {1, 1}, new double[] {1.7e9 + 8})))
            .get("log_density");
    assertEquals(-2 - 0.5 * Math.log(2 * Math.PI), found.values()[0], 1e-6);
    assertEquals(17, OnnxReader.of(model).opset());
    assertEquals(List.of("t"), OnnxReader.of(model).inputs());
  }

  @Test
  void columnsMayHaveAnyNameButThatOfTheOutput() {
    Distribution standard = new StandardNormal.Spec(2).build(0);
    List<OnnxModel.Column> odd =
        List.of(new OnnxModel.Column("_1", 0, 1), new OnnxModel.Column("__0", 0, 1));
    byte[] model = OnnxModel.score(standard, odd, List.of());
    assertEquals(List.of("_1", "__0"), OnnxReader.of(model).inputs());
    Box one = new Box(new int[] {1, 1}, new double[] {1});
    Box found = OnnxInterpreter.run(model, Map.of("_1", one, "__0", one)).get("log_density");
    assertEquals(-1 - Math.log(2 * Math.PI), found.values()[0], 1e-6);
    List<OnnxModel.Column> taken = List.of(new OnnxModel.Column("log_density", 0, 1));
    Distribution single = new StandardNormal.Spec(1).build(0);
    assertThrows(
        UnsupportedOperationException.class, () -> OnnxModel.score(single, taken, List.of()));
  }

  @Test
  void whatHasNoFormIsNamed() {
    Distribution heavy = new StudentT.Spec(2, 3).build(0);
    UnsupportedOperationException refused =
        assertThrows(
            UnsupportedOperationException.class,
            () -> OnnxModel.score(heavy, columns("x", 2), List.of()));
    assertEquals(
        "StudentT has no form in ONNX yet; flows of continuous, complete columns over a normal base have one",
        refused.getMessage());
  }
}

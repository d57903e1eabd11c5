package dev.bijou.interop.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import dev.bijou.Activation;
import dev.bijou.bijection.ActNorm;
import dev.bijou.bijection.Affine;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Coupling;
import dev.bijou.bijection.Inverted;
import dev.bijou.bijection.LocationScale;
import dev.bijou.bijection.Logit;
import dev.bijou.bijection.LuLinear;
import dev.bijou.bijection.MaskedAutoregressive;
import dev.bijou.bijection.Partial;
import dev.bijou.bijection.Permutation;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.bijection.ScaleShift;
import dev.bijou.bijection.Softplus;
import dev.bijou.bijection.Standardize;
import dev.bijou.bijection.parameterization.FreeEndSpline;
import dev.bijou.bijection.parameterization.FreeLinear;
import dev.bijou.bijection.parameterization.LinkedScaleShift;
import dev.bijou.bijection.parameterization.SoftClippedSpline;
import dev.bijou.distribution.DiagonalNormal;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.GaussianMixture;
import dev.bijou.distribution.ScaledContext;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.distribution.StudentT;
import dev.bijou.distribution.UniformBox;
import dev.bijou.file.ModelFile;
import dev.bijou.flow.Flow;
import dev.bijou.interop.onnx.Numbers;
import dev.bijou.operation.LinkedLogScale.Link;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.spec.NetworkSpec.ConditionedResidual.Role;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.Schema;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Graphs give what the models give, run by ONNX Runtime.
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
    all.put("freeLinear", new FreeLinear.Spec(3));
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
    FreeEndSpline free = new FreeEndSpline(5, 3, 1e-2f, 1e-3f);
    all.put("coupling free ends", new Coupling.Spec(3, 1, 2, MLP, free));
    all.put("autoregressive free ends", new MaskedAutoregressive.Spec(3, 0, MLP, free));
    for (Role role : Role.values()) {
      for (int context : new int[] {0, 2}) {
        var network = new NetworkSpec.ConditionedResidual(8, 2, context, role, Activation.RELU, 0);
        String name = "%s of %d".formatted(role, context);
        all.put(
            "coupling " + name, new Coupling.Spec(3, 1, context, network, ScaleShift.standard()));
        all.put(
            "autoregressive " + name,
            new MaskedAutoregressive.Spec(3, context, network, Affine.standard()));
      }
    }
    all.put("logit", new Logit.Spec(List.of(0f, -2f, 1f), List.of(1f, 5f, 2f)));
    all.put("softplus", new Softplus.Spec(3));
    all.put("locationScale", new LocationScale.Spec(3, 2, RESIDUAL, SPLINE));
    all.put(
        "inverted", new Inverted.Spec(new MaskedAutoregressive.Spec(3, 0, MLP, Affine.standard())));
    return all;
  }

  private static Flow.Spec flow(String name) {
    BijectionSpec own = bijections().get(name);
    if (own instanceof Logit.Spec
        || own instanceof Softplus.Spec) { // have ends, so that nothing follows
      return new Flow.Spec(
          new StandardNormal.Spec(3), new Chain.Spec(List.of(new Standardize.Spec(3), own)));
    }
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
              if (tensor.data()[i] != 0
                  || !(name.contains("conditioner") && name.endsWith("weight"))) {
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

  /// Columns of numbers, which enter as they are.
  private static List<Column> columns(String name, int count) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      columns.add(column(name + i, 0, 1));
    }
    return columns;
  }

  private static Column column(String name, double offset, double unit) {
    Kind kind = new Kind.Continuous(Kind.Atoms.NONE);
    return new Column(name, kind, offset, unit, 10, 0, 0, 1, -1e38, 1e38, 10, -1);
  }

  private static Schema schema(int features, int context) {
    return new Schema(columns("x", features), columns("c", context));
  }

  private static Map<String, Object> inputs(String name, Tensor rows) {
    Map<String, Object> inputs = new HashMap<>();
    for (int f = 0; f < rows.features(); f++) {
      float[][] cells = new float[rows.lanes()][1];
      for (int n = 0; n < rows.lanes(); n++) {
        cells[n][0] = rows.get(f, n);
      }
      inputs.put(name + f, cells);
    }
    return inputs;
  }

  private static byte[] score(Distribution distribution) {
    return OnnxModel.score(
            distribution,
            schema(distribution.features(), distribution.contextFeatures()),
            Optional.empty(),
            true)
        .bytes("");
  }

  private static void assertScore(DistributionSpec spec) {
    Distribution distribution = shaken(spec);
    int context = distribution.contextFeatures();
    Tensor x = rows(distribution.features(), 3);
    Tensor c = rows(Math.max(1, context), 4);
    assertScore(
        distribution,
        x,
        c,
        distribution.logProb(x, context == 0 ? Context.NONE : Context.of(c)).toArray());
  }

  private static void assertScore(Distribution distribution, Tensor x, Tensor c, float[] expected) {
    Map<String, Object> inputs = inputs("x", x);
    inputs.putAll(inputs("c", c));
    float[][] found = (float[][]) OnnxRun.of(score(distribution), inputs).get("log_density");
    for (int n = 0; n < expected.length; n++) {
      assertEquals(expected[n], found[n][0], 1e-5 * (1 + Math.abs(expected[n])), "row " + n);
    }
  }

  static List<Path> golden() throws IOException {
    Path folder = Path.of("../core/src/test/resources/dev/bijou/file/golden/0.1");
    assumeTrue(Files.isDirectory(folder), "the golden files are not here");
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".bijou")).sorted().toList();
    }
  }

  private record Golden(float[][] x, float[][] context, float[] logProb) {}

  @ParameterizedTest
  @MethodSource("golden")
  void everyKindOfModelScoresAsItDidWhenItWasWritten(Path file) throws IOException {
    String name = file.getFileName().toString();
    Path rows = file.resolveSibling(name.replace(".bijou", ".json"));
    Golden golden = new Gson().fromJson(Files.readString(rows), Golden.class);
    Distribution model = ModelFile.read(file).model();
    assertScore(model, tensor(golden.x()), tensor(golden.context()), golden.logProb());
  }

  private static Tensor tensor(float[][] rows) {
    Tensor tensor = Tensor.zeros(Math.max(1, rows.length), rows.length == 0 ? 1 : rows[0].length);
    for (int f = 0; f < rows.length; f++) {
      System.arraycopy(rows[f], 0, tensor.data(), tensor.at(f), rows[f].length);
    }
    return tensor;
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
    int features = flow.features();
    int context = flow.contextFeatures();
    Tensor c = rows(Math.max(1, context), 4);
    Context given = context == 0 ? Context.NONE : Context.of(c);
    Tensor x = flow.sample(ROWS, given, new Random(5)); // where all maps have an inverse
    Map<String, Object> inputs = inputs("x", x);
    inputs.putAll(inputs("c", c));
    Schema schema = schema(features, context);
    float[][] z =
        (float[][]) OnnxRun.of(OnnxModel.latent(flow, schema).bytes(""), inputs).get("latent");
    Tensor expected = flow.toBase(x, given).value();
    for (int n = 0; n < ROWS; n++) {
      for (int f = 0; f < features; f++) {
        assertEquals(expected.get(f, n), z[n][f], 1e-4 * (1 + Math.abs(z[n][f])));
      }
    }
    inputs.put("noise", z);
    Map<String, Object> drawn = OnnxRun.of(OnnxModel.sample(flow, schema).bytes(""), inputs);
    Tensor own = flow.toData(transposed(z), given).value();
    for (int n = 0; n < ROWS; n++) {
      for (int f = 0; f < features; f++) {
        float found = ((float[][]) drawn.get("x" + f))[n][0];
        assertEquals(own.get(f, n), found, 1e-4 * (1 + Math.abs(found)));
      }
    }
  }

  private static Tensor transposed(float[][] rows) {
    Tensor tensor = Tensor.zeros(rows[0].length, rows.length);
    for (int n = 0; n < rows.length; n++) {
      for (int f = 0; f < rows[n].length; f++) {
        tensor.data()[tensor.at(f) + n] = rows[n][f];
      }
    }
    return tensor;
  }

  @Test
  void drawsOfSteepSplinesAreExact() {
    Flow.Spec spec =
        new Flow.Spec(
            new StandardNormal.Spec(1),
            new Inverted.Spec(
                new MaskedAutoregressive.Spec(1, 0, RELU, RationalQuadraticSpline.of(2, 3))));
    Flow flow = (Flow) spec.build(1);
    float[] theta = {3, -3, -3, 3, 50}; // a flat bin whose slope at its end is about 50
    Tensor bias = Numbers.of(flow).tensor("bijection.of.conditioner.layers.1.bias");
    System.arraycopy(theta, 0, bias.data(), bias.offset(), theta.length);
    Tensor x = Tensor.zeros(1, ROWS);
    for (int n = 0; n < ROWS; n++) {
      x.data()[n] = -3 + 0.02f * (n + 1) / (ROWS + 1); // in that bin
    }
    float[][] z =
        (float[][])
            OnnxRun.of(OnnxModel.latent(flow, schema(1, 0)).bytes(""), inputs("x", x))
                .get("latent");
    Tensor own = flow.toBase(x, Context.NONE).value();
    for (int n = 0; n < ROWS; n++) {
      assertEquals(own.get(0, n), z[n][0], 1e-5 * (1 + Math.abs(z[n][0])), "row " + n);
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
    assertScore(new StudentT.Spec(3, 2.5f));
    assertScore(new GaussianMixture.Spec(3, 4));
    assertScore(new UniformBox.Spec(List.of(-1f, 0f), List.of(1f, 3f)));
  }

  @Test
  void farAndMissingCellsAreThoseOfTheModel() {
    Distribution distribution = shaken(flow("autoregressive spline"));
    Tensor x = Tensor.zeros(3, 4);
    for (int n = 0; n < 4; n++) {
      x.data()[n] = new float[] {1e30f, -3e38f, Float.NaN, Float.POSITIVE_INFINITY}[n];
    }
    Tensor c = Tensor.zeros(2, 4);
    Map<String, Object> inputs = inputs("x", x);
    inputs.putAll(inputs("c", c));
    float[][] found = (float[][]) OnnxRun.of(score(distribution), inputs).get("log_density");
    float[] expected = distribution.logProb(x, Context.of(c)).toArray();
    for (int n = 0; n < 4; n++) {
      if (n < 2) {
        assertEquals(expected[n], found[n][0], 1e-5 * Math.abs(expected[n]), "row " + n);
      } else {
        assertEquals(expected[n], found[n][0], "row " + n); // NaN
      }
    }
  }

  @Test
  void offsetsAndUnitsAreTakenInDoublePrecision() {
    Distribution standard = new StandardNormal.Spec(1).build(0);
    Schema schema = new Schema(List.of(column("t", 1.7e9, 4)), List.of());
    byte[] model = OnnxModel.score(standard, schema, Optional.empty(), true).bytes("");
    float[][] found =
        (float[][]) OnnxRun.of(model, Map.of("t", new double[][] {{1.7e9 + 8}})).get("log_density");
    assertEquals(-2 - 0.5 * Math.log(2 * Math.PI), found[0][0], 1e-6);
  }

  @Test
  void columnsMayHaveAnyNameButThatOfTheOutput() {
    Distribution standard = new StandardNormal.Spec(2).build(0);
    Schema odd = new Schema(List.of(column("_1", 0, 1), column("__0", 0, 1)), List.of());
    byte[] model = OnnxModel.score(standard, odd, Optional.empty(), true).bytes("");
    float[][] one = {{1}};
    float[][] found =
        (float[][]) OnnxRun.of(model, Map.of("_1", one, "__0", one)).get("log_density");
    assertEquals(-1 - Math.log(2 * Math.PI), found[0][0], 1e-6);
    Schema taken = new Schema(List.of(column("log_density", 0, 1)), List.of());
    Distribution single = new StandardNormal.Spec(1).build(0);
    assertThrows(
        UnsupportedOperationException.class,
        () -> OnnxModel.score(single, taken, Optional.empty(), true));
  }

  @Test
  void whatHasNoFormIsNamed() {
    Distribution heavy = new StudentT.Spec(2, 3).build(0);
    Schema schema = schema(2, 0);
    UnsupportedOperationException refused =
        assertThrows(UnsupportedOperationException.class, () -> OnnxModel.sample(heavy, schema));
    assertEquals(
        "StudentT has no draws in ONNX, but scores and latents; normal bases have all of them",
        refused.getMessage());
    Distribution two = new Ensemble.Spec(List.of(flow("actNorm"), flow("actNorm"))).build(0);
    Schema three = schema(3, 0);
    assertThrows(UnsupportedOperationException.class, () -> OnnxModel.latent(two, three));
  }
}

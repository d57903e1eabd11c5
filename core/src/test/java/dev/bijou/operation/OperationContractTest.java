package dev.bijou.operation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.Activation;
import dev.bijou.kernel.Spline;
import dev.bijou.kernel.Staircase;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import dev.bijou.testing.Differentiation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operation: its derivative, against its own forward map, and a program that runs it again.
class OperationContractTest {
  private static final int LANES = 42;
  private static final Spline SPLINE = Spline.of(5, 3);

  /// An operation over inputs of the given shapes (features, lanes).
  private record Case(List<int[]> shapes, Function<List<Tensor>, List<Tensor>> operation) {}

  private static Map<String, Case> catalogue() {
    Map<String, Case> all = new LinkedHashMap<>();
    int[] x = {4, LANES};
    int[] column = {4, 1};
    Staircase stairs = Staircase.of(new int[] {0, 1, 1, 3, 4}, 4);
    all.put(
        "Linear dense",
        new Case(
            List.of(new int[] {5, 4}, new int[] {5, 1}, x),
            in -> List.of(Linear.apply(in.get(0), in.get(1), in.get(2), Staircase.full(5, 4)))));
    all.put(
        "Linear masked",
        new Case(
            List.of(new int[] {5, 4}, new int[] {5, 1}, x),
            in -> List.of(Linear.apply(in.get(0), in.get(1), in.get(2), stairs))));
    for (Activation activation : Activation.values()) {
      all.put(
          "Activate " + activation,
          new Case(List.of(x), in -> List.of(Activate.apply(activation, in.getFirst()))));
    }
    all.put("Add", new Case(List.of(x, x), in -> List.of(Add.apply(in.get(0), in.get(1)))));
    all.put(
        "Subtract", new Case(List.of(x, x), in -> List.of(Subtract.apply(in.get(0), in.get(1)))));
    all.put(
        "GatherLanes",
        new Case(
            List.of(x),
            in -> List.of(GatherLanes.apply(1.5f, new int[] {41, 0, 0, 7, 3}, in.getFirst()))));
    all.put(
        "Add to itself",
        new Case(List.of(x), in -> List.of(Add.apply(in.getFirst(), in.getFirst()))));
    all.put("Clip", new Case(List.of(x), in -> List.of(Clip.apply(0.8f, in.getFirst()))));
    all.put(
        "Concatenate",
        new Case(
            List.of(x, new int[] {2, LANES}),
            in -> List.of(Concatenate.apply(in.get(0), in.get(1)))));
    all.put(
        "rows",
        new Case(
            List.of(x), in -> List.of(Activate.apply(Activation.TANH, in.getFirst().rows(1, 3)))));
    all.put(
        "GatherRows",
        new Case(
            List.of(x), in -> List.of(GatherRows.apply(new int[] {3, 0, 0, 2, 1}, in.getFirst()))));
    all.put(
        "FeatureAffine toBase",
        new Case(
            List.of(column, column, x),
            in -> List.of(FeatureAffine.toBase(in.get(0), in.get(1), in.get(2)))));
    all.put(
        "FeatureAffine toData",
        new Case(
            List.of(column, column, x),
            in -> List.of(FeatureAffine.toData(in.get(0), in.get(1), in.get(2)))));
    all.put(
        "FeatureSum",
        new Case(List.of(column), in -> List.of(FeatureSum.apply(-1, in.getFirst(), LANES))));
    all.put(
        "SoftClip",
        new Case(List.of(column), in -> List.of(Numerics.softClip(1.5f, in.getFirst()))));
    int[] affineTheta = {8, LANES};
    all.put(
        "AffineMap direct",
        new Case(List.of(x, affineTheta), in -> both(AffineMap.direct(3, in.get(0), in.get(1)))));
    all.put(
        "AffineMap root",
        new Case(List.of(x, affineTheta), in -> both(AffineMap.root(3, in.get(0), in.get(1)))));
    int[] splineTheta = {4 * SPLINE.parameterCount(), LANES};
    all.put(
        "SplineMap direct",
        new Case(
            List.of(x, splineTheta), in -> both(SplineMap.direct(SPLINE, in.get(0), in.get(1)))));
    all.put(
        "SplineMap root",
        new Case(
            List.of(x, splineTheta), in -> both(SplineMap.root(SPLINE, in.get(0), in.get(1)))));
    int[] square = {4, 4};
    all.put(
        "LuMap toBase",
        new Case(
            List.of(square, column, x),
            in -> List.of(LuMap.toBase(in.get(0), in.get(1), in.get(2)))));
    all.put(
        "LuMap toData",
        new Case(
            List.of(square, column, x),
            in -> List.of(LuMap.toData(in.get(0), in.get(1), in.get(2)))));
    List<Float> low = List.of(-5f, -6f, -7f, -8f);
    List<Float> high = List.of(5f, 7f, 6f, 5f);
    all.put(
        "LogitMap toBase",
        new Case(List.of(x), in -> both(LogitMap.toBase(low, high, in.getFirst()))));
    all.put(
        "LogitMap toData",
        new Case(List.of(x), in -> both(LogitMap.toData(low, high, in.getFirst()))));
    all.put(
        "SoftplusMap toData", new Case(List.of(x), in -> both(SoftplusMap.toData(in.getFirst()))));
    all.put(
        "SoftplusMap toBase",
        new Case(
            List.of(x), in -> both(SoftplusMap.toBase(SoftplusMap.toData(in.getFirst()).value()))));
    sequences(all);
    int[] cardinalities = {3, 2};
    Tensor prior = Tensor.of(5, 1, -1, 0.5f, 0, -0.2f, -2);
    Tensor codes = Tensor.zeros(2, LANES);
    Tensor absent = Tensor.zeros(4, LANES);
    for (int n = 0; n < LANES; n++) {
      codes.data()[n] = n % 3;
      codes.data()[LANES + n] = n % 2;
      absent.data()[absent.at(n % 4) + n] = n % 3 == 0 ? 1 : 0;
    }
    all.put(
        "CategoricalLogProb",
        new Case(
            List.of(new int[] {5, LANES}),
            in ->
                List.of(
                    CategoricalLogProb.apply(cardinalities, 0.05f, prior, in.getFirst(), codes))));
    PinnedMap.Numbers numbers =
        new PinnedMap.Numbers(
            Tensor.of(4, 1, 0, 1, -2, 0.3f),
            Tensor.of(4, 1, 1, 0.5f, 2, 0.1f),
            Tensor.of(4, 1, 1, 0, 1, 0),
            Tensor.of(4, 1, 0.2f, 0, -1, 0),
            Tensor.of(4, 1, 1.5f, 1, 0.4f, 2),
            Tensor.of(4, 1, 0, 2, 0, -3),
            Collections.nCopies(4, Optional.empty()));
    all.put(
        "PinnedMap toBase",
        new Case(List.of(x), in -> both(PinnedMap.toBase(numbers, absent, 5, in.getFirst()))));
    Knots knots = new Knots(Tensor.of(3, 1, -3, 0.123f, 4), Tensor.of(3, 1, 0.1f, 0.7f, 0.9f));
    PinnedMap.Numbers withKnots =
        new PinnedMap.Numbers(
            numbers.center(),
            numbers.scale(),
            numbers.heavy(),
            numbers.mean(),
            numbers.deviation(),
            numbers.logUnit(),
            List.of(Optional.empty(), Optional.of(knots), Optional.empty(), Optional.of(knots)));
    all.put(
        "PinnedMap toBase by knots",
        new Case(List.of(x), in -> both(PinnedMap.toBase(withKnots, absent, 5, in.getFirst()))));
    all.put(
        "Dequantize without noise",
        new Case(List.of(x), in -> List.of(Dequantize.apply(Tensor.zeros(4, 1), in.getFirst()))));
    return all;
  }

  private static void sequences(Map<String, Case> all) {
    int[] x = {3, LANES};
    int[] half = {6, LANES / 2};
    int[] bias = {6, 1};
    all.put(
        "WeightNormalization",
        new Case(
            List.of(bias, new int[] {6, 5}),
            in -> List.of(WeightNormalization.apply(in.get(0), in.get(1)))));
    all.put("GatedUnit", new Case(List.of(half), in -> List.of(GatedUnit.apply(in.getFirst()))));
    all.put("Repeat", new Case(List.of(half), in -> List.of(Repeat.apply(3, in.getFirst()))));
    all.put("Overlap", new Case(List.of(half), in -> List.of(Overlap.apply(in.getFirst(), 3))));
    all.put(
        "Overlap undone", new Case(List.of(half), in -> List.of(Overlap.undo(in.getFirst(), 3))));
    for (Squeeze.Order order : Squeeze.Order.values()) {
      all.put(
          "Squeeze " + order,
          new Case(List.of(x), in -> List.of(Squeeze.apply(2, order, in.getFirst()))));
      all.put(
          "Squeeze undone " + order,
          new Case(List.of(half), in -> List.of(Squeeze.undo(2, order, in.getFirst()))));
    }
    for (Taps taps : List.of(Taps.one(), Taps.centred(3, 2), Taps.causal(2, 3))) {
      int[] weight = {6, 3 * taps.kernel()};
      all.put(
          "Convolution " + taps,
          new Case(
              List.of(weight, bias, x),
              in -> List.of(Convolution.apply(taps, in.get(0), in.get(1), in.get(2), 3))));
      all.put(
          "Convolution onto an addend " + taps,
          new Case(
              List.of(weight, bias, x, half),
              in ->
                  List.of(Convolution.onto(in.get(3), taps, in.get(0), in.get(1), in.get(2), 2))));
      all.put(
          "DepthwiseConvolution " + taps,
          new Case(
              List.of(new int[] {3, taps.kernel()}, new int[] {3, 1}, x),
              in -> List.of(DepthwiseConvolution.apply(taps, in.get(0), in.get(1), in.get(2), 2))));
    }
    all.put(
        "TransposedConvolution",
        new Case(
            List.of(new int[] {10, 9}, new int[] {2, 1}, x),
            in ->
                List.of(
                    TransposedConvolution.apply(
                        Taps.causal(3, 1), 5, in.get(0), in.get(1), in.get(2), 6))));
    int[] square = {4, 4};
    all.put(
        "GroupedProduct",
        new Case(
            List.of(square, new int[] {12, LANES}),
            in -> List.of(GroupedProduct.apply(in.get(0), in.get(1)))));
    all.put(
        "LayerNormalization",
        new Case(
            List.of(bias, bias, new int[] {6, LANES}),
            in -> List.of(LayerNormalization.apply(in.get(0), in.get(1), in.get(2)))));
    int[] ofHeads = {6, LANES};
    int[] relative = {3, 9};
    all.put(
        "RelativeAttention",
        new Case(
            List.of(ofHeads, ofHeads, ofHeads, relative, relative),
            in ->
                List.of(
                    RelativeAttention.apply(
                        2,
                        0,
                        new RelativeAttention.Operands(
                            in.get(0), in.get(1), in.get(2), in.get(3), in.get(4))))));
    all.put(
        "LuMatrix product",
        new Case(
            List.of(square, new int[] {4, 1}),
            in -> List.of(LuMatrix.product(in.get(0), in.get(1)))));
    all.put(
        "LuMatrix inverse",
        new Case(
            List.of(square, new int[] {4, 1}),
            in -> List.of(LuMatrix.inverse(in.get(0), in.get(1)))));
    all.put(
        "BatchNormalization",
        new Case(
            List.of(new int[] {3, 1}, new int[] {3, 1}, x),
            in -> List.of(asInTraining(in.get(0), in.get(1), in.get(2)))));
  }

  /// Batch normalization by the lanes at hand, also where nothing is recorded.
  private static Tensor asInTraining(Tensor gain, Tensor shift, Tensor x) {
    Tensor averages = Tensor.zeros(6, 1);
    if (Workspace.current().recording()) {
      return BatchNormalization.apply(gain, shift, averages, x);
    }
    Workspace workspace =
        Workspace.reusing().recording(ParameterPack.of(List.of()), new float[0], 1);
    Tensor y = Workspace.current().scratch(3, LANES);
    Workspace.current()
        .compute(
            () -> y.set(workspace.run(() -> BatchNormalization.apply(gain, shift, averages, x))));
    return y;
  }

  private static List<Tensor> both(Mapped mapped) {
    return List.of(mapped.value(), mapped.logDet());
  }

  static Stream<Arguments> cases() {
    return catalogue().entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void gradientsPassTheTaylorTest(String name, Case op) {
    Random random = new Random(name.hashCode());
    List<Parameter> inputs = inputs(op, random);
    new Differentiation(inputs)
        .taylorTest(
            () ->
                op.operation.apply(inputs.stream().map(p -> Workspace.current().read(p)).toList()),
            random,
            0.004);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void eachInputAloneGetsItsGradient(String name, Case op) {
    Random random = new Random(name.hashCode());
    List<Parameter> inputs = inputs(op, random);
    for (int tracked = 0; tracked < inputs.size(); tracked++) {
      int only = tracked;
      new Differentiation(List.of(inputs.get(only)))
          .taylorTest(
              () ->
                  op.operation.apply(
                      IntStream.range(0, inputs.size())
                          .mapToObj(i ->
                              i == only
                                  ? Workspace.current().read(inputs.get(i))
                                  : inputs.get(i).value())
                          .toList()),
              random,
              0.004);
    }
  }

  /// Whatever has a value for each lane is data.
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void aProgramComputesFromTheDataThatIsThere(String name, Case op) {
    Random random = new Random(name.hashCode());
    List<Tensor> inputs = inputs(op, random).stream().map(Parameter::value).toList();
    List<Tensor> outputs = new ArrayList<>();
    Supplier<Tensor> program =
        Workspace.capture(() -> {
          outputs.addAll(op.operation.apply(inputs));
          return outputs.getFirst();
        });
    for (int round = 0; round < 4; round++) {
      for (Tensor input : inputs) {
        if (input.lanes() >= LANES / 3) {
          input.set(Differentiation.gaussian(input.features(), input.lanes(), random, 1 + round));
        }
      }
      assertSame(outputs.getFirst(), program.get());
      List<Tensor> expected = op.operation.apply(inputs);
      for (int i = 0; i < outputs.size(); i++) {
        assertArrayEquals(expected.get(i).toArray(), outputs.get(i).toArray());
      }
    }
  }

  private static List<Parameter> inputs(Case op, Random random) {
    return op.shapes.stream()
        .map(s -> new Parameter(Differentiation.gaussian(s[0], s[1], random, s[1] == 4 ? 0.4 : 1)))
        .peek(p -> zeroBeyondStairs(p.value(), op))
        .toList();
  }

  /// Masked weights are zero beyond their stairs.
  private static void zeroBeyondStairs(Tensor value, Case op) {
    if (value.features() == 5 && value.lanes() == 4) {
      Staircase stairs = Staircase.of(new int[] {0, 1, 1, 3, 4}, 4);
      for (int i = 0; i < 5 && op.shapes.size() == 3; i++) {
        for (int j = stairs.extent(i); j < 4; j++) {
          value.data()[value.at(i) + j] = 0;
        }
      }
    }
  }

  @Test
  void dropoutKeepsTheMeanAndItsMaskInTheBackwardPass() {
    Parameter input = new Parameter(Tensor.zeros(50, 400));
    input.value().fill(2);
    ParameterPack pack = ParameterPack.of(List.of(input));
    float[] gradient = new float[pack.size()];
    Workspace workspace = Workspace.reusing().recording(pack, gradient, 77);
    float[] kept =
        workspace.run(() -> {
          Tensor y = Dropout.apply(0.25f, Workspace.current().read(input));
          y.gradient().fill(1);
          workspace.backward();
          return y.toArray();
        });
    int zeros = 0;
    for (int i = 0; i < kept.length; i++) {
      zeros += kept[i] == 0 ? 1 : 0;
      assertEquals(kept[i] / 2, gradient[i], 1e-6, "element " + i);
      assertTrue(kept[i] == 0 || Math.abs(kept[i] - 2 / 0.75f) < 1e-5);
    }
    assertEquals(0.25, zeros / 20_000.0, 0.01);
    Tensor plain = Tensor.zeros(2, 2);
    assertSame(plain, Dropout.apply(0.25f, plain), "without a tape nothing is dropped");
  }

  @Test
  void dequantizationSpreadsOverTheCellWhileATapeRecords() {
    Parameter input = new Parameter(Tensor.zeros(2, 4_000));
    input.value().fill(3);
    Tensor widths = Tensor.of(2, 1, 2, 0);
    ParameterPack pack = ParameterPack.of(List.of(input));
    float[] gradient = new float[pack.size()];
    Workspace workspace = Workspace.reusing().recording(pack, gradient, 5);
    float[] spread =
        workspace.run(() -> {
          Tensor y = Dequantize.apply(widths, Workspace.current().read(input));
          y.gradient().fill(1);
          workspace.backward();
          return y.toArray();
        });
    double sum = 0;
    double squares = 0;
    for (int n = 0; n < 4_000; n++) {
      assertTrue(spread[n] >= 2 && spread[n] <= 4, "within the cell: " + spread[n]);
      assertEquals(3, spread[4_000 + n], "without a grid nothing moves");
      assertEquals(1, gradient[n], "the noise passes the gradient on");
      sum += spread[n] - 3;
      squares += (spread[n] - 3) * (spread[n] - 3);
    }
    assertEquals(0, sum / 4_000, 0.04);
    assertEquals(1 / 3.0, squares / 4_000, 0.02);
    assertSame(input.value(), Dequantize.apply(widths, input.value()), "the centre without a tape");
  }

  @Test
  void codesBecomeRowsAndTheUnknownNone() {
    Tensor codes = Tensor.of(2, 4, 0, 1, 2, 7, 1, -3, 0.4f, 1);
    assertArrayEquals(
        new float[] {
          1, 0, 0, 0, // first column is 0
          0, 1, 0, 0, // first column is 1
          0, 0, 1, 0 // second column is 0; −3 is unknown, 0.4 is 0
        },
        OneHot.apply(new int[] {3, 2}, codes).toArray());
  }

  @Test
  void resultsInAnArenaEqualPlainResults() {
    for (Map.Entry<String, Case> entry : catalogue().entrySet()) {
      Random random = new Random(3);
      List<Tensor> inputs =
          inputs(entry.getValue(), random).stream().map(Parameter::value).toList();
      List<Tensor> plain = entry.getValue().operation.apply(inputs);
      List<Tensor> inArena =
          Workspace.reusing().run(() -> entry.getValue().operation.apply(inputs));
      for (int i = 0; i < plain.size(); i++) {
        assertArrayEquals(plain.get(i).toArray(), inArena.get(i).toArray(), entry.getKey());
      }
    }
  }
}

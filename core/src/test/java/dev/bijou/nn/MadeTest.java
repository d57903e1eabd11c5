package dev.bijou.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.bijou.Activation;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.testing.Differentiation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MadeTest {
  private static final int LANES = 19;

  static Stream<Arguments> shapes() {
    List<NetworkSpec> networks =
        List.of(
            new NetworkSpec.Mlp(List.of(30, 23, 11), Activation.TANH, 0),
            new NetworkSpec.Residual(32, 3, Activation.SILU, 0));
    return networks.stream()
        .flatMap(network ->
            Stream.of(
                    new int[] {6, 0},
                    new int[] {6, 3},
                    new int[] {1, 0},
                    new int[] {1, 2},
                    new int[] {50, 0})
                .map(s -> Arguments.of(network, s[0], s[1])));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void parametersSeeTheFeaturesBeforeThemAndTheContext(
      NetworkSpec network, int features, int context) {
    Made made = new Made(network, features, context, 3, new Random(1));
    Random random = new Random(2);
    Tensor x = Differentiation.gaussian(features, LANES, random, 1);
    Context given =
        context == 0
            ? Context.NONE
            : Context.of(Differentiation.gaussian(context, LANES, random, 1));
    Tensor theta = made.theta(x, given);
    for (int changed = 0; changed < features; changed++) {
      Tensor other = x.copy();
      other.rows(changed, changed + 1).fill(3);
      Tensor moved = made.theta(other, given);
      int blind = 3 * (changed + 1);
      assertArrayEquals(theta.rows(0, blind).toArray(), moved.rows(0, blind).toArray());
      if (changed + 1 < features && features < 30) {
        assertNotEquals(
            theta.get(blind, 0),
            moved.get(blind, 0),
            "feature " + changed + " must be seen by the next");
      }
    }
    if (context > 0) {
      Tensor moved = made.theta(x, Context.of(Tensor.zeros(context, LANES)));
      assertNotEquals(
          theta.get(0, 0), moved.get(0, 0), "the context must be seen by the first feature");
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aSweepGivesTheSameParameters(NetworkSpec network, int features, int context) {
    Made made = new Made(network, features, context, 3, new Random(1));
    Random random = new Random(2);
    Tensor x = Differentiation.gaussian(features, LANES, random, 1);
    Context given =
        context == 0
            ? Context.NONE
            : Context.of(Differentiation.gaussian(context, LANES, random, 1));
    Tensor whole = made.theta(x, given);
    Made.Sweep sweep = made.sweep(LANES, given);
    for (int i = 0; i < features; i++) {
      assertArrayEquals(whole.rows(3 * i, 3 * i + 3).toArray(), sweep.theta(i).toArray(), 1e-5f);
      sweep.give(i, x.rows(i, i + 1));
    }
  }

  @Test
  void hiddenUnitsSpreadOverTheDegreesThatSeeAnything() {
    assertArrayEquals(new int[] {0, 25, 51, 76, 102, 128}, autoregressive(6, 0).hiddenEnds(128));
    assertArrayEquals(new int[] {64, 128}, autoregressive(2, 2).hiddenEnds(128));
    assertArrayEquals(new int[] {16}, Degrees.dense(3, 2).hiddenEnds(16));
    assertEquals(5, autoregressive(4, 1).inputs());
  }

  private static Degrees autoregressive(int features, int context) {
    int[] ones = new int[features];
    Arrays.fill(ones, 1);
    return Degrees.autoregressive(context, ones, ones);
  }

  private static final int[] INPUTS = {1, 4, 2, 3};
  private static final int[] PARAMETERS = {2, 5, 3, 4};

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void blocksOfAnySizeSeeTheBlocksBeforeThem(int context) {
    NetworkSpec network = new NetworkSpec.Residual(24, 2, Activation.TANH, 0);
    Made made = new Made(network, context, INPUTS, PARAMETERS, new Random(1));
    Random random = new Random(2);
    Tensor x = Differentiation.gaussian(10, LANES, random, 1);
    Context given =
        context == 0
            ? Context.NONE
            : Context.of(Differentiation.gaussian(context, LANES, random, 1));
    Tensor theta = made.theta(x, given);
    assertEquals(14, theta.features());
    Made.Sweep sweep = made.sweep(LANES, given);
    int input = 0;
    int parameter = 0;
    for (int i = 0; i < INPUTS.length; i++) {
      Tensor own = theta.rows(parameter, parameter + PARAMETERS[i]);
      assertArrayEquals(own.toArray(), sweep.theta(i).toArray(), 1e-5f, "swept block " + i);
      sweep.give(i, x.rows(input, input + INPUTS[i]));
      parameter += PARAMETERS[i];
      for (int j = input; j < input + INPUTS[i]; j++) {
        Tensor other = x.copy();
        other.rows(j, j + 1).fill(3);
        Tensor moved = made.theta(other, given);
        assertArrayEquals(
            theta.rows(0, parameter).toArray(),
            moved.rows(0, parameter).toArray(),
            "blind to " + j);
        if (i + 1 < INPUTS.length) {
          assertNotEquals(theta.get(parameter, 0), moved.get(parameter, 0), "must see " + j);
        }
      }
      input += INPUTS[i];
    }
  }
}

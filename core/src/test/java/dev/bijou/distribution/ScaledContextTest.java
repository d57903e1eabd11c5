package dev.bijou.distribution;

import static dev.bijou.distribution.DistributionCatalogue.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.tensor.Context;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaledContextTest {
  private final LinearNormal inner = new LinearNormal(1, 2);
  private final ScaledContext scaled = new ScaledContext(inner, 2);

  ScaledContextTest() {
    inner.parameters().forEach(parameter -> parameter.value().fill(0.5f));
  }

  @Test
  void standardizesByTheFirstBatch() {
    Tensor context = Tensor.of(2, 4, 10, 20, 30, 40, 7, 7, 7, 7);
    scaled.initialize(Tensor.zeros(1, 4), Context.of(context));
    double deviation = Math.sqrt(125);
    Tensor standardized =
        Tensor.of(
            2,
            4,
            (float) (-15 / deviation),
            (float) (-5 / deviation),
            (float) (5 / deviation),
            (float) (15 / deviation),
            0,
            0,
            0,
            0);
    Tensor x = Tensor.of(1, 4, -1, 0, 1, 2);
    assertArrayEquals(
        inner.logProb(x, Context.of(standardized)).toArray(),
        scaled.logProb(x, Context.of(context)).toArray(),
        1e-5f);
    assertArrayEquals(
        inner.sample(4, Context.of(standardized), random(1)).toArray(),
        scaled.sample(4, Context.of(context), random(1)).toArray(),
        1e-5f);
  }

  @Test
  void isTheIdentityBeforeItIsInitialized() {
    Context context = Context.of(Tensor.of(2, 3, 1, 2, 3, 4, 5, 6));
    Tensor x = Tensor.of(1, 3, 0, 1, 2);
    assertArrayEquals(inner.logProb(x, context).toArray(), scaled.logProb(x, context).toArray());
  }

  @Test
  void clipsTheContext() {
    Tensor x = Tensor.zeros(1, 2);
    Context far = Context.of(Tensor.of(2, 2, 1e30f, -1e30f, 0, 0));
    Context clipped = Context.of(Tensor.of(2, 2, 1e4f, -1e4f, 0, 0));
    assertArrayEquals(scaled.logProb(x, clipped).toArray(), scaled.logProb(x, far).toArray());
  }

  @Test
  void nonFiniteContextIsNaNInItsLaneOnly() {
    float infinity = Float.POSITIVE_INFINITY;
    Context context = Context.of(Tensor.of(2, 4, 1, Float.NaN, 1, 1, 1, 1, infinity, 1));
    for (Tensor y :
        List.of(
            scaled.logProb(Tensor.zeros(1, 4), context),
            Cumulative.of(scaled).cdf(Tensor.zeros(1, 4), context),
            scaled.sampleAndLogProb(4, context, random(1)).logProb())) {
      assertTrue(Float.isFinite(y.get(0, 0)) && Float.isFinite(y.get(0, 3)));
      assertTrue(Float.isNaN(y.get(0, 1)) && Float.isNaN(y.get(0, 2)));
    }
  }

  @Test
  void savesTheScalingBesideTheInnerParameters() {
    List<String> names = new ArrayList<>();
    scaled.visit(
        "",
        new Trainable.Visitor() {
          @Override
          public void parameter(String name, Parameter parameter) {
            names.add("parameter " + name);
          }

          @Override
          public void state(String name, Tensor tensor) {
            names.add("state " + name);
          }
        });
    assertEquals(
        List.of("state shift", "state logScale", "parameter of.weight", "parameter of.bias"),
        names);
  }

  @Test
  void refusesAnotherNumberOfContextFeatures() {
    assertEquals(
        "a scaled context of 3 features needs a distribution with as many, at least 1, but it has 2",
        assertThrows(IllegalArgumentException.class, () -> new ScaledContext(inner, 3))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> new ScaledContext(new StandardNormal(1), 0));
  }
}

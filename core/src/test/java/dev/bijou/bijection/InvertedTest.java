package dev.bijou.bijection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.operation.Moments;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.testing.Differentiation;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InvertedTest {
  static Stream<BijectionSpec> maps() {
    return Stream.of(
        new Standardize.Spec(3),
        new ActNorm.Spec(3),
        new Partial.Spec(1, new ActNorm.Spec(2)),
        new Chain.Spec(List.of(new Permutation.Spec(List.of(2, 0, 1)), new ActNorm.Spec(3))),
        new Inverted.Spec(new Inverted.Spec(new ActNorm.Spec(3))));
  }

  /// What an inverted map takes from the data makes its own image standard, as the map itself would run the other way.
  @ParameterizedTest
  @MethodSource("maps")
  void itInitializesWhatItWraps(BijectionSpec of) {
    Bijection inverted = new Inverted.Spec(of).build(new Random(1));
    Tensor x = Differentiation.gaussian(3, 500, new Random(2), 7);
    for (int n = 0; n < x.lanes(); n++) {
      x.data()[x.at(2) + n] += 20;
    }
    Tensor image = inverted.initialize(x, Context.NONE);
    assertArrayEquals(inverted.inverse(x, Context.NONE).value().toArray(), image.toArray());
    Moments moments = Moments.of(image);
    int first = of instanceof Partial.Spec ? 1 : 0;
    for (int f = first; f < 3; f++) {
      assertEquals(0, moments.mean()[f], 1e-3, "mean of feature " + f);
      assertEquals(1, moments.deviation()[f], 1e-3, "deviation of feature " + f);
    }
  }
}

package dev.bijou.bijection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.testing.Differentiation;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ActNormTest {
  @Test
  void itNeverInitializesTwice() {
    ActNorm actNorm = new ActNorm(2);
    Tensor first = Differentiation.gaussian(2, 500, new Random(1), 7);
    actNorm.initialize(first, Context.NONE);
    float[] image = actNorm.inverse(first, Context.NONE).value().toArray();
    actNorm.initialize(Differentiation.gaussian(2, 500, new Random(2), 100), Context.NONE);
    assertArrayEquals(image, actNorm.inverse(first, Context.NONE).value().toArray());
    double square = 0;
    for (float v : image) {
      square += v * v;
    }
    assertEquals(1, square / image.length, 1e-3);
  }
}

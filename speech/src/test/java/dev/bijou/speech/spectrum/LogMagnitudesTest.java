package dev.bijou.speech.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogMagnitudesTest {
  private static final int SAMPLES = 100;
  private static final LogMagnitudes MAGNITUDES = new LogMagnitudes(32);

  private final Random random = new Random(3);

  private Tensor noise(int lanes) {
    Tensor noise = Tensor.zeros(1, lanes);
    for (int i = 0; i < lanes; i++) {
      noise.data()[i] = (float) (0.1 * random.nextGaussian());
    }
    return noise;
  }

  /// Two segments, of which the last samples are in no whole frame.
  @Test
  void itHasTheMagnitudesOfEachFrame() {
    assertEquals(5, MAGNITUDES.frames(SAMPLES));
    Tensor x = noise(2 * SAMPLES);
    Tensor y = MAGNITUDES.apply(x, 2);
    assertEquals(2 * 5 * 16, y.lanes());
    for (int i : new int[] {0, 5, 4 * 16 + 3, 5 * 16 + 1, 9 * 16 + 15}) {
      int from = i / (5 * 16) * SAMPLES + i / 16 % 5 * 16;
      double real = 0;
      double imaginary = 0;
      for (int n = 0; n < 32; n++) {
        double windowed = (0.5 - 0.5 * Math.cos(2 * Math.PI * n / 32)) * x.get(0, from + n);
        real += windowed * Math.cos(2 * Math.PI * (i % 16) * n / 32);
        imaginary += windowed * Math.sin(2 * Math.PI * (i % 16) * n / 32);
      }
      assertEquals(Math.log(Math.hypot(real, imaginary)), y.get(0, i), 1e-4);
    }
  }

  /// The Taylor test: what is left of a change after its derivative falls to a sixteenth when the change is quartered.
  @Test
  void itsDerivativeIsThatOfItsValues() {
    Parameter sound = new Parameter(noise(2 * SAMPLES));
    Tensor weights = noise(2 * 5 * 16);
    ParameterPack pack = ParameterPack.of(List.of(sound));
    float[] gradient = new float[pack.size()];
    Workspace recording = Workspace.reusing().recording(pack, gradient, 1);
    double start =
        recording.run(() -> {
          Tensor y = MAGNITUDES.apply(recording.read(sound), 2);
          y.gradient().set(weights);
          recording.backward();
          return dot(weights, y);
        });
    float[] direction = noise(pack.size()).toArray();
    double slope = 0;
    for (int j = 0; j < direction.length; j++) {
      slope += (double) direction[j] * gradient[j];
    }
    double[] left = new double[2];
    float[] before = pack.values().clone();
    for (int i = 0; i < left.length; i++) {
      double step = i == 0 ? 4e-3 : 1e-3;
      for (int j = 0; j < before.length; j++) {
        pack.values()[j] = (float) (before[j] + step * direction[j]);
      }
      left[i] = Math.abs(dot(weights, MAGNITUDES.apply(sound.value(), 2)) - start - step * slope);
    }
    assertTrue(left[1] < left[0] / 12 + 1e-6, left[0] + " to " + left[1]);
  }

  private static double dot(Tensor a, Tensor b) {
    double sum = 0;
    for (int i = 0; i < a.lanes(); i++) {
      sum += (double) a.get(0, i) * b.get(0, i);
    }
    return sum;
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new LogMagnitudes(48));
    assertThrows(IllegalArgumentException.class, () -> MAGNITUDES.apply(noise(99), 2));
    assertEquals(0, MAGNITUDES.apply(noise(20), 1).lanes());
  }
}

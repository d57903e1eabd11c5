package dev.bijou.speech.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bijou.speech.Signals;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealFftTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8, 64, 512, 1024})
  void isTheDiscreteFourierTransform(int size) {
    double[] x = Signals.noise(size, 7);
    RealFft fft = new RealFft(size);
    double[] real = new double[fft.bins()];
    double[] imaginary = new double[fft.bins()];
    fft.forward(x, real, imaginary);
    for (int k = 0; k < fft.bins(); k++) {
      double re = 0;
      double im = 0;
      for (int t = 0; t < size; t++) {
        double angle = -2 * Math.PI * ((long) k * t % size) / size;
        re += x[t] * Math.cos(angle);
        im += x[t] * Math.sin(angle);
      }
      assertEquals(re, real[k], 1e-11);
      assertEquals(im, imaginary[k], 1e-11);
    }
    double[] back = new double[size];
    fft.inverse(real, imaginary, back);
    assertArrayEquals(x, back, 1e-13);
  }

  @ParameterizedTest
  @ValueSource(ints = {-4, 0, 1, 3, 1000})
  void refusesOtherSizes(int size) {
    assertThrows(IllegalArgumentException.class, () -> new RealFft(size));
  }
}

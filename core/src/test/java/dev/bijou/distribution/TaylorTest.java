package dev.bijou.distribution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.tensor.Arena;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tape;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Whether the tape's gradient g of f = Σ_n w_n y_n is the derivative: the remainder f(θ + hv) − f(θ) − h g·v falls as
/// h² along any direction v, while a wrong g leaves it falling as h.
final class TaylorTest {
  /// Steps small enough for the second order to rule, and large enough to stand out of the rounding of floats.
  private static final double LARGE = 1.0 / 32;

  private static final double SMALL = 1.0 / 128;

  private final ParameterPack pack;
  private final Supplier<Tensor> function;
  private final double[] weights;
  private final float[] gradients;

  TaylorTest(List<Parameter> parameters, Supplier<Tensor> function, double[] weights) {
    this.pack = ParameterPack.of(parameters);
    this.function = function;
    this.weights = weights;
    this.gradients = new float[pack.size()];
    Tape tape = new Tape(pack, gradients, 0);
    Workspace.recording(new Arena(), tape)
        .run(
            () -> {
              Tensor y = function.get();
              for (int n = 0; n < weights.length; n++) {
                y.gradient().data()[y.gradient().offset() + n] = (float) weights[n];
              }
              tape.backward();
              return y;
            });
  }

  void check(String name, Parameter parameter, RandomGenerator random) {
    int at = parameter.value().offset();
    float[] direction = new float[parameter.value().size()];
    double slope = 0;
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (float) random.nextGaussian();
      slope += (double) direction[i] * gradients[at + i];
    }
    double large = remainder(at, direction, slope, LARGE);
    double small = remainder(at, direction, slope, SMALL);
    assertTrue(
        small <= large / 8 + rounding(),
        "%s: the remainder falls from %s to only %s, slope %s, rounding %s"
            .formatted(name, large, small, slope, rounding()));
  }

  private double remainder(int at, float[] direction, double slope, double h) {
    float[] values = pack.values();
    float[] before = values.clone();
    double start = value();
    for (int i = 0; i < direction.length; i++) {
      values[at + i] += (float) h * direction[i];
    }
    double moved = value();
    System.arraycopy(before, 0, values, 0, before.length);
    return Math.abs(moved - start - h * slope);
  }

  private double value() {
    Tensor y = function.get();
    double sum = 0;
    for (int n = 0; n < weights.length; n++) {
      sum += weights[n] * y.get(0, n);
    }
    return sum;
  }

  /// A few units in the last place of each term, added at random.
  private double rounding() {
    Tensor y = function.get();
    double squares = 0;
    for (int n = 0; n < weights.length; n++) {
      double unit = weights[n] * Math.ulp(y.get(0, n));
      squares += unit * unit;
    }
    return 4 * Math.sqrt(squares);
  }
}

package dev.bijou.testing;

import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Derivatives by the tape, and the Taylor test that checks them.
public final class Differentiation {
  private static final int DIRECTIONS = 9;

  private final List<Parameter> parameters;
  private final ParameterPack pack;
  private final boolean settled;

  /// A function may read these parameters by `Workspace.current().read(…)`.
  public Differentiation(List<Parameter> parameters) {
    this(parameters, false);
  }

  private Differentiation(List<Parameter> parameters, boolean settled) {
    this.parameters = List.copyOf(parameters);
    this.pack = ParameterPack.of(this.parameters);
    this.settled = settled;
  }

  /// The same for a function whose layers are as after training.
  public static Differentiation settled(List<Parameter> parameters) {
    return new Differentiation(parameters, true);
  }

  /// The gradient of Σ_i ⟨seeds_i, outputs_i⟩ in all parameters, laid out as the pack.
  public float[] gradient(Supplier<List<Tensor>> outputs, List<Tensor> seeds) {
    float[] gradient = new float[pack.size()];
    Workspace recording = Workspace.reusing().recording(pack, gradient, 1);
    Workspace workspace = settled ? recording.settled() : recording;
    return workspace.run(() -> {
      List<Tensor> values = outputs.get();
      for (int i = 0; i < values.size(); i++) {
        if (values.get(i).tracked()) {
          values.get(i).gradient().set(seeds.get(i));
        }
      }
      workspace.backward();
      return gradient;
    });
  }

  /// The gradient of one parameter inside [#gradient]'s array.
  public Tensor of(float[] gradient, Parameter parameter) {
    Tensor value = parameter.value();
    return Tensor.over(gradient, value.offset(), value.features(), value.lanes());
  }

  /// The Taylor test: along a random direction δ, |L(p + hδ) − L(p) − h ⟨∇L, δ⟩| must fall as h², so to a sixteenth when
  /// h is quartered (a wrong gradient lets it fall to a quarter), where L is the sum of all outputs under random weights.
  /// What lies below float's own noise passes. The log-slope of a spline has kinks at its knots, where the remainder
  /// falls only as h, so the median over several directions is judged.
  ///
  /// @throws AssertionError if the remainder does not fall
  public void taylorTest(Supplier<List<Tensor>> outputs, Random random, double step) {
    float[] values = pack.values().clone();
    List<Tensor> start = outputs.get();
    double[] ratios = new double[DIRECTIONS];
    for (int i = 0; i < DIRECTIONS; i++) {
      List<Tensor> seeds = new ArrayList<>();
      for (Tensor output : start) {
        seeds.add(gaussian(output.features(), output.lanes(), random, 1));
      }
      float[] gradient = gradient(outputs, seeds);
      float[] delta = delta(random);
      double slope = 0;
      for (int j = 0; j < values.length; j++) {
        slope += (double) gradient[j] * delta[j];
      }
      double loss = loss(start, seeds);
      double noise = 1e-6 * magnitude(start, seeds);
      double coarse = remainder(outputs, seeds, values, delta, step, loss, slope);
      double fine = remainder(outputs, seeds, values, delta, step / 4, loss, slope);
      ratios[i] = Math.max(0, fine - noise) / (coarse + noise);
      System.arraycopy(values, 0, pack.values(), 0, values.length);
    }
    Arrays.sort(ratios);
    if (!(ratios[DIRECTIONS / 2] <= 0.19)) {
      throw new AssertionError(
          "the first-order remainder falls to %s of itself when h = %.3g is quartered: the gradient is wrong"
              .formatted(Arrays.toString(ratios), step));
    }
  }

  /// A random direction that leaves zeros alone: masked weights are zero, and must stay so.
  private float[] delta(Random random) {
    float[] delta = new float[pack.size()];
    for (int i = 0; i < delta.length; i++) {
      delta[i] = pack.values()[i] == 0 ? 0 : (float) random.nextGaussian();
    }
    return delta;
  }

  private double remainder(
      Supplier<List<Tensor>> outputs,
      List<Tensor> seeds,
      float[] values,
      float[] direction,
      double h,
      double loss,
      double slope) {
    for (int i = 0; i < values.length; i++) {
      pack.values()[i] = (float) (values[i] + h * direction[i]);
    }
    return Math.abs(loss(outputs.get(), seeds) - loss - h * slope);
  }

  private static double loss(List<Tensor> outputs, List<Tensor> seeds) {
    double sum = 0;
    for (int i = 0; i < outputs.size(); i++) {
      for (int f = 0; f < outputs.get(i).features(); f++) {
        for (int n = 0; n < outputs.get(i).lanes(); n++) {
          sum += (double) outputs.get(i).get(f, n) * seeds.get(i).get(f, n);
        }
      }
    }
    return sum;
  }

  private static double magnitude(List<Tensor> outputs, List<Tensor> seeds) {
    double sum = 0;
    for (int i = 0; i < outputs.size(); i++) {
      for (int f = 0; f < outputs.get(i).features(); f++) {
        for (int n = 0; n < outputs.get(i).lanes(); n++) {
          sum += Math.abs((double) outputs.get(i).get(f, n) * seeds.get(i).get(f, n));
        }
      }
    }
    return sum;
  }

  /// A tensor of normal draws.
  public static Tensor gaussian(int features, int lanes, Random random, double scale) {
    Tensor tensor = Tensor.zeros(features, lanes);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.data()[i] = (float) (scale * random.nextGaussian());
    }
    return tensor;
  }
}

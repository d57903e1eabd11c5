package dev.bijou.kernel;

import static dev.bijou.kernel.VectorTiles.SPECIES;
import static dev.bijou.kernel.VectorTiles.V;

import jdk.incubator.vector.FloatVector;

/// The optimizer's step, in one pass over the parameters.
final class VectorAdam {
  private VectorAdam() {}

  static void step(
      Kernels.AdamStep step,
      float[] g,
      float[] m,
      float[] v,
      float[] w,
      float[] mean,
      int at,
      int n) {
    float gradientScale = step.gradientScale();
    float beta1 = step.beta1();
    float beta2 = step.beta2();
    int i = at;
    for (; i + V <= at + n; i += V) {
      FloatVector gradient = FloatVector.fromArray(SPECIES, g, i).mul(gradientScale);
      FloatVector first =
          FloatVector.fromArray(SPECIES, m, i).mul(beta1).add(gradient.mul(1 - beta1));
      FloatVector second =
          FloatVector.fromArray(SPECIES, v, i)
              .mul(beta2)
              .add(gradient.mul(1 - beta2).mul(gradient));
      FloatVector weight = FloatVector.fromArray(SPECIES, w, i);
      FloatVector average = FloatVector.fromArray(SPECIES, mean, i);
      FloatVector direction =
          first
              .mul(step.correction1())
              .div(second.mul(step.correction2()).sqrt().add(step.epsilon()));
      weight = weight.sub(direction.add(weight.mul(step.decay())).mul(step.rate()));
      first.intoArray(m, i);
      second.intoArray(v, i);
      weight.intoArray(w, i);
      average.add(weight.sub(average).mul(step.averaging())).intoArray(mean, i);
    }
    for (; i < at + n; i++) {
      ScalarKernels.adam(step, g, m, v, w, mean, i);
    }
  }
}

package dev.bijou.kernel;

import static dev.bijou.kernel.VectorMath.all;
import static dev.bijou.kernel.VectorSpline.CHUNK;
import static dev.bijou.kernel.VectorTiles.SPECIES;
import static dev.bijou.kernel.VectorTiles.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The exponentials of the spline's two softmaxes, and their sums.
///
/// Logits of usual size are exponentiated as they are. Only where the sum tells that this was wrong (there is a large
/// logit, or none that is not very negative) it is done again with the greatest logit subtracted. Each lane decides for
/// itself.
final class VectorSoftmax {
  private static final float SMALL = 1e-17f;
  private static final float LARGE = 1e17f;

  private VectorSoftmax() {}

  static void widths(VectorSpline s) {
    exponentials(s, s.thetaAt, VectorSpline.WIDTHS, VectorSpline.WIDTH_SUM);
  }

  static void heights(VectorSpline s) {
    exponentials(s, s.thetaAt + s.bins * s.thetaStride, s.heights, VectorSpline.HEIGHT_SUM);
  }

  private static void exponentials(VectorSpline s, int at, int out, int sum) {
    float[] logits = s.theta;
    float[] space = s.space;
    int bins = s.bins;
    int stride = s.thetaStride;
    int count = s.count;
    for (int n = 0; n < count; n += V) {
      FloatVector total = all(0f);
      for (int j = 0; j < bins; j++) {
        FloatVector y =
            FloatVector.fromArray(SPECIES, logits, at + n + j * stride).mul(VectorMath.LOG2_E);
        FloatVector e = VectorMath.exp2(VectorMath.atMost(y, 126));
        e.intoArray(space, out + n + j * CHUNK);
        total = total.add(e);
      }
      total.intoArray(space, sum + n);
      VectorMask<Float> usual = total.compare(VectorOperators.GT, SMALL).and(total.lt(LARGE));
      if (!usual.allTrue()) {
        repeatBelowMaximum(logits, at + n, stride, bins, space, out + n, sum + n);
      }
    }
  }

  /// Does one vector of lanes again, with the greatest logit subtracted in the lanes that need it.
  private static void repeatBelowMaximum(
      float[] logits, int at, int stride, int bins, float[] space, int out, int sum) {
    FloatVector max = all(Float.NEGATIVE_INFINITY);
    for (int j = 0; j < bins; j++) {
      FloatVector logit = FloatVector.fromArray(SPECIES, logits, at + j * stride);
      max = max.blend(logit, max.lt(logit));
    }
    FloatVector total = FloatVector.fromArray(SPECIES, space, sum);
    FloatVector shift =
        max.blend(0f, total.compare(VectorOperators.GT, SMALL).and(total.lt(LARGE)));
    total = all(0f);
    for (int j = 0; j < bins; j++) {
      FloatVector logit = FloatVector.fromArray(SPECIES, logits, at + j * stride).sub(shift);
      FloatVector y = logit.blend(-1000f, logit.lt(-1000f)).mul(VectorMath.LOG2_E);
      FloatVector e = VectorMath.exp2(VectorMath.atMost(y, 126));
      e.intoArray(space, out + j * CHUNK);
      total = total.add(e);
    }
    total.intoArray(space, sum);
  }
}

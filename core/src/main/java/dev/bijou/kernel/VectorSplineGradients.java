package dev.bijou.kernel;

import static dev.bijou.kernel.VectorMath.all;
import static dev.bijou.kernel.VectorSpline.*;
import static dev.bijou.kernel.VectorTiles.SPECIES;
import static dev.bijou.kernel.VectorTiles.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// The stages of the rational-quadratic spline that lead to its gradients, together with those of [VectorSplineStages].
///
/// The knots are sums of widths and heights, so that the gradient at width j is the same for all bins before that of
/// the argument, another at its own, and none after it; heights alike.
final class VectorSplineGradients {
  private VectorSplineGradients() {}

  /// exp(−|u|) of the slope logits, into the rows of the sigmoids.
  static void decays(VectorSpline s) {
    float[] space = s.space;
    int count = s.count;
    for (int row = SLOPE_LEFT; row <= SLOPE_RIGHT; row += CHUNK) {
      for (int n = row; n < row + count; n += V) {
        FloatVector u = FloatVector.fromArray(SPECIES, space, n).add(s.slopeShift);
        VectorMath.exp2(u.abs().mul(-VectorMath.LOG2_E))
            .intoArray(space, n + SIGMOID_LEFT - SLOPE_LEFT);
      }
    }
  }

  /// Replaces slope logits by slopes, and decays by sigmoids, the derivatives of the slopes.
  static void slopes(VectorSpline s) {
    float[] space = s.space;
    int count = s.count;
    if (s.exponential) { // slopes are their own derivatives
      VectorSplineStages.exponentials(space, SLOPE_LEFT, count);
      VectorSplineStages.exponentials(space, SLOPE_RIGHT, count);
      System.arraycopy(space, SLOPE_LEFT, space, SIGMOID_LEFT, 2 * CHUNK);
      return;
    }
    for (int row = SLOPE_LEFT; row <= SLOPE_RIGHT; row += CHUNK) {
      for (int n = row; n < row + count; n += V) {
        FloatVector u = FloatVector.fromArray(SPECIES, space, n).add(s.slopeShift);
        FloatVector t = FloatVector.fromArray(SPECIES, space, n + SIGMOID_LEFT - SLOPE_LEFT);
        VectorMask<Float> negative = u.lt(0f);
        VectorMath.positive(u).add(VectorMath.log1p(t)).add(s.minSlope).intoArray(space, n);
        all(1f).blend(t, negative).div(t.add(1f)).intoArray(space, n + SIGMOID_LEFT - SLOPE_LEFT);
      }
    }
  }

  /// ∂ log(dy/dx) / ∂x, and one over the numerator of dy/dx.
  static void bend(VectorSpline spline) {
    float[] space = spline.space;
    int count = spline.count;
    for (int n = 0; n < count; n += V) {
      FloatVector xi = FloatVector.fromArray(SPECIES, space, XI + n);
      FloatVector s = FloatVector.fromArray(SPECIES, space, STEEPNESS + n);
      FloatVector d = FloatVector.fromArray(SPECIES, space, SLOPE_LEFT + n);
      FloatVector e = FloatVector.fromArray(SPECIES, space, SLOPE_RIGHT + n);
      FloatVector overNumerator = all(1f).div(FloatVector.fromArray(SPECIES, space, NUMERATOR + n));
      overNumerator.intoArray(space, OVER_NUMERATOR + n);
      FloatVector rest = all(1f).sub(xi);
      FloatVector middle = rest.sub(xi);
      FloatVector byNumerator = s.fma(middle, e.mul(xi).sub(d.mul(rest))).mul(overNumerator);
      FloatVector byDenominator =
          d.add(e)
              .sub(s.add(s))
              .mul(middle)
              .mul(FloatVector.fromArray(SPECIES, space, OVER_DENOMINATOR + n));
      byNumerator
          .sub(byDenominator)
          .mul(2f)
          .div(FloatVector.fromArray(SPECIES, space, WIDTH + n))
          .intoArray(space, BEND + n);
    }
  }

  /// The gradients of value, log-derivative and left end of the bin. Elements outside the box hand `dy` on, and have
  /// no other gradient.
  static void argument(VectorSpline s) {
    float[] space = s.space;
    int count = s.count;
    for (int n = 0; n < count; n += V) {
      VectorMask<Float> inside = FloatVector.fromArray(SPECIES, s.x, s.xAt + n).abs().lt(s.bound);
      FloatVector dy = FloatVector.fromArray(SPECIES, s.y, s.yAt + n);
      FloatVector ofY = all(0f).blend(dy, inside);
      FloatVector ofLog =
          all(0f).blend(FloatVector.fromArray(SPECIES, s.logDet, s.logDetAt + n), inside);
      FloatVector atX =
          ofLog.fma(
              FloatVector.fromArray(SPECIES, space, BEND + n),
              ofY.mul(FloatVector.fromArray(SPECIES, space, SLOPE + n)));
      ofY.intoArray(space, GRADIENT_Y + n);
      ofLog.intoArray(space, GRADIENT_LOG + n);
      atX.neg().intoArray(space, GRADIENT_X + n);
      FloatVector.fromArray(SPECIES, s.dx, s.dxAt + n)
          .add(dy.blend(atX, inside))
          .intoArray(s.dx, s.dxAt + n);
    }
  }

  /// The same for the root: what the implicit function theorem puts in their places.
  static void rootArgument(VectorSpline s) {
    float[] space = s.space;
    int count = s.count;
    for (int n = 0; n < count; n += V) {
      VectorMask<Float> inside = FloatVector.fromArray(SPECIES, s.x, s.xAt + n).abs().lt(s.bound);
      FloatVector atRoot = FloatVector.fromArray(SPECIES, s.y, s.yAt + n);
      FloatVector ofLog =
          all(0f).blend(FloatVector.fromArray(SPECIES, s.logDet, s.logDetAt + n).neg(), inside);
      FloatVector bend = FloatVector.fromArray(SPECIES, space, BEND + n);
      FloatVector slope = FloatVector.fromArray(SPECIES, space, SLOPE + n);
      FloatVector atY = ofLog.fma(bend, atRoot).div(slope.blend(1e-30f, slope.lt(1e-30f)));
      FloatVector ofY = all(0f).blend(atY.neg(), inside);
      ofY.intoArray(space, GRADIENT_Y + n);
      ofLog.intoArray(space, GRADIENT_LOG + n);
      ofY.fma(slope, ofLog.mul(bend)).neg().intoArray(space, GRADIENT_X + n);
      FloatVector.fromArray(SPECIES, s.dx, s.dxAt + n)
          .add(atRoot.blend(atY, inside))
          .intoArray(s.dx, s.dxAt + n);
    }
  }

  /// The gradients of the logits of the two end slopes.
  static void ends(VectorSpline spline) {
    float[] space = spline.space;
    int count = spline.count;
    for (int n = 0; n < count; n += V) {
      FloatVector xi = FloatVector.fromArray(SPECIES, space, XI + n);
      FloatVector rest = all(1f).sub(xi);
      FloatVector etaOver =
          xi.mul(rest).mul(FloatVector.fromArray(SPECIES, space, OVER_DENOMINATOR + n));
      FloatVector rise = FloatVector.fromArray(SPECIES, space, RISE + n);
      FloatVector ofRise =
          FloatVector.fromArray(SPECIES, space, GRADIENT_Y + n)
              .mul(FloatVector.fromArray(SPECIES, space, HEIGHT + n))
              .mul(etaOver);
      FloatVector ofLog = FloatVector.fromArray(SPECIES, space, GRADIENT_LOG + n);
      FloatVector common = ofLog.add(ofLog).mul(etaOver);
      ofLog = ofLog.mul(FloatVector.fromArray(SPECIES, space, OVER_NUMERATOR + n));
      ofLog
          .mul(rest)
          .mul(rest)
          .sub(common)
          .add(ofRise.mul(all(1f).sub(rise)))
          .mul(FloatVector.fromArray(SPECIES, space, SIGMOID_LEFT + n))
          .intoArray(space, SLOPE_LEFT_GRADIENT + n);
      ofLog
          .mul(xi)
          .mul(xi)
          .sub(common)
          .sub(ofRise.mul(rise))
          .mul(FloatVector.fromArray(SPECIES, space, SIGMOID_RIGHT + n))
          .intoArray(space, SLOPE_RIGHT_GRADIENT + n);
    }
  }

  /// The gradients of the bin's own width and height.
  static void sizes(VectorSpline spline) {
    float[] space = spline.space;
    int count = spline.count;
    for (int n = 0; n < count; n += V) {
      FloatVector xi = FloatVector.fromArray(SPECIES, space, XI + n);
      FloatVector s = FloatVector.fromArray(SPECIES, space, STEEPNESS + n);
      FloatVector rise = FloatVector.fromArray(SPECIES, space, RISE + n);
      FloatVector over = FloatVector.fromArray(SPECIES, space, OVER_DENOMINATOR + n);
      FloatVector ofY = FloatVector.fromArray(SPECIES, space, GRADIENT_Y + n);
      FloatVector ofLog = FloatVector.fromArray(SPECIES, space, GRADIENT_LOG + n);
      FloatVector eta = xi.mul(all(1f).sub(xi));
      FloatVector ends = all(1f).sub(eta.add(eta));
      FloatVector byLog =
          all(1f)
              .div(s)
              .add(eta.mul(FloatVector.fromArray(SPECIES, space, OVER_NUMERATOR + n)))
              .sub(ends.mul(over));
      FloatVector byRise = xi.mul(xi).sub(rise.mul(ends)).mul(over);
      FloatVector ofS =
          byRise
              .mul(ofY)
              .mul(FloatVector.fromArray(SPECIES, space, HEIGHT + n))
              .add(byLog.mul(ofLog.add(ofLog)))
              .div(FloatVector.fromArray(SPECIES, space, WIDTH + n));
      ofY.fma(rise, ofS).intoArray(space, HEIGHT_HERE + n);
      FloatVector.fromArray(SPECIES, space, GRADIENT_X + n)
          .mul(xi)
          .sub(ofS.mul(s))
          .intoArray(space, WIDTH_HERE + n);
    }
  }

  static void widthFactors(VectorSpline s) {
    factors(s, WIDTH_SUM, LEFT, WIDTH, GRADIENT_X, WIDTH_BEFORE, WIDTH_HERE, WIDTH_AFTER);
  }

  static void heightFactors(VectorSpline s) {
    factors(s, HEIGHT_SUM, BOTTOM, HEIGHT, GRADIENT_Y, HEIGHT_BEFORE, HEIGHT_HERE, HEIGHT_AFTER);
  }

  /// What e_j is multiplied with to give the gradient of logit j, for bins before, at and after that of the argument:
  /// it is spread · p_j (g_j − Σ p_i g_i), where g is the row `gradient` before, the row `here` at, and 0 after.
  private static void factors(
      VectorSpline s,
      int sumRow,
      int start,
      int size,
      int gradient,
      int before,
      int here,
      int after) {
    float[] space = s.space;
    int count = s.count;
    for (int n = 0; n < count; n += V) {
      FloatVector factor = all(s.spread).div(FloatVector.fromArray(SPECIES, space, sumRow + n));
      FloatVector least = FloatVector.fromArray(SPECIES, space, BIN + n).mul(s.least);
      FloatVector massBefore =
          FloatVector.fromArray(SPECIES, space, start + n).add(s.bound).sub(least);
      FloatVector massHere = FloatVector.fromArray(SPECIES, space, size + n).sub(s.least);
      FloatVector ofBefore = FloatVector.fromArray(SPECIES, space, gradient + n);
      FloatVector ofHere = FloatVector.fromArray(SPECIES, space, here + n);
      FloatVector mean = massBefore.mul(ofBefore).add(massHere.mul(ofHere)).div(s.spread);
      ofBefore.sub(mean).mul(factor).intoArray(space, before + n);
      ofHere.sub(mean).mul(factor).intoArray(space, here + n);
      mean.neg().mul(factor).intoArray(space, after + n);
    }
  }

  static void widths(VectorSpline s) {
    logits(s, WIDTHS, WIDTH_BEFORE, WIDTH_HERE, WIDTH_AFTER, s.dThetaAt);
  }

  static void heights(VectorSpline s) {
    logits(
        s,
        s.heights,
        HEIGHT_BEFORE,
        HEIGHT_HERE,
        HEIGHT_AFTER,
        s.dThetaAt + s.bins * s.dThetaStride);
  }

  private static void logits(
      VectorSpline s, int exponentials, int before, int here, int after, int at) {
    float[] space = s.space;
    float[] gradient = s.dTheta;
    int stride = s.dThetaStride;
    int bins = s.bins;
    int count = s.count;
    for (int n = 0; n < count; n += V) {
      FloatVector k = FloatVector.fromArray(SPECIES, space, BIN + n);
      FloatVector ofBefore = FloatVector.fromArray(SPECIES, space, before + n);
      FloatVector ofHere = FloatVector.fromArray(SPECIES, space, here + n);
      FloatVector ofAfter = FloatVector.fromArray(SPECIES, space, after + n);
      for (int j = 0; j < bins; j++) {
        FloatVector number = all(j);
        FloatVector factor = ofAfter.blend(ofBefore, number.lt(k)).blend(ofHere, number.eq(k));
        FloatVector.fromArray(SPECIES, space, exponentials + j * CHUNK + n)
            .fma(factor, FloatVector.fromArray(SPECIES, gradient, at + n + j * stride))
            .intoArray(gradient, at + n + j * stride);
      }
    }
  }

  /// Bin k lies between the inner knots k − 1 and k, which with free ends are the knots k and k + 1.
  static void innerSlopes(VectorSpline s) {
    float[] space = s.space;
    float[] gradient = s.dTheta;
    int stride = s.dThetaStride;
    int at = s.dThetaAt + 2 * s.bins * stride;
    int knots = s.slopeCount;
    int first = s.firstSlope;
    int count = s.count;
    for (int n = 0; n < count; n += V) {
      FloatVector k = FloatVector.fromArray(SPECIES, space, BIN + n);
      FloatVector left = FloatVector.fromArray(SPECIES, space, SLOPE_LEFT_GRADIENT + n);
      FloatVector right = FloatVector.fromArray(SPECIES, space, SLOPE_RIGHT_GRADIENT + n);
      for (int j = 0; j < knots; j++) {
        FloatVector.fromArray(SPECIES, gradient, at + n + j * stride)
            .add(right, all(j - 1 - first).eq(k))
            .add(left, all(j - first).eq(k))
            .intoArray(gradient, at + n + j * stride);
      }
    }
  }
}

package dev.bijou.kernel;

import static dev.bijou.kernel.VectorMath.all;
import static dev.bijou.kernel.VectorSpline.*;
import static dev.bijou.kernel.VectorTiles.SPECIES;
import static dev.bijou.kernel.VectorTiles.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The stages of the rational-quadratic spline that lead to its value and slope.
final class VectorSplineStages {
  private VectorSplineStages() {}

  /// Finds the bin of each argument: by x among the widths or, if `byHeight`, by y among the heights.
  ///
  /// An argument outside the box is worked on as if it were 0; what comes of it is thrown away in the end.
  static void bin(VectorSpline s, boolean byHeight) {
    if (byHeight) {
      bin(s, s.heights, HEIGHT_SUM, BOTTOM, HEIGHT, WIDTHS, WIDTH_SUM, LEFT, WIDTH);
    } else {
      bin(s, WIDTHS, WIDTH_SUM, LEFT, WIDTH, s.heights, HEIGHT_SUM, BOTTOM, HEIGHT);
    }
  }

  private static void bin(
      VectorSpline s,
      int keys,
      int keySum,
      int keyStart,
      int keySize,
      int others,
      int otherSum,
      int otherStart,
      int otherSize) {
    float[] space = s.space;
    float[] slopes = s.theta;
    int stride = s.thetaStride;
    int slopesAt = s.thetaAt + 2 * s.bins * stride;
    int rightOfFirst = s.firstSlope + 1;
    int lastSlope = s.slopeCount - 1;
    boolean freeEnds = rightOfFirst > 0;
    int bins = s.bins;
    float tailBin = freeEnds ? -1 : bins - 1;
    float bound = s.bound;
    FloatVector least = all(s.least);
    int count = s.count;
    for (int n = 0; n < count; n += V) {
      FloatVector argument = FloatVector.fromArray(SPECIES, s.x, s.xAt + n);
      argument = all(0f).blend(argument, argument.abs().lt(bound));
      FloatVector scale = all(s.spread).div(FloatVector.fromArray(SPECIES, space, keySum + n));
      FloatVector otherScale =
          all(s.spread).div(FloatVector.fromArray(SPECIES, space, otherSum + n));
      FloatVector size = FloatVector.fromArray(SPECIES, space, keys + n).fma(scale, least);
      FloatVector start = all(-bound);
      FloatVector knot = start.add(size);
      FloatVector other = FloatVector.fromArray(SPECIES, space, others + n).fma(otherScale, least);
      FloatVector otherFrom = start;
      FloatVector otherKnot = start.add(other);
      FloatVector k = all(0f);
      FloatVector left = freeEnds ? FloatVector.fromArray(SPECIES, slopes, slopesAt + n) : k;
      FloatVector right =
          FloatVector.fromArray(SPECIES, slopes, slopesAt + n + rightOfFirst * stride);
      for (int j = 1; j < bins; j++) {
        VectorMask<Float> beyond = knot.compare(VectorOperators.LE, argument);
        FloatVector next =
            FloatVector.fromArray(SPECIES, space, keys + j * CHUNK + n).fma(scale, least);
        start = start.blend(knot, beyond);
        size = size.blend(next, beyond);
        knot = knot.add(next);
        next = FloatVector.fromArray(SPECIES, space, others + j * CHUNK + n).fma(otherScale, least);
        otherFrom = otherFrom.blend(otherKnot, beyond);
        other = other.blend(next, beyond);
        otherKnot = otherKnot.add(next);
        left = left.blend(right, beyond);
        right =
            right.blend(
                FloatVector.fromArray(
                    SPECIES, slopes, slopesAt + n + Math.min(j + rightOfFirst, lastSlope) * stride),
                beyond);
        k = k.blend((float) j, beyond);
      }
      k.intoArray(space, BIN + n);
      start.intoArray(space, keyStart + n);
      size.intoArray(space, keySize + n);
      otherFrom.intoArray(space, otherStart + n);
      other.intoArray(space, otherSize + n);
      left.intoArray(space, SLOPE_LEFT + n);
      // Without free ends the last bin ends in the tail, whose slope is that of a logit of zero, as
      // the first begins with it.
      right.blend(0f, k.compare(VectorOperators.EQ, tailBin)).intoArray(space, SLOPE_RIGHT + n);
    }
  }

  /// Replaces slope logits by slopes.
  static void slopes(VectorSpline s) {
    float[] space = s.space;
    int count = s.count;
    if (s.exponential) {
      exponentials(space, SLOPE_LEFT, count);
      exponentials(space, SLOPE_RIGHT, count);
      return;
    }
    for (int row = SLOPE_LEFT; row <= SLOPE_RIGHT; row += CHUNK) {
      for (int n = row; n < row + count; n += V) {
        FloatVector u = FloatVector.fromArray(SPECIES, space, n).add(s.slopeShift);
        FloatVector log = VectorMath.log1p(VectorMath.exp2(u.abs().mul(-VectorMath.LOG2_E)));
        VectorMath.positive(u).add(log).add(s.minSlope).intoArray(space, n);
      }
    }
  }

  static void exponentials(float[] space, int row, int count) {
    for (int n = row; n < row + count; n += V) {
      VectorMath.exp(FloatVector.fromArray(SPECIES, space, n)).intoArray(space, n);
    }
  }

  /// ξ and s from x.
  static void place(VectorSpline spline) {
    float[] space = spline.space;
    int count = spline.count;
    for (int n = 0; n < count; n += V) {
      FloatVector over = all(1f).div(FloatVector.fromArray(SPECIES, space, WIDTH + n));
      FloatVector argument = FloatVector.fromArray(SPECIES, spline.x, spline.xAt + n);
      argument = all(0f).blend(argument, argument.abs().lt(spline.bound));
      FloatVector xi = argument.sub(FloatVector.fromArray(SPECIES, space, LEFT + n)).mul(over);
      VectorMath.atMost(xi, 1).intoArray(space, XI + n);
      FloatVector.fromArray(SPECIES, space, HEIGHT + n).mul(over).intoArray(space, STEEPNESS + n);
    }
  }

  /// The share of the bin's height below y, and s.
  static void rise(VectorSpline spline) {
    float[] space = spline.space;
    int count = spline.count;
    for (int n = 0; n < count; n += V) {
      FloatVector argument = FloatVector.fromArray(SPECIES, spline.x, spline.xAt + n);
      argument = all(0f).blend(argument, argument.abs().lt(spline.bound));
      FloatVector height = FloatVector.fromArray(SPECIES, space, HEIGHT + n);
      FloatVector t = argument.sub(FloatVector.fromArray(SPECIES, space, BOTTOM + n)).div(height);
      VectorMath.atMost(t, 1).intoArray(space, RISE + n);
      height.div(FloatVector.fromArray(SPECIES, space, WIDTH + n)).intoArray(space, STEEPNESS + n);
    }
  }

  /// ξ from s and the rise: with t the share of the bin's height below y, ξ solves
  ///
  /// ```
  /// a ξ² + b ξ − s t = 0,   c = d + e − 2s,   b = d − t c,   a = s − b
  /// ```
  ///
  /// by ξ = 2 s t / (b + r) if b ≥ 0 and ξ = (r − b) / 2a else, where r = √max(0, b² + 4 a s t). The equation is
  /// divided by d + e + s first, so that its coefficients stay in range.
  static void root(VectorSpline spline) {
    float[] space = spline.space;
    int count = spline.count;
    for (int n = 0; n < count; n += V) {
      FloatVector t = FloatVector.fromArray(SPECIES, space, RISE + n);
      FloatVector s = FloatVector.fromArray(SPECIES, space, STEEPNESS + n);
      FloatVector d = FloatVector.fromArray(SPECIES, space, SLOPE_LEFT + n);
      FloatVector ends = d.add(FloatVector.fromArray(SPECIES, space, SLOPE_RIGHT + n));
      FloatVector scale = all(1f).div(ends.add(s));
      FloatVector c = ends.sub(s.add(s)).mul(scale);
      FloatVector b = d.mul(scale).sub(t.mul(c));
      FloatVector a = s.mul(scale).sub(b);
      FloatVector st = s.mul(scale).mul(t);
      st = st.add(st);
      FloatVector square = b.fma(b, a.mul(st.add(st)));
      FloatVector r = VectorMath.positive(square).sqrt();
      VectorMask<Float> falling = b.lt(0f);
      FloatVector below = r.add(b).blend(a.add(a), falling);
      below = below.blend(Float.MIN_NORMAL, below.lt(Float.MIN_NORMAL));
      FloatVector xi = st.blend(r.sub(b), falling).div(below);
      VectorMath.atMost(xi, 1).intoArray(space, XI + n);
    }
  }

  /// From ξ, s and the end slopes d and e: the share of the bin's height below y, dy/dx, and its numerator and one over
  /// its denominator's root. The order of operations neither overflows nor underflows.
  static void shape(VectorSpline spline) {
    float[] space = spline.space;
    int count = spline.count;
    for (int n = 0; n < count; n += V) {
      FloatVector xi = FloatVector.fromArray(SPECIES, space, XI + n);
      FloatVector s = FloatVector.fromArray(SPECIES, space, STEEPNESS + n);
      FloatVector d = FloatVector.fromArray(SPECIES, space, SLOPE_LEFT + n);
      FloatVector e = FloatVector.fromArray(SPECIES, space, SLOPE_RIGHT + n);
      FloatVector rest = all(1f).sub(xi);
      FloatVector eta = xi.mul(rest);
      FloatVector over = all(1f).div(d.add(e).sub(s.add(s)).fma(eta, s));
      FloatVector numerator = d.mul(rest).fma(rest, e.mul(xi).fma(xi, s.add(s).mul(eta)));
      over.intoArray(space, OVER_DENOMINATOR + n);
      numerator.intoArray(space, NUMERATOR + n);
      s.mul(xi).fma(xi, d.mul(eta)).mul(over).intoArray(space, RISE + n);
      numerator.mul(over).mul(s.mul(s.mul(over))).intoArray(space, SLOPE + n);
    }
  }

  /// y, and the argument itself outside the box.
  static void value(VectorSpline s) {
    value(s, HEIGHT, RISE, BOTTOM);
  }

  /// x, and the argument itself outside the box.
  static void rootValue(VectorSpline s) {
    value(s, WIDTH, XI, LEFT);
  }

  private static void value(VectorSpline s, int size, int part, int start) {
    float[] space = s.space;
    int count = s.count;
    for (int n = 0; n < count; n += V) {
      FloatVector inner =
          FloatVector.fromArray(SPECIES, space, size + n)
              .fma(
                  FloatVector.fromArray(SPECIES, space, part + n),
                  FloatVector.fromArray(SPECIES, space, start + n));
      FloatVector argument = FloatVector.fromArray(SPECIES, s.x, s.xAt + n);
      argument.blend(inner, argument.abs().lt(s.bound)).intoArray(s.y, s.yAt + n);
    }
  }

  /// logDet += sign · log dy/dx inside the box.
  static void addLog(VectorSpline s, float sign) {
    float[] space = s.space;
    int count = s.count;
    for (int n = 0; n < count; n += V) {
      FloatVector log = VectorMath.log(FloatVector.fromArray(SPECIES, space, SLOPE + n)).mul(sign);
      FloatVector argument = FloatVector.fromArray(SPECIES, s.x, s.xAt + n);
      FloatVector old = FloatVector.fromArray(SPECIES, s.logDet, s.logDetAt + n);
      old.add(log, argument.abs().lt(s.bound)).intoArray(s.logDet, s.logDetAt + n);
    }
  }
}

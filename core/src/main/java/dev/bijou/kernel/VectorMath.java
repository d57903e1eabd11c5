package dev.bijou.kernel;

import static dev.bijou.kernel.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Elementary functions of vectors: range reduction and a minimax polynomial (Remez, in high precision) evaluated with
/// fused multiply-adds. They give the same floats on every processor and in every lane.
///
/// The bounds on the relative error are checked by a test. All branches are selections, so a NaN stays in its lane.
final class VectorMath {
  static final float LOG2_E = 1.442695f;

  /// 1.5·2²³: adding it to |y| < 2²² rounds y to the integer in the low bits.
  private static final float ROUND = 12582912f;

  private static final int ROUND_BITS = 0x4B400000;
  private static final float LN2_HIGH = 0.6933594f; // 12 bits
  private static final float LN2_LOW = -0.00021219444f;
  private static final int ROOT_HALF_BITS = 0x3F3504F3; // √½
  private static final float LOWEST = -86.6f;
  private static final float HIGHEST = 88.3f;

  private VectorMath() {}

  /// The vector with this number in every lane.
  static FloatVector all(float x) {
    return FloatVector.broadcast(SPECIES, x);
  }

  /// min(x, limit) for a positive limit, by the order of the bits: a single instruction. A NaN may become the limit.
  static FloatVector atMost(FloatVector x, float limit) {
    return x.reinterpretAsInts().min(Float.floatToRawIntBits(limit)).reinterpretAsFloats();
  }

  /// max(x, 0), likewise. A NaN may become zero.
  static FloatVector positive(FloatVector x) {
    return x.reinterpretAsInts().max(0).reinterpretAsFloats();
  }

  /// eˣ within 2e-7, where x counts as −86.6 below and as 88.3 above.
  static FloatVector exp(FloatVector x) {
    x = x.blend(LOWEST, x.lt(LOWEST));
    x = x.blend(HIGHEST, x.compare(VectorOperators.GT, HIGHEST));
    FloatVector t = x.fma(LOG2_E, ROUND);
    FloatVector n = t.sub(ROUND);
    FloatVector r = n.fma(all(-LN2_HIGH), x);
    r = n.fma(all(-LN2_LOW), r);
    FloatVector p = r.fma(0.0013814463f, 0.008368781f);
    p = p.fma(r, all(0.041668393f));
    p = p.fma(r, all(0.1666652f));
    p = p.fma(r, all(0.49999994f));
    p = p.fma(r, all(1f));
    p = p.fma(r, all(1f));
    return p.reinterpretAsInts()
        .add(t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
        .reinterpretAsFloats();
  }

  /// 2ʸ within 2e-7 for y ≤ 126, where y counts as −125 below: a step shorter than [#exp].
  static FloatVector exp2(FloatVector y) {
    FloatVector t = y.add(ROUND);
    FloatVector r = y.sub(t.sub(ROUND));
    FloatVector p = r.fma(0.0013276478f, 0.009675541f);
    p = p.fma(r, all(0.05550713f));
    p = p.fma(r, all(0.2402212f));
    p = p.fma(r, all(0.69314694f));
    p = p.fma(r, all(1.0000001f));
    IntVector n = t.reinterpretAsInts().max(ROUND_BITS - 125).lanewise(VectorOperators.LSHL, 23);
    return p.reinterpretAsInts().add(n).reinterpretAsFloats();
  }

  /// log x within 2e-7 for a positive, finite, normal x; anything for others.
  static FloatVector log(FloatVector x) {
    IntVector bits = x.reinterpretAsInts();
    IntVector e = bits.sub(ROOT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
    FloatVector exponent = e.add(ROUND_BITS).reinterpretAsFloats().sub(ROUND);
    FloatVector f = bits.sub(e.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1f);
    FloatVector p = f.fma(0.08700408f, -0.14267446f);
    p = p.fma(f, all(0.14914759f));
    p = p.fma(f, all(-0.1657759f));
    p = p.fma(f, all(0.19963065f));
    p = p.fma(f, all(-0.25001338f));
    p = p.fma(f, all(0.3333391f));
    p = p.fma(f, all(-0.5f));
    FloatVector rest = p.mul(f).fma(f, exponent.mul(LN2_LOW));
    return exponent.fma(all(LN2_HIGH), f.add(rest));
  }

  /// log(1 + t) within 2e-7 for t in [0, 1].
  static FloatVector log1p(FloatVector t) {
    FloatVector p = t.fma(0.0052326075f, -0.029504834f);
    p = p.fma(t, all(0.07822519f));
    p = p.fma(t, all(-0.1366317f));
    p = p.fma(t, all(0.19105965f));
    p = p.fma(t, all(-0.2484297f));
    p = p.fma(t, all(0.33319095f));
    p = p.fma(t, all(-0.49999493f));
    p = p.fma(t, all(0.99999994f));
    return p.mul(t);
  }

  /// 1 / (1 + e⁻ˣ) within 3e-7, where |x| counts as 86.6 at most.
  static FloatVector sigmoid(FloatVector x) {
    FloatVector t = exp(x.abs().neg());
    return t.blend(1f, x.compare(VectorOperators.GE, 0f)).div(t.add(1f));
  }

  /// tanh x within 3e-7.
  static FloatVector tanh(FloatVector x) {
    FloatVector size = x.abs();
    FloatVector t = exp(size.mul(-2f));
    FloatVector large = all(1f).sub(t).div(t.add(1f));
    large = large.blend(large.neg(), x.lt(0f));
    FloatVector square = x.mul(x);
    FloatVector p = square.fma(-0.0057049775f, 0.020639079f);
    p = p.fma(square, all(-0.05373971f));
    p = p.fma(square, all(0.13331442f));
    p = p.fma(square, all(-0.3333328f));
    FloatVector small = p.mul(square).fma(x, x);
    return large.blend(small, size.lt(0.625f));
  }
}

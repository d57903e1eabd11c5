package dev.bijou.kernel;

import static dev.bijou.kernel.VectorTiles.SPECIES;
import static dev.bijou.kernel.VectorTiles.V;

import dev.bijou.random.Noise;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Elementwise maps of few operations; their scalar rests round as the vectors do.
final class VectorElementwise {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  private static final VectorShuffle<Float> FIRST_TWICE =
      VectorShuffle.fromOp(SPECIES, lane -> lane / 2);
  private static final VectorShuffle<Float> LAST_TWICE =
      VectorShuffle.fromOp(SPECIES, lane -> V / 2 + lane / 2);

  private VectorElementwise() {}

  static void add(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i + V <= n; i += V) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .add(FloatVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      z[zAt + i] = x[xAt + i] + y[yAt + i];
    }
  }

  static void addScaled(float a, float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector factor = FloatVector.broadcast(SPECIES, a);
    int i = 0;
    for (; i + V <= n; i += V) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .fma(factor, FloatVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = Math.fma(a, x[xAt + i], y[yAt + i]);
    }
  }

  /// y = x, each of n numbers `rate` times, plus a.
  static void repeat(float a, float[] x, int xAt, int n, int rate, float[] y, int yAt) {
    int i = 0;
    if (rate == 1) {
      for (; i + V <= n; i += V) {
        FloatVector.fromArray(SPECIES, x, xAt + i).add(a).intoArray(y, yAt + i);
      }
    } else if (rate == 2) {
      for (; i + V <= n; i += V) {
        FloatVector value = FloatVector.fromArray(SPECIES, x, xAt + i).add(a);
        value.rearrange(FIRST_TWICE).intoArray(y, yAt + 2 * i);
        value.rearrange(LAST_TWICE).intoArray(y, yAt + 2 * i + V);
      }
    }
    for (int to = yAt + i * rate; i < n; i++) {
      float value = x[xAt + i] + a;
      for (int r = 0; r < rate; r++) {
        y[to++] = value;
      }
    }
  }

  static void clip(float low, float high, float[] x, int xAt, float[] y, int yAt, int n) {
    int i = 0;
    for (; i + V <= n; i += V) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, xAt + i);
      value = value.blend(high, value.compare(VectorOperators.GT, high));
      value.blend(low, value.lt(low)).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = Math.max(low, Math.min(x[xAt + i], high));
    }
  }

  static void dropout(int seed, float rate, float[] x, int xAt, float[] y, int yAt, int n) {
    int threshold = Noise.threshold(rate);
    float scale = 1 / (1 - rate);
    IntVector index = IntVector.zero(INTS).addIndex(1);
    int i = 0;
    for (; i + V <= n; i += V) {
      IntVector h = index.add(i).mul(0x9E3779B9).add(seed);
      h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16)).mul(0x85EBCA6B);
      h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 13)).mul(0xC2B2AE35);
      h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16));
      VectorMask<Float> keep =
          h.lanewise(VectorOperators.LSHR, 1).compare(VectorOperators.GE, threshold).cast(SPECIES);
      FloatVector.fromArray(SPECIES, y, yAt + i)
          .add(FloatVector.fromArray(SPECIES, x, xAt + i).mul(scale), keep)
          .intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      if ((Noise.bits(seed, i) >>> 1) >= threshold) {
        y[yAt + i] += x[xAt + i] * scale;
      }
    }
  }
}

package dev.bijou.benchmark;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The single-precision peak of one core: independent chains of fused multiply-adds that stay in registers.
final class Peak {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;
  private static final int ROUNDS = 100_000;
  private static final int TRIES = 60;

  private Peak() {}

  /// The best of several tries, in 10⁹ floating-point operations a second, a multiply-add counted as two.
  static double gigaflops() {
    double best = 0;
    float sink = 0;
    for (int i = 0; i < TRIES; i++) {
      long start = System.nanoTime();
      sink += chains(1 + i * 1e-9f);
      long time = System.nanoTime() - start;
      best = Math.max(best, 2.0 * CHAINS * ROUNDS * SPECIES.length() / time);
    }
    if (Float.isNaN(sink)) {
      throw new IllegalStateException("the multiply-adds went wrong");
    }
    return best;
  }

  private static float chains(float start) {
    FloatVector x = FloatVector.broadcast(SPECIES, start);
    FloatVector k = FloatVector.broadcast(SPECIES, 0.999f);
    FloatVector a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, l = x, m = x;
    for (int round = 0; round < ROUNDS; round++) {
      a = a.fma(k, x);
      b = b.fma(k, x);
      c = c.fma(k, x);
      d = d.fma(k, x);
      e = e.fma(k, x);
      f = f.fma(k, x);
      g = g.fma(k, x);
      h = h.fma(k, x);
      i = i.fma(k, x);
      j = j.fma(k, x);
      l = l.fma(k, x);
      m = m.fma(k, x);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(l).add(m).lane(0);
  }
}

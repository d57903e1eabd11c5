package dev.bijou.benchmark.truth;

import java.util.List;
import java.util.random.RandomGenerator;

/// Σ wₖ pₖ(x). At a value that has a probability only the parts that give it one count: beside them a density is
/// nothing.
///
/// @param shares wₖ, which sum to 1
/// @param parts pₖ
record Mixture(double[] shares, List<Law> parts) implements Law {
  static Mixture of(double share, Law law, double otherShare, Law other) {
    return new Mixture(new double[] {share, otherShare}, List.of(law, other));
  }

  @Override
  public double draw(RandomGenerator random) {
    return parts.get(Law.choose(shares, random)).draw(random);
  }

  @Override
  public double logDensity(double x) {
    boolean mass = hasMass(x);
    double[] terms = new double[shares.length];
    for (int k = 0; k < terms.length; k++) {
      Law part = parts.get(k);
      terms[k] =
          shares[k] == 0 || (mass && !part.hasMass(x))
              ? Double.NEGATIVE_INFINITY
              : Math.log(shares[k]) + part.logDensity(x);
    }
    return Law.logSumExp(terms);
  }

  @Override
  public boolean hasMass(double x) {
    for (int k = 0; k < shares.length; k++) {
      if (shares[k] > 0 && parts.get(k).hasMass(x)) {
        return true;
      }
    }
    return false;
  }
}

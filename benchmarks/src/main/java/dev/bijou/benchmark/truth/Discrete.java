package dev.bijou.benchmark.truth;

import java.util.random.RandomGenerator;

/// Laws that have probabilities.
sealed interface Discrete extends Law {
  @Override
  default boolean hasMass(double x) {
    return logDensity(x) > Double.NEGATIVE_INFINITY;
  }

  /// One value, which may be NaN.
  record Point(double value) implements Discrete {
    @Override
    public double draw(RandomGenerator random) {
      return value;
    }

    @Override
    public double logDensity(double x) {
      return x == value || (Double.isNaN(x) && Double.isNaN(value)) ? 0 : Double.NEGATIVE_INFINITY;
    }
  }

  /// The places 0 … K − 1 of names.
  ///
  /// @param shares their probabilities, which sum to 1
  record Names(double[] shares) implements Discrete {
    @Override
    public double draw(RandomGenerator random) {
      return Law.choose(shares, random);
    }

    @Override
    public double logDensity(double x) {
      return isCount(x) && x < shares.length ? Math.log(shares[(int) x]) : Double.NEGATIVE_INFINITY;
    }
  }

  /// Each of the whole numbers from one to another, both included.
  record Evenly(int from, int to) implements Discrete {
    @Override
    public double draw(RandomGenerator random) {
      return random.nextInt(from, to + 1);
    }

    @Override
    public double logDensity(double x) {
      return x >= from && x <= to && x == Math.rint(x)
          ? -Math.log(to - from + 1)
          : Double.NEGATIVE_INFINITY;
    }
  }

  /// mᵏ e⁻ᵐ / k!.
  record Poisson(double mean) implements Discrete {
    @Override
    public double draw(RandomGenerator random) {
      double at = random.nextDouble();
      double probability = Math.exp(-mean);
      int k = 0;
      while (at >= probability && k < MOST) {
        at -= probability;
        probability *= mean / ++k;
      }
      return k;
    }

    @Override
    public double logDensity(double x) {
      return isCount(x)
          ? x * Math.log(mean) - mean - Functions.logGamma(x + 1)
          : Double.NEGATIVE_INFINITY;
    }
  }

  /// Γ(k + r) / (k! Γ(r)) · (r/(r+m))ʳ (m/(r+m))ᵏ, whose variance is m + m²/r.
  ///
  /// @param size r
  record NegativeBinomial(double mean, double size) implements Discrete {
    @Override
    public double draw(RandomGenerator random) {
      double at = random.nextDouble();
      double probability = Math.exp(logDensity(0));
      int k = 0;
      while (at >= probability && k < MOST) {
        at -= probability;
        probability *= (k + size) / (k + 1) * mean / (size + mean);
        k++;
      }
      return k;
    }

    @Override
    public double logDensity(double x) {
      return isCount(x)
          ? Functions.logGamma(x + size)
              - Functions.logGamma(x + 1)
              - Functions.logGamma(size)
              + size * Math.log(size / (size + mean))
              + x * Math.log(mean / (size + mean))
          : Double.NEGATIVE_INFINITY;
    }
  }

  /// A value rounded to the nearest point of a grid: ∫ p(y) dy over the cell around x, by the rule of Gauss and Legendre
  /// with five nodes, which is exact to ten digits where the cell is no wider than half a standard deviation.
  ///
  /// @param law p
  /// @param perUnit points of the grid in a unit: 10 for one decimal. A whole number, so that a value is the double
  ///     nearest to its text
  record Rounded(Smooth law, int perUnit) implements Discrete {
    private static final double[] NODES = {
      0, 0.5384693101056831, -0.5384693101056831, 0.9061798459386640, -0.9061798459386640
    };
    private static final double[] WEIGHTS = {
      128 / 225.0, 0.4786286704993665, 0.4786286704993665, 0.2369268850561891, 0.2369268850561891
    };

    @Override
    public double draw(RandomGenerator random) {
      return Math.rint(law.draw(random) * perUnit) / perUnit + 0.0; // −0 becomes 0
    }

    @Override
    public double logDensity(double x) {
      if (x != Math.rint(x * perUnit) / perUnit) {
        return Double.NEGATIVE_INFINITY;
      }
      double[] terms = new double[NODES.length];
      for (int i = 0; i < terms.length; i++) {
        terms[i] = Math.log(WEIGHTS[i] / 2) + law.logDensity(x + NODES[i] / 2 / perUnit);
      }
      return Law.logSumExp(terms) - Math.log(perUnit);
    }
  }

  /// Where drawing a count ends, lest rounding let it run on.
  int MOST = 100_000;

  private static boolean isCount(double x) {
    return x >= 0 && x == Math.rint(x);
  }
}

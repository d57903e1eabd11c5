package dev.bijou.benchmark.truth;

import java.util.random.RandomGenerator;

/// Laws that have a density.
sealed interface Smooth extends Law {
  @Override
  default boolean hasMass(double x) {
    return false;
  }

  /// exp(−½ z²) / (σ √2π) with z = (x − μ) / σ.
  record Normal(double mean, double deviation) implements Smooth {
    private static final double LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    @Override
    public double draw(RandomGenerator random) {
      return mean + deviation * random.nextGaussian();
    }

    @Override
    public double logDensity(double x) {
      double z = (x - mean) / deviation;
      return -0.5 * z * z - LOG_ROOT_TWO_PI - Math.log(deviation);
    }
  }

  /// The exponential of a normal: its density at x > 0 is that of the normal at log x, divided by x.
  ///
  /// @param logarithm the law of log x
  record LogNormal(Normal logarithm) implements Smooth {
    static LogNormal of(double mean, double deviation) {
      return new LogNormal(new Normal(mean, deviation));
    }

    @Override
    public double draw(RandomGenerator random) {
      return Math.exp(logarithm.draw(random));
    }

    @Override
    public double logDensity(double x) {
      return x > 0 ? logarithm.logDensity(Math.log(x)) - Math.log(x) : Double.NEGATIVE_INFINITY;
    }
  }

  /// Student's t: Γ((ν+1)/2) / (Γ(ν/2) √(νπ) σ) · (1 + z²/ν)^(−(ν+1)/2) with z = (x − μ) / σ; Cauchy's with ν = 1.
  ///
  /// @param freedom ν
  record Student(int freedom, double location, double scale) implements Smooth {
    @Override
    public double draw(RandomGenerator random) {
      double squares = 0;
      for (int i = 0; i < freedom; i++) {
        double z = random.nextGaussian();
        squares += z * z;
      }
      return location + scale * random.nextGaussian() / Math.sqrt(squares / freedom);
    }

    @Override
    public double logDensity(double x) {
      double z = (x - location) / scale;
      return Functions.logGamma((freedom + 1) / 2.0)
          - Functions.logGamma(freedom / 2.0)
          - 0.5 * Math.log(freedom * Math.PI)
          - Math.log(scale)
          - (freedom + 1) / 2.0 * Math.log1p(z * z / freedom);
    }
  }

  /// 1 / (to − from) between the two.
  record Uniform(double from, double to) implements Smooth {
    @Override
    public double draw(RandomGenerator random) {
      return from + (to - from) * random.nextDouble();
    }

    @Override
    public double logDensity(double x) {
      return x >= from && x <= to ? -Math.log(to - from) : Double.NEGATIVE_INFINITY;
    }
  }

  /// exp(−x/m) / m for x ≥ 0.
  record Exponential(double mean) implements Smooth {
    @Override
    public double draw(RandomGenerator random) {
      return mean * random.nextExponential();
    }

    @Override
    public double logDensity(double x) {
      return x >= 0 ? -x / mean - Math.log(mean) : Double.NEGATIVE_INFINITY;
    }
  }

  /// xᵃ⁻¹ (1 − x)ᵇ⁻¹ / B(a, b) between 0 and 1: the a-th smallest of a + b − 1 uniform numbers.
  record Beta(int a, int b) implements Smooth {
    @Override
    public double draw(RandomGenerator random) {
      return random.doubles(a + b - 1).sorted().skip(a - 1).findFirst().orElseThrow();
    }

    @Override
    public double logDensity(double x) {
      if (!(x >= 0 && x <= 1)) {
        return Double.NEGATIVE_INFINITY;
      }
      return (a == 1 ? 0 : (a - 1) * Math.log(x))
          + (b == 1 ? 0 : (b - 1) * Math.log1p(-x))
          + Functions.logGamma(a + b)
          - Functions.logGamma(a)
          - Functions.logGamma(b);
    }
  }
}

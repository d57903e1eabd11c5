package dev.bijou.distribution.toy;

import dev.bijou.distribution.toy.Ridge.Point;
import dev.bijou.tensor.Tensor;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Distributions of two features whose shape a flow has to learn and whose density is known, for tests, examples and
/// pictures.
///
/// In the formulas U is uniform on (0, 1), ε is standard normal, and each occurrence is a draw of its own.
public enum Toy {
  /// Two interleaving half circles with noise: (cos πU, sin πU) or (1 − cos πU, ½ − sin πU), each with probability ½,
  /// plus 0.1 ε in both features.
  MOONS {
    private final Ridge upper = Ridge.of(t -> moon(true, t), t -> 1, NOISE, 200);
    private final Ridge lower = Ridge.of(t -> moon(false, t), t -> 1, NOISE, 200);

    @Override
    Point draw(RandomGenerator random) {
      return noisy(moon(random.nextBoolean(), random.nextDouble()), random);
    }

    @Override
    public double logProb(double x0, double x1) {
      return logMean(upper.logProb(x0, x1), lower.logProb(x0, x1));
    }

    private static Point moon(boolean upper, double t) {
      double c = Math.cos(Math.PI * t);
      double s = Math.sin(Math.PI * t);
      return upper ? new Point(c, s) : new Point(1 - c, 0.5 - s);
    }
  },

  /// Three concentric rings: radius |R + 0.1 ε| with R one of 1, 2, 3, each with probability ⅓, at the angle 2πU.
  ///
  /// p(x) = p(r) / (2πr) at r = |x|.
  RINGS {
    @Override
    Point draw(RandomGenerator random) {
      double radius = 1 + random.nextInt(3) + NOISE * random.nextGaussian();
      return turned(new Point(Math.abs(radius), 0), 2 * Math.PI * random.nextDouble());
    }

    @Override
    public double logProb(double x0, double x1) {
      double r = Math.hypot(x0, x1);
      double[] terms =
          IntStream.rangeClosed(1, 3)
              .mapToDouble(
                  ring -> Ridge.logSum(logNormal(r - ring, NOISE), logNormal(r + ring, NOISE)))
              .toArray();
      return logMean(terms) - Math.log(2 * Math.PI * r);
    }
  },

  /// Five blades: (2 + 0.5 ε, 0.2 ε), at radius r, turned by 2πk/5 + 0.8 r, with k one of 0 … 4, each with probability
  /// 1/5 (after Johnson et al., 2016, arXiv:1603.06277).
  ///
  /// Turning by an angle that depends on the radius alone keeps areas, so that p is a mean of five normal densities.
  PINWHEEL {
    @Override
    Point draw(RandomGenerator random) {
      int blade = random.nextInt(5);
      Point point = new Point(2 + 0.5 * random.nextGaussian(), 0.2 * random.nextGaussian());
      return turned(point, angle(blade, Math.hypot(point.x0(), point.x1())));
    }

    @Override
    public double logProb(double x0, double x1) {
      double[] terms =
          IntStream.range(0, 5)
              .mapToObj(blade -> turned(new Point(x0, x1), -angle(blade, Math.hypot(x0, x1))))
              .mapToDouble(point -> logNormal(point.x0() - 2, 0.5) + logNormal(point.x1(), 0.2))
              .toArray();
      return logMean(terms);
    }

    private static double angle(int blade, double radius) {
      return 2 * Math.PI * blade / 5 + 0.8 * radius;
    }
  },

  /// Every other square of side 2 on [−4, 4]²: p = 1/32 where ⌊x₀/2⌋ + ⌊x₁/2⌋ is even, and 0 elsewhere.
  CHECKERBOARD {
    @Override
    Point draw(RandomGenerator random) {
      double x0 = 8 * random.nextDouble() - 4;
      double up = 2 * random.nextDouble() + 4 * random.nextInt(2) - 4;
      return new Point(x0, Math.floorMod((int) Math.floor(x0 / 2), 2) == 0 ? up : up + 2);
    }

    @Override
    public double logProb(double x0, double x1) {
      boolean inside = Math.max(Math.abs(x0), Math.abs(x1)) <= 4;
      boolean filled = Math.floorMod((int) (Math.floor(x0 / 2) + Math.floor(x1 / 2)), 2) == 0;
      return inside && filled ? -Math.log(32) : Double.NEGATIVE_INFINITY;
    }
  },

  /// Two spirals of one and a half turns: ±(a cos a, a sin a) / 3 with a = 3π √U, plus 0.1 ε in both features.
  SPIRALS {
    private final Ridge one =
        Ridge.of(t -> spiral(1, t), t -> 2 * t, NOISE, 1000); // t = √U has density 2t
    private final Ridge other = Ridge.of(t -> spiral(-1, t), t -> 2 * t, NOISE, 1000);

    @Override
    Point draw(RandomGenerator random) {
      return noisy(spiral(random.nextBoolean() ? 1 : -1, Math.sqrt(random.nextDouble())), random);
    }

    @Override
    public double logProb(double x0, double x1) {
      return logMean(one.logProb(x0, x1), other.logProb(x0, x1));
    }

    private static Point spiral(double sign, double t) {
      double a = 3 * Math.PI * t;
      return new Point(sign * a * Math.cos(a) / 3, sign * a * Math.sin(a) / 3);
    }
  };

  private static final double NOISE = 0.1;

  /// Draws, 2 × lanes. The draws of a lane do not depend on the lanes after it.
  public Tensor sample(int lanes, RandomGenerator random) {
    Tensor x = Tensor.zeros(2, lanes);
    for (int n = 0; n < lanes; n++) {
      Point point = draw(random);
      x.data()[x.at(0) + n] = (float) point.x0();
      x.data()[x.at(1) + n] = (float) point.x1();
    }
    return x;
  }

  /// log p(x) in nats, −∞ where the density is 0; [#MOONS] and [#SPIRALS] by quadrature to 1e-4.
  public abstract double logProb(double x0, double x1);

  abstract Point draw(RandomGenerator random);

  private static Point noisy(Point point, RandomGenerator random) {
    return new Point(
        point.x0() + NOISE * random.nextGaussian(), point.x1() + NOISE * random.nextGaussian());
  }

  private static Point turned(Point point, double angle) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    return new Point(c * point.x0() - s * point.x1(), s * point.x0() + c * point.x1());
  }

  private static double logNormal(double distance, double deviation) {
    double z = distance / deviation;
    return -0.5 * z * z - Math.log(deviation * Math.sqrt(2 * Math.PI));
  }

  private static double logMean(double... terms) {
    return Ridge.logSum(terms) - Math.log(terms.length);
  }
}

package dev.bijou.operation;

import dev.bijou.tensor.Tensor;

/// The parameters (t, a) of affine maps as (t, log s), where s = least + link(a + c) is the scale; c makes s = 1 of a = 0.
public final class LinkedLogScale {
  private static final RowMap.Function SAME =
      new RowMap.Function() {
        @Override
        public double image(double a) {
          return a;
        }

        @Override
        public double slope(double a) {
          return 1;
        }
      };

  private LinkedLogScale() {}

  /// What makes a scale of any number.
  public enum Link {
    /// log(1 + exp(a))
    SOFTPLUS {
      @Override
      double image(double a) {
        return Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
      }

      @Override
      double slope(double a) {
        return SIGMOID.image(a);
      }

      @Override
      public double shift(double least) {
        return Math.log(Math.expm1(1 - least));
      }
    },
    /// 1 / (1 + exp(−a))
    SIGMOID {
      @Override
      double image(double a) {
        return 1 / (1 + Math.exp(-a));
      }

      @Override
      double slope(double a) {
        double image = image(a);
        return image * (1 - image);
      }

      @Override
      public double shift(double least) {
        return Math.log(1 - least) - Math.log(least);
      }
    },
    /// exp(a)
    EXPONENTIAL {
      @Override
      double image(double a) {
        return Math.exp(Math.min(a, LARGEST_LOG));
      }

      @Override
      double slope(double a) {
        return a < LARGEST_LOG ? image(a) : 0;
      }

      @Override
      public double shift(double least) {
        return 0;
      }
    };

    private static final double LARGEST_LOG = 80; // of a scale that a float holds, with room

    abstract double image(double a);

    abstract double slope(double a);

    /// The c with least + image(c) = 1; 0 for exponentials, where that holds if least is 0.
    public abstract double shift(double least);
  }

  /// Of the shape of θ, 2·features × lanes.
  public static Tensor apply(Link link, float least, Tensor theta) {
    return RowMap.apply(
        new RowMap.Function[] {SAME, new LogScale(link, least, link.shift(least))}, theta);
  }

  private static final double LEAST_SCALE = Math.exp(-80);

  private record LogScale(Link link, double least, double shift) implements RowMap.Function {
    @Override
    public double image(double a) {
      return Math.log(Math.max(least + link.image(a + shift), LEAST_SCALE));
    }

    @Override
    public double slope(double a) {
      return link.slope(a + shift) / Math.max(least + link.image(a + shift), LEAST_SCALE);
    }
  }
}

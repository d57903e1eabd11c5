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
    };

    abstract double image(double a);

    abstract double slope(double a);

    /// The c with least + image(c) = 1.
    public abstract double shift(double least);
  }

  /// Of the shape of θ, 2·features × lanes.
  public static Tensor apply(Link link, float least, Tensor theta) {
    return RowMap.apply(
        new RowMap.Function[] {SAME, new LogScale(link, least, link.shift(least))}, theta);
  }

  private record LogScale(Link link, double least, double shift) implements RowMap.Function {
    @Override
    public double image(double a) {
      return Math.log(least + link.image(a + shift));
    }

    @Override
    public double slope(double a) {
      return link.slope(a + shift) / (least + link.image(a + shift));
    }
  }
}

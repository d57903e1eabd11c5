package dev.bijou.operation;

import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.Optional;

/// The fixed increasing map of each value that is there, and a constant for those that are not:
///
/// ```
/// u = (x − center) / scale,   h(u) = u, or asinh u where the tails are heavy
/// there:   z = (h(u) − mean) / deviation,   log dz/dx = log h'(u) − log scale − log deviation − log unit
/// absent:  z = pin,                         log dz/dx = 0
/// ```
///
/// where x counts units of the data, and dx is in the data's own. A feature that has [Knots] is mapped by them instead.
/// Computed in double; images in the base are clipped to ±[Numerics#IMAGE], those in the data to what a float can hold.
public final class PinnedMap {
  private PinnedMap() {}

  /// The numbers of the map, each features × 1.
  ///
  /// @param center what is subtracted first
  /// @param scale what it is divided by then
  /// @param heavy 1 where the tails are heavy and h is asinh, else 0
  /// @param mean what is subtracted from h
  /// @param deviation what it is divided by then
  /// @param logUnit the logarithm of what 1 stands for in the data
  /// @param knots of each feature; empty for one that the other numbers map
  public record Numbers(
      Tensor center,
      Tensor scale,
      Tensor heavy,
      Tensor mean,
      Tensor deviation,
      Tensor logUnit,
      List<Optional<Knots>> knots) {
    /// Copies the list.
    public Numbers {
      knots = List.copyOf(knots);
    }

    /// Shows a visitor what a model file keeps of them.
    public void visit(String prefix, Trainable.Visitor visitor) {
      visitor.state(prefix + "center", center);
      visitor.state(prefix + "scale", scale);
      visitor.state(prefix + "heavy", heavy);
      visitor.state(prefix + "mean", mean);
      visitor.state(prefix + "deviation", deviation);
      visitor.range(prefix + "scale", scale, Float.MIN_VALUE, Float.MAX_VALUE);
      visitor.range(prefix + "heavy", heavy, 0, 1);
      visitor.range(prefix + "deviation", deviation, Float.MIN_VALUE, Float.MAX_VALUE);
      for (int f = 0; f < knots.size(); f++) {
        if (knots.get(f).isPresent()) {
          visit(prefix + "knots." + f, knots.get(f).get(), visitor);
        }
      }
    }

    private static void visit(String name, Knots knots, Trainable.Visitor visitor) {
      visitor.state(name + ".x", knots.x());
      visitor.state(name + ".shares", knots.shares());
      visitor.range(name + ".x", knots.steps(), Float.MIN_VALUE, Float.MAX_VALUE);
      visitor.range(name + ".shares", knots.shares(), Float.MIN_VALUE, Math.nextDown(1f));
      visitor.range(name + ".shares", knots.masses(), Float.MIN_VALUE, 1);
    }

    private Feature feature(int f) {
      double unit = logUnit.get(f, 0);
      Optional<Knots> scores = knots.get(f);
      return scores.isPresent()
          ? new Scores(scores.get(), unit)
          : new Curve(
              center.get(f, 0),
              scale.get(f, 0),
              heavy.get(f, 0) != 0,
              mean.get(f, 0),
              deviation.get(f, 0),
              unit);
    }
  }

  /// The map of one feature.
  private sealed interface Feature {
    double image(double x);

    /// log dz/dx, with dx in the units of the data.
    double logSlope(double x);

    /// dz/dx, with dx in the units of x.
    double slope(double x);

    /// d log (dz/dx) / dx.
    double bend(double x);

    double back(double z);
  }

  /// Normal scores.
  private record Scores(Knots knots, double logUnit) implements Feature {
    @Override
    public double image(double x) {
      return knots.image(x);
    }

    @Override
    public double logSlope(double x) {
      return Math.log(knots.slope(x)) - logUnit;
    }

    @Override
    public double slope(double x) {
      return knots.slope(x);
    }

    @Override
    public double bend(double x) {
      return knots.bend(x);
    }

    @Override
    public double back(double z) {
      return knots.back(z);
    }
  }

  /// The identity or asinh, scaled on both sides.
  private record Curve(
      double center, double scale, boolean heavy, double mean, double deviation, double logUnit)
      implements Feature {

    private double units(double x) {
      return (x - center) / scale;
    }

    private double shaped(double x) {
      double u = units(x);
      return heavy ? asinh(u) : u;
    }

    @Override
    public double image(double x) {
      return (shaped(x) - mean) / deviation;
    }

    @Override
    public double logSlope(double x) {
      double u = units(x);
      double bent = heavy ? 0.5 * Math.log(1 + u * u) : 0;
      return -Math.log(scale) - Math.log(deviation) - logUnit - bent;
    }

    @Override
    public double slope(double x) {
      double u = units(x);
      return 1 / (scale * deviation * (heavy ? Math.sqrt(1 + u * u) : 1));
    }

    @Override
    public double bend(double x) {
      double u = units(x);
      return heavy ? -u / ((1 + u * u) * scale) : 0;
    }

    @Override
    public double back(double z) {
      double h = z * deviation + mean;
      return center + scale * (heavy ? Math.sinh(h) : h);
    }

    /// log(u + √(1 + u²)), since the logarithm is an instruction or two and log1p a function of a hundred.
    private static double asinh(double u) {
      double size = Math.abs(u);
      if (size < 1e-4) {
        return u - u * u * u / 6;
      }
      double value = // of a large u the square would overflow
          size > 1e100 ? Math.log(size) + Math.log(2) : Math.log(size + Math.sqrt(1 + size * size));
      return Math.copySign(value, u);
    }
  }

  /// z and Σ_f log dz/dx over the values that are there.
  ///
  /// @param absent features × lanes, 1 where the value is absent, else 0
  /// @param x features × lanes
  public static Mapped toBase(Numbers numbers, Tensor absent, float pin, Tensor x) {
    Shapes.requireSame("x", x, "absent", absent);
    Workspace workspace = Workspace.current();
    Tensor z = workspace.output(x.features(), x.lanes(), x.tracked());
    Tensor logDet = workspace.output(1, x.lanes(), x.tracked());
    workspace.compute(() -> compute(numbers, absent, pin, x, z, logDet));
    workspace.record(
        z,
        () -> {
          Tensor dx = x.gradient();
          for (int f = 0; f < x.features(); f++) {
            Feature feature = numbers.feature(f);
            for (int n = 0; n < x.lanes(); n++) {
              if (absent.get(f, n) == 0) {
                double value = x.get(f, n);
                dx.data()[dx.at(f) + n] +=
                    (float)
                        (z.gradient().get(f, n) * feature.slope(value)
                            + logDet.gradient().get(0, n) * feature.bend(value));
              }
            }
          }
        });
    return new Mapped(z, logDet);
  }

  private static void compute(
      Numbers numbers, Tensor absent, float pin, Tensor x, Tensor z, Tensor logDet) {
    logDet.fill(0);
    for (int f = 0; f < x.features(); f++) {
      Feature feature = numbers.feature(f);
      for (int n = 0; n < x.lanes(); n++) {
        if (absent.get(f, n) != 0) {
          z.data()[z.at(f) + n] = pin;
        } else {
          double value = x.get(f, n);
          z.data()[z.at(f) + n] = Numerics.clip((float) feature.image(value));
          logDet.data()[logDet.offset() + n] += (float) feature.logSlope(value);
        }
      }
    }
  }

  /// The values for z, and 0 for those that are absent. Records nothing.
  public static Tensor toData(Numbers numbers, Tensor absent, Tensor z) {
    Shapes.requireSame("z", z, "absent", absent);
    Workspace workspace = Workspace.current();
    Tensor x = workspace.scratch(z.features(), z.lanes());
    workspace.compute(() -> computeBack(numbers, absent, z, x));
    return x;
  }

  private static void computeBack(Numbers numbers, Tensor absent, Tensor z, Tensor x) {
    for (int f = 0; f < z.features(); f++) {
      Feature feature = numbers.feature(f);
      for (int n = 0; n < z.lanes(); n++) {
        x.data()[x.at(f) + n] =
            absent.get(f, n) != 0 ? 0 : Numerics.finite(feature.back(z.get(f, n)));
      }
    }
  }
}

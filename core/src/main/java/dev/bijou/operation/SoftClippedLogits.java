package dev.bijou.operation;

import dev.bijou.kernel.Spline;
import dev.bijou.tensor.Tensor;
import java.util.Arrays;

/// The parameters of a spline of bounded logits and exponential slopes, as those of [Spline]: with softclip_L(a) = a / (1 +
/// |a| / L),
///
/// ```
/// width and height logits: softclip_{L/2}(a)
/// slope logits:            u with softplus(u + c) = exp(softclip_L(a)), c the shift of the spline's slopes
/// ```
public final class SoftClippedLogits {
  private SoftClippedLogits() {}

  /// Of the shape of θ, (features · parameterCount) × lanes.
  ///
  /// @param spline without least sizes
  /// @param limit L
  public static Tensor apply(Spline spline, float limit, Tensor theta) {
    RowMap.Function[] rows = new RowMap.Function[spline.parameterCount()];
    Arrays.fill(rows, 0, 2 * spline.bins(), new SoftClip(limit / 2));
    Arrays.fill(
        rows, 2 * spline.bins(), rows.length, new ExponentialSlope(limit, spline.slopeShift()));
    return RowMap.apply(rows, theta);
  }

  private record SoftClip(double limit) implements RowMap.Function {
    @Override
    public double image(double a) {
      return a / (1 + Math.abs(a) / limit);
    }

    @Override
    public double slope(double a) {
      double rest = 1 / (1 + Math.abs(a) / limit);
      return rest * rest;
    }
  }

  private record ExponentialSlope(double limit, double shift) implements RowMap.Function {
    @Override
    public double image(double a) {
      double s = Math.exp(a / (1 + Math.abs(a) / limit));
      return s + Math.log(-Math.expm1(-s)) - shift; // log(eˢ − 1) without overflow
    }

    @Override
    public double slope(double a) {
      double rest = 1 / (1 + Math.abs(a) / limit);
      double s = Math.exp(a * rest);
      return rest * rest * s / -Math.expm1(-s);
    }
  }
}

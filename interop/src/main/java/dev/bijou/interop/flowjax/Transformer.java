package dev.bijou.interop.flowjax;

import dev.bijou.bijection.ScalarBijection;
import dev.bijou.bijection.parameterization.FreeEndSpline;
import dev.bijou.bijection.parameterization.LinkedScaleShift;
import dev.bijou.interop.config.Config.Fields;
import dev.bijou.operation.LinkedLogScale.Link;

/// A scalar map of flowjax, whose parameters are what a network computes, plus those that the map was made with.
///
/// @param map Bijou's
record Transformer(ScalarBijection map) {
  private static final double LEAST_SCALE = 1e-2; // of the affine map of the ready-made flows
  private static final double LEAST = 1e-3;

  /// The transformer of a flow: affine with a least scale if none is given.
  static Transformer of(Fields arguments) {
    Fields given = arguments.object("transformer").orElse(null);
    if (given == null) {
      if (arguments.has("transformer")) {
        throw arguments.wrong("transformer", "must be an object with a class and arguments");
      }
      return affine(LEAST_SCALE);
    }
    Fields inner = given.object("arguments").orElse(given);
    String name = given.text("class", "");
    try {
      return switch (name) {
        case "RationalQuadraticSpline" -> spline(inner);
        case "Affine" -> affine(inner.number("min_scale", 0));
        default ->
            throw given.wrong(
                "class",
                "is %s, but RationalQuadraticSpline and the affine transformer of flowjax's own flows are supported"
                    .formatted(name));
      };
    } catch (IllegalArgumentException e) {
      throw given.wrong("arguments", "do not fit: " + e.getMessage());
    }
  }

  private static Transformer affine(double least) {
    return new Transformer(new LinkedScaleShift(Link.SOFTPLUS, (float) least));
  }

  private static Transformer spline(Fields arguments) {
    double[] interval = arguments.numbers("interval");
    double bound = interval.length == 0 ? 0 : interval[interval.length - 1];
    if (interval.length > 2 || interval.length == 2 && interval[0] != -bound) {
      throw arguments.wrong("interval", "must be a number, or two of equal size around 0");
    }
    return new Transformer(
        new FreeEndSpline(
            (int) arguments.number("knots", 0) + 1,
            (float) bound,
            (float) (arguments.number("min_width", LEAST) / (2 * bound)),
            (float) arguments.number("min_derivative", LEAST)));
  }
}

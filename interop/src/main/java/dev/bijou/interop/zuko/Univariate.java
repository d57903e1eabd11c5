package dev.bijou.interop.zuko;

import dev.bijou.bijection.ScalarBijection;
import dev.bijou.bijection.ScaleShift;
import dev.bijou.bijection.parameterization.SoftClippedSpline;
import dev.bijou.interop.config.Config;
import dev.bijou.interop.config.Config.Fields;
import java.util.Optional;

/// The scalar map of a transformation of zuko's.
///
/// @param name the class
/// @param slope its least slope
/// @param bound half the width of the box of a spline
/// @param fields where it was said, for messages
record Univariate(String name, double slope, double bound, Fields fields) {
  private static final double SLOPE = 1e-3;
  private static final double BOUND = 5;

  /// By the attributes of a module or, without modules, the class of the flow and its arguments.
  static Univariate of(Config config, String path) {
    Optional<Fields> module = config.module(path);
    Fields fields = module.orElse(config.arguments());
    Optional<Fields> partial = fields.object("univariate");
    if (partial.isPresent()) {
      Fields given = partial.get();
      return new Univariate(
          given.text("name", ""),
          given.number("slope", SLOPE),
          given.number("bound", BOUND),
          given);
    }
    String usual =
        config.top().text("class", "").equals("NSF")
            ? "MonotonicRQSTransform"
            : "MonotonicAffineTransform";
    return new Univariate(
        fields.text("univariate", usual),
        module.isPresent() ? SLOPE : fields.number("slope", SLOPE),
        BOUND,
        fields);
  }

  /// The map as one of Bijou's.
  ///
  /// @param parameters how many it has
  ScalarBijection map(int parameters) {
    switch (name) {
      case "MonotonicAffineTransform" -> {
        if (parameters == 2) {
          return new ScaleShift((float) -Math.log(slope));
        }
      }
      case "MonotonicRQSTransform" -> {
        if (parameters % 3 == 2 && parameters > 4) {
          return new SoftClippedSpline((parameters + 1) / 3, (float) bound, (float) slope);
        }
      }
      default ->
          throw fields.wrong(
              "univariate",
              "is %s, but MonotonicAffineTransform and MonotonicRQSTransform are supported"
                  .formatted(name));
    }
    throw fields.wrong(
        "univariate",
        "is %s, but the network of the file computes %d parameters of a feature"
            .formatted(name, parameters));
  }
}

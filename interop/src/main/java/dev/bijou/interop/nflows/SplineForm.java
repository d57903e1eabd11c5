package dev.bijou.interop.nflows;

import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.interop.config.Config.Fields;
import dev.bijou.interop.layer.Linear.Row;

/// The rational-quadratic spline of nflows: that of Bijou, but for a shift of its slope logits and, beside some networks, a
/// scale of the others.
///
/// @param spline the map
/// @param logitScale what width and height logits are multiplied with
/// @param slopeShift what is added to slope logits
record SplineForm(RationalQuadraticSpline spline, double logitScale, double slopeShift) {
  private static final double LEAST = 1e-3;

  /// @param fields the attributes of the transform
  /// @param net the attributes of its network, or of the transform if it has none
  /// @param bins how many bins it has where the attributes do not say it
  static SplineForm of(Fields fields, Fields net, int bins) {
    String tails = fields.text("tails", "none");
    if (!tails.equals("linear")) {
      throw fields.wrong("tails", "is %s, but linear tails are supported".formatted(tails));
    }
    double width = fields.number("min_bin_width", LEAST);
    double height = fields.number("min_bin_height", LEAST);
    if (width != height) {
      throw fields.wrong(
          "min_bin_height", "is %s, but must equal min_bin_width, %s".formatted(height, width));
    }
    double slope = fields.number("min_derivative", LEAST);
    double hidden = net.number("hidden_features", 1);
    try {
      RationalQuadraticSpline spline =
          new RationalQuadraticSpline(
              (int) fields.number("num_bins", bins),
              (float) fields.number("tail_bound", 1),
              (float) width,
              (float) slope);
      return new SplineForm(spline, 1 / Math.sqrt(hidden), -Math.log(Math.expm1(1 - slope)));
    } catch (IllegalArgumentException e) {
      throw fields.wrong("num_bins", "does not fit: " + e.getMessage());
    }
  }

  /// The parameters of `features` features, from those that the network computes.
  Row[] rows(int features) {
    int parameters = spline.parameterCount();
    Row[] rows = new Row[features * parameters];
    for (int i = 0; i < rows.length; i++) {
      boolean slope = i % parameters >= 2 * spline.bins();
      rows[i] = slope ? new Row(i, 1, slopeShift) : new Row(i, logitScale, 0);
    }
    return rows;
  }
}

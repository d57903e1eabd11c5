package dev.bijou.interop.onnx;

import dev.bijou.bijection.Affine;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.bijection.ScalarBijection;
import dev.bijou.bijection.ScaleShift;
import dev.bijou.bijection.parameterization.FreeEndSpline;
import dev.bijou.bijection.parameterization.LinkedScaleShift;
import dev.bijou.bijection.parameterization.SoftClippedSpline;
import dev.bijou.interop.onnx.Graph.Value;

/// Scalar maps with their parameters, in both directions.
///
/// @param graph receives the operators
record Scalars(Graph graph) {
  private static final float IMAGE = 1e30f;

  /// @param theta rows × (features · parameters)
  /// @param toBase whether from the data to the base
  Image map(ScalarBijection map, Value x, Value theta, int features, boolean toBase) {
    Value each = graph.reshape(theta, -1, features, map.parameterCount());
    return switch (map) {
      case Affine affine ->
          shiftScale(x, each, softClip(affine.limit(), scale(each, features)), features, toBase);
      case ScaleShift own ->
          scaleShift(x, each, softClip(own.limit(), scale(each, features)), features, toBase);
      case LinkedScaleShift linked ->
          scaleShift(x, each, logScale(linked, scale(each, features)), features, toBase);
      case RationalQuadraticSpline spline -> spline(spline, x, each, toBase);
      case SoftClippedSpline spline -> spline(spline, x, each, toBase);
      case FreeEndSpline spline -> spline(spline, x, each, toBase);
      default -> throw Unsupported.of(map);
    };
  }

  private Value column(Value each, int parameter, int features) {
    return graph.reshape(graph.slice(each, 2, parameter, parameter + 1), -1, features);
  }

  private Value scale(Value each, int features) {
    return column(each, 1, features);
  }

  /// a / (1 + |a| / limit).
  Value softClip(double limit, Value a) {
    Value share = graph.apply("Div", graph.apply("Abs", a), graph.constant(limit));
    return graph.apply("Div", a, graph.apply("Add", share, graph.constant(1)));
  }

  private Value logScale(LinkedScaleShift map, Value a) {
    Value shifted = graph.apply("Add", a, graph.constant(map.link().shift(map.least())));
    String link =
        switch (map.link()) {
          case SOFTPLUS -> "Softplus";
          case SIGMOID -> "Sigmoid";
          case EXPONENTIAL -> "Exp";
        };
    return graph.apply(
        "Log", graph.apply("Add", graph.apply(link, shifted), graph.constant(map.least())));
  }

  /// Towards the base (x − t) · exp(−s).
  private Image shiftScale(Value x, Value each, Value s, int features, boolean toBase) {
    Value t = column(each, 0, features);
    Value value =
        toBase
            ? graph.apply(
                "Mul", graph.apply("Sub", x, t), graph.apply("Exp", graph.apply("Neg", s)))
            : graph.apply("Add", graph.apply("Mul", x, graph.apply("Exp", s)), t);
    return image(value, toBase ? graph.apply("Neg", s) : s);
  }

  /// Towards the base x · exp(s) + t.
  private Image scaleShift(Value x, Value each, Value s, int features, boolean toBase) {
    return shiftScale(x, each, s, features, !toBase);
  }

  private Image image(Value value, Value logs) {
    return new Image(graph.clip(value, IMAGE), graph.sum(logs, 1));
  }

  private Image spline(RationalQuadraticSpline spline, Value x, Value theta, boolean toBase) {
    int bins = spline.bins();
    Value slopes = softplus(spline.minSlope(), graph.slice(theta, 2, 2 * bins, 3 * bins - 1));
    return new Splines(graph, bins, spline.bound(), spline.minBin())
        .map(x, theta, ended(slopes), toBase);
  }

  private Image spline(FreeEndSpline spline, Value x, Value theta, boolean toBase) {
    int bins = spline.bins();
    Value slopes = softplus(spline.minSlope(), graph.slice(theta, 2, 2 * bins, 3 * bins + 1));
    return new Splines(graph, bins, spline.bound(), spline.minBin()).map(x, theta, slopes, toBase);
  }

  private Image spline(SoftClippedSpline spline, Value x, Value theta, boolean toBase) {
    int bins = spline.bins();
    double limit = -Math.log(spline.minSlope());
    Value logits = softClip(limit / 2, graph.slice(theta, 2, 0, 2 * bins));
    Value slopes =
        graph.apply("Exp", softClip(limit, graph.slice(theta, 2, 2 * bins, 3 * bins - 1)));
    return new Splines(graph, bins, spline.bound(), 0).map(x, logits, ended(slopes), toBase);
  }

  /// least + softplus(a + c), which is 1 of a = 0.
  private Value softplus(double least, Value a) {
    Value shifted = graph.apply("Add", a, graph.constant(Math.log(Math.expm1(1 - least))));
    return graph.apply("Add", graph.apply("Softplus", shifted), graph.constant(least));
  }

  /// The slopes of inner knots between those of the tails, which are 1.
  private Value ended(Value inner) {
    Value first = graph.slice(inner, 2, 0, 1);
    Value one = graph.apply("Add", graph.apply("Mul", first, graph.constant(0)), graph.constant(1));
    return graph.along("Concat", 2, one, inner, one);
  }
}

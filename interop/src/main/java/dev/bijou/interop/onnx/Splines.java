package dev.bijou.interop.onnx;

import dev.bijou.interop.onnx.Graph.Value;

/// Rational-quadratic splines, whose parameters are rows × features × bins; see [dev.bijou.kernel.Spline] for the formulas.
/// There is no search in ONNX: the bin of an argument is the number of knots that are not beyond it.
///
/// Knots are sums of shares, and what they lose in single precision is most of what a density loses: bins and what lies in them are
/// computed in double.
///
/// @param graph receives the operators
/// @param bins the number of bins
/// @param bound half the width of the box
/// @param minBin least width and height of a bin, as a share of the box
record Splines(Graph graph, int bins, float bound, float minBin) {

  /// @param logits of the widths, then of the heights, then anything
  /// @param slopes of all knots
  /// @param toBase whether from x to the value of the spline
  Image map(Value argument, Value logits, Value slopes, boolean toBase) {
    Value inside = graph.apply("Less", graph.apply("Abs", argument), graph.constant(bound));
    Value within = graph.apply("Where", inside, argument, graph.constant(0));
    Value x = graph.cast(graph.apply("Unsqueeze", within, graph.whole(2)), Type.DOUBLE);
    Value wide = graph.cast(graph.slice(logits, 2, 0, 2 * bins), Type.DOUBLE);
    Value widths = sizes(graph.slice(wide, 2, 0, bins));
    Value heights = sizes(graph.slice(wide, 2, bins, 2 * bins));
    Value lefts = starts(widths);
    Value bottoms = starts(heights);
    Value knots = graph.slice(toBase ? lefts : bottoms, 2, 1, bins);
    Value beyond = graph.cast(graph.apply("GreaterOrEqual", x, knots), Type.FLOAT);
    Value bin = graph.cast(graph.sum(beyond, 2), Type.WHOLE);
    Value width = at(widths, bin);
    Value height = at(heights, bin);
    Value left = at(lefts, bin);
    Value bottom = at(bottoms, bin);
    Value d = graph.cast(at(slopes, bin), Type.DOUBLE);
    Value e = graph.cast(at(slopes, graph.apply("Add", bin, graph.whole(1))), Type.DOUBLE);
    Value s = div(height, width);
    Value c = sub(add(d, e), mul(graph.precise(2), s));
    Value xi = toBase ? div(sub(x, left), width) : root(div(sub(x, bottom), height), s, c, d);
    Value rest = sub(graph.precise(1), xi);
    Value eta = mul(xi, rest);
    Value denominator = add(s, mul(c, eta));
    Value numerator =
        add(add(mul(e, mul(xi, xi)), mul(graph.precise(2), mul(s, eta))), mul(d, mul(rest, rest)));
    Value slope = mul(div(numerator, denominator), mul(s, div(s, denominator)));
    Value log = flat(graph.apply("Log", slope));
    Value value;
    if (toBase) {
      Value rise = div(add(mul(s, mul(xi, xi)), mul(d, eta)), denominator);
      value = flat(add(bottom, mul(height, rise)));
    } else {
      value = flat(add(left, mul(width, xi)));
      log = graph.apply("Neg", log);
    }
    return new Image(
        graph.apply("Where", inside, value, argument),
        graph.sum(graph.apply("Where", inside, log, graph.constant(0)), 1));
  }

  /// The ξ at which a spline has risen by the share t of its bin, of two forms the one that subtracts nothing.
  private Value root(Value t, Value s, Value c, Value d) {
    Value b = sub(d, mul(t, c));
    Value st = mul(s, t);
    Value a = sub(s, b);
    Value square = add(mul(b, b), mul(graph.precise(4), mul(st, a)));
    Value r = graph.apply("Sqrt", graph.apply("Max", square, graph.precise(0)));
    Value falls = graph.apply("Less", b, graph.precise(0));
    Value above = graph.where(falls, sub(r, b), mul(graph.precise(2), st));
    Value below = graph.where(falls, mul(graph.precise(2), a), add(b, r));
    return div(above, below);
  }

  private Value sizes(Value logits) {
    Value shares = graph.along("Softmax", 2, logits);
    Value scaled = mul(shares, graph.precise(2.0 * bound * (1 - bins * (double) minBin)));
    return add(scaled, graph.precise(2.0 * bound * minBin));
  }

  private Value starts(Value sizes) {
    Value ends = graph.apply("CumSum", sizes, graph.whole(2));
    return sub(sub(ends, sizes), graph.precise(bound));
  }

  private Value at(Value values, Value bin) {
    return graph.along("GatherElements", 2, values, bin);
  }

  private Value flat(Value x) {
    return graph.cast(graph.apply("Squeeze", x, graph.whole(2)), Type.FLOAT);
  }

  private Value add(Value a, Value b) {
    return graph.apply("Add", a, b);
  }

  private Value sub(Value a, Value b) {
    return graph.apply("Sub", a, b);
  }

  private Value mul(Value a, Value b) {
    return graph.apply("Mul", a, b);
  }

  private Value div(Value a, Value b) {
    return graph.apply("Div", a, b);
  }
}

package dev.bijou.interop.onnx;

import dev.bijou.interop.onnx.Graph.Value;
import dev.bijou.operation.NormalFunctions;
import java.util.Arrays;

/// Normal scores by a distribution function of straight lines, and back; see [dev.bijou.operation.Knots] for the formulas.
/// In double precision.
final class NormalScores {
  private final Graph graph;
  private final Search search;
  private final double[] x;
  private final double[] shares;
  private final double tail; // the slope beyond the knots

  /// @param x ascending but for those at the end that repeat the last
  /// @param shares likewise
  NormalScores(Graph graph, double[] x, double[] shares) {
    this.graph = graph;
    this.search = new Search(graph);
    int last = x.length - 1;
    while (last > 1 && x[last] == x[last - 1] && shares[last] == shares[last - 1]) {
      last--;
    }
    this.x = Arrays.copyOf(x, last + 1);
    this.shares = Arrays.copyOf(shares, last + 1);
    this.tail =
        (NormalFunctions.quantile(shares[last]) - NormalFunctions.quantile(shares[0]))
            / (x[last] - x[0]);
  }

  /// The score of a value and the logarithm of its slope, each rows × 1.
  Image toBase(Value value) {
    Value place = search.upTo(value, x);
    Value way = graph.subtract(value, at(x, place));
    Value beyond = beyond(place);
    Value outer = graph.add(at(ends(), place), graph.multiply(way, graph.precise(tail)));
    Value share = graph.add(at(shares, place), graph.multiply(way, search.at(lines(), place)));
    Value inside = graph.where(beyond, graph.precise(0.5), share);
    Value score = graph.where(beyond, outer, new Normal(graph).quantile(inside));
    double[] logs = Arrays.stream(lines()).map(Math::log).toArray();
    Value rise =
        graph.add(
            graph.multiply(graph.multiply(score, score), graph.precise(0.5)),
            graph.precise(0.5 * Math.log(2 * Math.PI)));
    Value logSlope =
        graph.where(beyond, graph.precise(Math.log(tail)), graph.add(search.at(logs, place), rise));
    return new Image(score, logSlope);
  }

  /// The value of a score, rows × 1.
  Value toData(Value score) {
    Value share = new Normal(graph).cdf(score);
    Value place = search.upTo(share, shares);
    Value outer =
        graph.add(
            at(x, place),
            graph.divide(graph.subtract(score, at(ends(), place)), graph.precise(tail)));
    Value inner =
        graph.add(
            at(x, place),
            graph.divide(graph.subtract(share, at(shares, place)), search.at(lines(), place)));
    return graph.where(beyond(place), outer, inner);
  }

  /// Whether a place is before the first knot or behind the last.
  private Value beyond(Value place) {
    Value before = graph.apply("Equal", place, graph.whole(0));
    return graph.apply("Or", before, graph.apply("Equal", place, graph.whole(x.length)));
  }

  /// The number of the knot before a place; of the first knot for the place before it.
  private Value at(double[] knots, Value place) {
    double[] padded = new double[knots.length + 1];
    Arrays.setAll(padded, i -> knots[Math.max(0, i - 1)]);
    return search.at(padded, place);
  }

  /// The slope of the distribution function at each place; 1 beyond the knots.
  private double[] lines() {
    double[] lines = new double[x.length + 1];
    Arrays.fill(lines, 1);
    for (int k = 1; k < x.length; k++) {
      lines[k] = (shares[k] - shares[k - 1]) / (x[k] - x[k - 1]);
    }
    return lines;
  }

  /// The scores of the knots.
  private double[] ends() {
    return Arrays.stream(shares).map(NormalFunctions::quantile).toArray();
  }
}

package dev.bijou.interop.onnx;

import dev.bijou.bijection.Logit;
import dev.bijou.interop.onnx.Graph.Value;
import java.util.Arrays;
import java.util.List;

/// Maps of features that have ends: logit and softplus, in double precision.
///
/// @param graph receives the operators
record Ends(Graph graph) {
  private static final float IMAGE = 1e30f;
  private static final double LEAST_SHARE = 1e-6;
  private static final double LEAST = 1e-30;

  /// z = log(u / (1 − u)), u = (x − low) / (high − low).
  Image logit(Logit.Spec spec, Value value, boolean toBase) {
    double[] low = doubles(spec.low());
    double[] width = new double[low.length];
    Arrays.setAll(width, f -> spec.high().get(f) - low[f]);
    double[] logWidth = Arrays.stream(width).map(Math::log).toArray();
    Value wide = graph.cast(value, Type.DOUBLE);
    Value logWidths = row(logWidth);
    if (toBase) {
      Value u =
          graph.apply(
              "Clip",
              graph.divide(graph.subtract(wide, row(low)), row(width)),
              graph.precise(LEAST_SHARE),
              graph.precise(1 - LEAST_SHARE));
      Value log = graph.apply("Log", u);
      Value logRest = graph.apply("Log", graph.subtract(graph.precise(1), u));
      Value slope = graph.apply("Neg", graph.add(graph.add(log, logRest), logWidths));
      return image(graph.subtract(log, logRest), slope);
    }
    Value size = graph.apply("Abs", wide);
    Value power = graph.apply("Exp", graph.apply("Neg", size));
    Value small = graph.divide(power, graph.add(graph.precise(1), power));
    Value isUpper = graph.apply("Greater", wide, graph.precise(0));
    Value share = graph.where(isUpper, graph.subtract(graph.precise(1), small), small);
    Value x = graph.add(row(low), graph.multiply(row(width), share));
    Value slope =
        graph.subtract(
            graph.subtract(logWidths, size),
            graph.multiply(graph.precise(2), new Normal(graph).log1p(power)));
    return image(x, slope);
  }

  /// x = log(1 + exp(z)).
  Image softplus(Value value, boolean toBase) {
    Value wide = graph.cast(value, Type.DOUBLE);
    Normal functions = new Normal(graph);
    if (toBase) {
      Value inside = graph.apply("Max", wide, graph.precise(LEAST));
      Value rest = functions.log1mexp(inside);
      return image(graph.add(inside, rest), graph.apply("Neg", rest));
    }
    Value power = graph.apply("Exp", graph.apply("Neg", graph.apply("Abs", wide)));
    Value rest = functions.log1p(power);
    return image(
        graph.add(graph.apply("Max", wide, graph.precise(0)), rest),
        graph.subtract(graph.apply("Min", wide, graph.precise(0)), rest));
  }

  private Image image(Value value, Value slopes) {
    return new Image(
        graph.clip(graph.cast(value, Type.FLOAT), IMAGE),
        graph.cast(graph.sum(slopes, 1), Type.FLOAT));
  }

  private static double[] doubles(List<Float> numbers) {
    return numbers.stream().mapToDouble(Float::doubleValue).toArray();
  }

  private Value row(double[] numbers) {
    return graph.precise(numbers, 1, numbers.length);
  }
}

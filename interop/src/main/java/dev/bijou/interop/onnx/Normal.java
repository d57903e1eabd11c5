package dev.bijou.interop.onnx;

import dev.bijou.interop.onnx.Graph.Value;

/// Functions of the standard normal and some logarithms, in double precision, of operators that all runtimes have for it.
///
/// @param graph receives the operators
public record Normal(Graph graph) {
  // Algorithm AS 241 (Wichura, 1988, Applied Statistics 37(3)), highest powers first.
  private static final double[] MIDDLE = {
    2509.0809287301226727,
    33430.575583588128105,
    67265.770927008700853,
    45921.953931549871457,
    13731.693765509461125,
    1971.5909503065514427,
    133.14166789178437745,
    3.387132872796366608
  };
  private static final double[] UNDER_MIDDLE = {
    5226.495278852854561,
    28729.085735721942674,
    39307.89580009271061,
    21213.794301586595867,
    5394.1960214247511077,
    687.1870074920579083,
    42.313330701600911252,
    1
  };
  private static final double[] NEAR = {
    7.7454501427834140764e-4,
    0.0227238449892691845833,
    0.24178072517745061177,
    1.27045825245236838258,
    3.64784832476320460504,
    5.7694972214606914055,
    4.6303378461565452959,
    1.42343711074968357734
  };
  private static final double[] UNDER_NEAR = {
    1.05075007164441684324e-9,
    5.475938084995344946e-4,
    0.0151986665636164571966,
    0.14810397642748007459,
    0.68976733498510000455,
    1.6763848301838038494,
    2.05319162663775882187,
    1
  };
  private static final double[] FAR = {
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    0.0012426609473880784386,
    0.026532189526576123093,
    0.29656057182850489123,
    1.7848265399172913358,
    5.4637849111641143699,
    6.6579046435011037772
  };
  private static final double[] UNDER_FAR = {
    2.04426310338993978564e-15,
    1.4215117583164458887e-7,
    1.8463183175100546818e-5,
    7.868691311456132591e-4,
    0.0148753612908506148525,
    0.13692988092273580531,
    0.59983220655588793769,
    1
  };

  // Hart's approximation (West, 2005, Wilmott Magazine, May), highest powers first.
  private static final double[] TAIL = {
    0.0352624965998911,
    0.700383064443688,
    6.37396220353165,
    33.912866078383,
    112.079291497871,
    221.213596169931,
    220.206867912376
  };
  private static final double[] UNDER_TAIL = {
    0.0883883476483184,
    1.75566716318264,
    16.064177579207,
    86.7807322029461,
    296.564248779674,
    637.333633378831,
    793.826512519948,
    440.413735824752
  };
  private static final double FAR_TAIL = 7.07106781186547;

  /// The x with Φ(x) = p, for 0 < p < 1.
  public Value quantile(Value p) {
    Value q = graph.subtract(p, number(0.5));
    Value square = graph.multiply(q, q);
    Value middle =
        graph.multiply(q, ratio(MIDDLE, UNDER_MIDDLE, graph.subtract(number(0.180625), square)));
    Value least = graph.apply("Min", p, graph.subtract(number(1), p));
    Value r = graph.apply("Sqrt", graph.apply("Neg", graph.apply("Log", least)));
    Value near = ratio(NEAR, UNDER_NEAR, graph.subtract(r, number(1.6)));
    Value far = ratio(FAR, UNDER_FAR, graph.subtract(r, number(5)));
    Value outer = graph.where(graph.apply("LessOrEqual", r, number(5)), near, far);
    Value signed = graph.multiply(graph.apply("Sign", q), outer);
    Value isMiddle = graph.apply("LessOrEqual", graph.apply("Abs", q), number(0.425));
    return graph.where(isMiddle, middle, signed);
  }

  /// Φ(x), to 1e-15.
  public Value cdf(Value x) {
    Value size = graph.apply("Abs", x);
    Value power = exp(graph.multiply(graph.multiply(x, x), number(-0.5)));
    Value near = graph.multiply(power, ratio(TAIL, UNDER_TAIL, size));
    Value fraction = graph.add(size, number(0.65));
    for (int i = 4; i > 0; i--) {
      fraction = graph.add(size, graph.divide(number(i), fraction));
    }
    Value far = graph.divide(power, graph.multiply(fraction, number(Math.sqrt(2 * Math.PI))));
    Value tail = graph.where(graph.apply("Less", size, number(FAR_TAIL)), near, far);
    Value above = graph.apply("Greater", x, number(0));
    return graph.where(above, graph.subtract(number(1), tail), tail);
  }

  /// log(1 + x), for x ≥ 0, also where 1 + x is 1.
  public Value log1p(Value x) {
    Value small = graph.multiply(x, graph.subtract(number(1), graph.multiply(x, number(0.5))));
    Value large = log(graph.add(x, number(1)));
    return graph.where(graph.apply("Less", x, number(1e-7)), small, large);
  }

  /// log(1 − exp(−x)), for x > 0.
  public Value log1mexp(Value x) {
    Value small = graph.multiply(x, graph.subtract(number(1), graph.multiply(x, number(0.5))));
    Value large = graph.subtract(number(1), exp(graph.apply("Neg", x)));
    return log(graph.where(graph.apply("Less", x, number(1e-7)), small, large));
  }

  /// asinh x.
  public Value asinh(Value x) {
    Value size = graph.apply("Abs", x);
    Value root = graph.apply("Sqrt", graph.add(graph.multiply(x, x), number(1)));
    return graph.multiply(graph.apply("Sign", x), log(graph.add(size, root)));
  }

  /// sinh x, bounded where a double is not enough.
  public Value sinh(Value x) {
    Value bounded = graph.apply("Clip", x, number(-700), number(700));
    Value difference = graph.subtract(exp(bounded), exp(graph.apply("Neg", bounded)));
    return graph.multiply(difference, number(0.5));
  }

  private Value ratio(double[] above, double[] below, Value x) {
    return graph.divide(polynomial(above, x), polynomial(below, x));
  }

  private Value polynomial(double[] coefficients, Value x) {
    Value sum = number(coefficients[0]);
    for (int i = 1; i < coefficients.length; i++) {
      sum = graph.add(graph.multiply(sum, x), number(coefficients[i]));
    }
    return sum;
  }

  private Value log(Value x) {
    return graph.apply("Log", x);
  }

  private Value exp(Value x) {
    return graph.apply("Exp", x);
  }

  private Value number(double number) {
    return graph.precise(number);
  }
}

package dev.bijou.interop.onnx;

import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Values;
import dev.bijou.interop.onnx.Graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The fixed maps of values to their standardized form and back, and those that are absent; see [dev.bijou.operation.PinnedMap] for
/// the formulas. In double precision, as there.
///
/// @param graph receives the operators
/// @param numbers of the model
record PinnedValues(Graph graph, Numbers numbers) {
  private static final float IMAGE = 1e30f;

  /// Standardized values.
  ///
  /// @param y rows × values, those that are absent at the pin
  /// @param logSlope Σ log dy/dx over those that are there, rows × 1
  /// @param absent which are not, rows × values; null if all are there
  /// @param pinned what the base counts for the pins, negated, rows × 1; null if all are there
  record Standard(Value y, Value logSlope, @Nullable Value absent, @Nullable Value pinned) {}

  static float pin(Values.Spec spec) {
    return 1 + (spec.layout().hasAbsences() ? spec.bijection().pins().box() : 0);
  }

  /// @param path of the distribution, with a dot at its end
  /// @param context the codes, and what else is given
  Standard toBase(Values.Spec spec, String path, Value x, @Nullable Value context) {
    int features = spec.features();
    Shape shape = new Shape(spec, path);
    Value wide = graph.cast(x, Type.DOUBLE);
    Value u = graph.divide(graph.subtract(wide, shape.row("center")), shape.row("scale"));
    boolean[] heavy = shape.heavy();
    Value h = u;
    Value log = graph.precise(shape.logSlopes(), 1, features);
    if (any(heavy)) {
      Value bent =
          graph.multiply(new Normal(graph).log1p(graph.multiply(u, u)), graph.precise(-0.5));
      h = graph.where(graph.truths(heavy), new Normal(graph).asinh(u), u);
      log = graph.add(log, graph.where(graph.truths(heavy), bent, graph.precise(0)));
    } else {
      log = graph.add(log, graph.multiply(u, graph.precise(0)));
    }
    Value y = graph.divide(graph.subtract(h, shape.row("mean")), shape.row("deviation"));
    List<Value> ys = new ArrayList<>();
    List<Value> logs = new ArrayList<>();
    boolean scored = false;
    for (int f = 0; f < features; f++) {
      if (spec.layout().values().get(f).knots().isPresent()) {
        scored = true;
        Image own = shape.knots(graph, f).toBase(graph.slice(wide, 1, f, f + 1));
        ys.add(own.value());
        logs.add(graph.subtract(own.logDet(), graph.precise(shape.logUnit(f))));
      } else {
        ys.add(graph.slice(y, 1, f, f + 1));
        logs.add(graph.slice(log, 1, f, f + 1));
      }
    }
    if (scored) {
      y = graph.concat(ys);
      log = graph.concat(logs);
    }
    Value absent = absent(spec.layout(), context);
    Value standard = graph.clip(graph.cast(y, Type.FLOAT), IMAGE);
    if (absent == null) {
      return new Standard(standard, graph.cast(graph.sum(log, 1), Type.FLOAT), null, null);
    }
    float pin = pin(spec);
    Value there = graph.where(absent, graph.precise(0), log);
    double each = 0.5 * ((double) pin * pin + Math.log(2 * Math.PI));
    Value count = graph.sum(graph.cast(absent, Type.FLOAT), 1);
    return new Standard(
        graph.where(absent, graph.constant(pin), standard),
        graph.cast(graph.sum(there, 1), Type.FLOAT),
        absent,
        graph.multiply(count, graph.constant(each)));
  }

  /// Which values the codes declare absent, rows × values; null if none may be.
  @Nullable Value absent(MixedLayout layout, @Nullable Value context) {
    if (!layout.hasAbsences() || context == null) {
      return null;
    }
    List<Value> each = new ArrayList<>();
    Codes codes = new Codes(graph, numbers);
    for (MixedLayout.Value value : layout.values()) {
      int state = value.state();
      Value code = graph.slice(context, 1, Math.max(state, 0), Math.max(state, 0) + 1);
      if (state < 0) {
        each.add(graph.multiply(code, graph.constant(0)));
      } else {
        Value there = graph.apply("Equal", codes.whole(code), graph.constant(0));
        each.add(graph.subtract(graph.constant(1), graph.cast(there, Type.FLOAT)));
      }
    }
    return graph.apply("Greater", graph.concat(each), graph.constant(0));
  }

  /// The values that standardized ones stand for, on their grid; 0 for absent ones.
  ///
  /// @return rows × values
  Value toData(Values.Spec spec, String path, Value y, @Nullable Value absent) {
    int features = spec.features();
    Shape shape = new Shape(spec, path);
    Value wide = graph.cast(y, Type.DOUBLE);
    Value h = graph.add(graph.multiply(wide, shape.row("deviation")), shape.row("mean"));
    boolean[] heavy = shape.heavy();
    Value u = any(heavy) ? graph.where(graph.truths(heavy), new Normal(graph).sinh(h), h) : h;
    Value x = graph.add(graph.multiply(u, shape.row("scale")), shape.row("center"));
    List<Value> each = new ArrayList<>();
    for (int f = 0; f < features; f++) {
      MixedLayout.Value own = spec.layout().values().get(f);
      Value value =
          own.knots().isPresent()
              ? shape.knots(graph, f).toData(graph.slice(wide, 1, f, f + 1))
              : graph.slice(x, 1, f, f + 1);
      if (own.grid() > 0) {
        Value steps = graph.apply("Round", graph.divide(value, graph.precise(own.grid())));
        value = graph.multiply(steps, graph.precise(own.grid()));
      }
      each.add(value);
    }
    Value all =
        graph.apply(
            "Clip",
            graph.concat(each),
            graph.precise(-Float.MAX_VALUE),
            graph.precise(Float.MAX_VALUE));
    Value drawn = graph.cast(all, Type.FLOAT);
    return absent == null ? drawn : graph.where(absent, graph.constant(0), drawn);
  }

  private static boolean any(boolean[] truths) {
    for (boolean truth : truths) {
      if (truth) {
        return true;
      }
    }
    return false;
  }

  /// The numbers of the maps.
  private final class Shape {
    private final Values.Spec spec;
    private final String path;

    Shape(Values.Spec spec, String path) {
      this.spec = spec;
      this.path = path;
    }

    private double[] doubles(String name) {
      float[] own = numbers.row(path + name);
      double[] wide = new double[own.length];
      Arrays.setAll(wide, i -> own[i]);
      return wide;
    }

    Value row(String name) {
      return graph.precise(doubles(name), 1, spec.features());
    }

    boolean[] heavy() {
      float[] heavy = numbers.row(path + "heavy");
      boolean[] truths = new boolean[heavy.length];
      for (int f = 0; f < truths.length; f++) {
        truths[f] = heavy[f] != 0;
      }
      return truths;
    }

    double[] logSlopes() {
      double[] scale = doubles("scale");
      double[] deviation = doubles("deviation");
      double[] slopes = new double[scale.length];
      Arrays.setAll(slopes, f -> -Math.log(scale[f]) - Math.log(deviation[f]) - logUnit(f));
      return slopes;
    }

    double logUnit(int f) {
      return (float) Math.log(spec.layout().values().get(f).unit().orElse(1));
    }

    NormalScores knots(Graph graph, int f) {
      return new NormalScores(
          graph, doubles("knots." + f + ".x"), doubles("knots." + f + ".shares"));
    }
  }
}

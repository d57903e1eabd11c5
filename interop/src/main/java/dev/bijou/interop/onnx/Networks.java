package dev.bijou.interop.onnx;

import dev.bijou.Activation;
import dev.bijou.interop.onnx.Graph.Value;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.spec.NetworkSpec.ConditionedResidual.Role;
import org.jspecify.annotations.Nullable;

/// The networks of conditioners.
///
/// @param graph receives the operators
/// @param numbers of the model
record Networks(Graph graph, Numbers numbers) {
  private static final float INPUT = 1e4f; // what a network sees is clipped to

  /// θ from the context and the features that a layer may see.
  ///
  /// @param path of the conditioner, with a dot at its end
  Value theta(NetworkSpec spec, String path, @Nullable Value context, Value visible) {
    Value seen = context == null ? visible : graph.along("Concat", 1, context, visible);
    return switch (spec) {
      case NetworkSpec.Mlp mlp -> perceptron(mlp, path, graph.clip(seen, INPUT));
      case NetworkSpec.Residual residual -> residual(residual, path, graph.clip(seen, INPUT), true);
      case NetworkSpec.OpenResidual(var hidden, var blocks, var activation, var dropout) ->
          residual(
              new NetworkSpec.Residual(hidden, blocks, activation, dropout),
              path,
              graph.clip(seen, INPUT),
              false);
      case NetworkSpec.ConditionedResidual conditioned ->
          conditioned(conditioned, path, graph.clip(seen, INPUT));
    };
  }

  private Value perceptron(NetworkSpec.Mlp spec, String path, Value x) {
    Value h = x;
    int hidden = spec.hidden().size();
    for (int i = 0; i < hidden; i++) {
      h = activate(spec.activation(), linear(path + "layers." + i, h));
    }
    return linear(path + "layers." + hidden, h);
  }

  private Value residual(NetworkSpec.Residual spec, String path, Value x, boolean activatesLast) {
    Value h = linear(path + "first", x);
    for (int i = 0; i < spec.blocks(); i++) {
      String block = path + "blocks." + i + ".";
      Value inner = linear(block + "inner", activate(spec.activation(), h));
      h = graph.apply("Add", h, linear(block + "outer", activate(spec.activation(), inner)));
    }
    return linear(path + "last", activatesLast ? activate(spec.activation(), h) : h);
  }

  private Value conditioned(NetworkSpec.ConditionedResidual spec, String path, Value x) {
    boolean added = spec.role() == Role.ADDED;
    Value h = linear(path + "first", x);
    Value context = spec.context() == 0 ? null : graph.slice(x, 1, 0, spec.context());
    if (context != null && added) {
      Value start = linear(path + "context", context);
      h = graph.apply("Add", h, activate(spec.activation(), start));
    }
    for (int i = 0; i < spec.blocks(); i++) {
      String block = path + "blocks." + i + ".";
      int width = spec.hidden();
      Value scaled = graph.apply("Mul", h, graph.constant(numbers.row(block + "slope"), width));
      Value line =
          graph.apply("Add", scaled, graph.constant(numbers.row(block + "intercept"), width));
      Value u = linear(block + "inner", activate(spec.activation(), line));
      if (context != null && added) {
        u = graph.apply("Add", u, linear(block + "context", context));
      }
      Value more = linear(block + "outer", activate(spec.activation(), u));
      if (context != null && !added) {
        Value gates = graph.apply("Sigmoid", linear(block + "context", context));
        more = graph.apply("Mul", more, gates);
      }
      h = graph.apply("Add", h, more);
    }
    return linear(path + "last", h);
  }

  private Value linear(String name, Value x) {
    int outputs = numbers.tensor(name + ".weight").features();
    int inputs = numbers.tensor(name + ".weight").lanes();
    return graph.apply(
        "Gemm",
        x,
        graph.constant(numbers.transposed(name + ".weight"), inputs, outputs),
        graph.constant(numbers.row(name + ".bias"), outputs));
  }

  private Value activate(Activation activation, Value x) {
    return switch (activation) {
      case RELU -> graph.apply("Relu", x);
      case TANH -> graph.apply("Tanh", x);
      case SILU -> graph.apply("Mul", x, graph.apply("Sigmoid", x));
    };
  }
}

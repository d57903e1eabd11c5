package dev.bijou.interop.onnx;

import dev.bijou.interop.onnx.OnnxReader.Box;
import dev.bijou.interop.onnx.OnnxReader.Node;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// Runs ONNX graphs as the specification of opset 17 says, in double precision: a reference, slow and plain.
final class OnnxInterpreter {
  private final Map<String, Box> values = new HashMap<>();

  static Map<String, Box> run(byte[] model, Map<String, Box> inputs) {
    OnnxReader graph = OnnxReader.of(model);
    OnnxInterpreter interpreter = new OnnxInterpreter();
    interpreter.values.putAll(graph.constants());
    interpreter.values.putAll(inputs);
    for (Node node : graph.nodes()) {
      List<Box> given = node.inputs().stream().map(name -> interpreter.values.get(name)).toList();
      interpreter.values.put(node.output(), interpreter.apply(node, given));
    }
    Map<String, Box> outputs = new HashMap<>();
    graph.outputs().forEach(name -> outputs.put(name, interpreter.values.get(name)));
    return outputs;
  }

  private Box apply(Node node, List<Box> in) {
    Box x = in.getFirst();
    int axis = (int) (long) node.attributes().getOrDefault("axis", 0L);
    return switch (node.operator()) {
      case "Identity", "Cast" -> x; // whole numbers and floats are doubles here
      case "Add" -> both(x, in.get(1), Double::sum);
      case "Sub" -> both(x, in.get(1), (a, b) -> a - b);
      case "Mul" -> both(x, in.get(1), (a, b) -> a * b);
      case "Div" -> both(x, in.get(1), (a, b) -> a / b);
      case "Max" -> both(x, in.get(1), Math::max);
      case "Less" -> both(x, in.get(1), (a, b) -> a < b ? 1 : 0);
      case "GreaterOrEqual" -> both(x, in.get(1), (a, b) -> a >= b ? 1 : 0);
      case "Neg" -> each(x, a -> -a);
      case "Abs" -> each(x, Math::abs);
      case "Exp" -> each(x, Math::exp);
      case "Log" -> each(x, Math::log);
      case "Sqrt" -> each(x, Math::sqrt);
      case "Tanh" -> each(x, Math::tanh);
      case "Relu" -> each(x, a -> Math.max(a, 0));
      case "Sigmoid" -> each(x, a -> 1 / (1 + Math.exp(-a)));
      case "Softplus" -> each(x, a -> Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a))));
      case "Clip" -> each(x, a -> Math.clamp(a, in.get(1).values()[0], in.get(2).values()[0]));
      case "Where" -> {
        Box chosen = both(x, in.get(1), (which, a) -> which != 0 ? a : Double.NaN);
        Box other = both(x, in.get(2), (which, a) -> which != 0 ? Double.NaN : a);
        yield both(chosen, other, (a, b) -> Double.isNaN(a) ? b : a);
      }
      case "MatMul" -> product(x, in.get(1));
      case "Gemm" -> both(product(x, in.get(1)), in.get(2), Double::sum);
      case "ReduceSum" -> reduced(x, (int) in.get(1).values()[0]);
      case "ReduceLogSumExp" ->
          each(reduced(each(x, Math::exp), (int) (long) node.attributes().get("axes")), Math::log);
      case "Softmax" -> {
        Box powers = each(x, Math::exp);
        yield both(powers, reduced(powers, axis), (a, b) -> a / b);
      }
      case "CumSum" -> cumulated(x, (int) in.get(1).values()[0]);
      case "Concat" -> concatenated(in, axis);
      case "Slice" ->
          picked(
              x,
              (int) in.get(3).values()[0],
              range((int) in.get(1).values()[0], (int) in.get(2).values()[0]));
      case "Gather" ->
          picked(x, axis, Arrays.stream(in.get(1).values()).mapToInt(i -> (int) i).toArray());
      case "GatherElements" -> gathered(x, in.get(1));
      case "Reshape" -> reshaped(x, in.get(1).values());
      case "Unsqueeze" -> {
        int[] shape = Arrays.copyOf(x.shape(), 3);
        shape[2] = 1;
        yield new Box(shape, x.values());
      }
      case "Squeeze" -> new Box(Arrays.copyOf(x.shape(), 2), x.values());
      default -> throw new IllegalArgumentException(node.operator());
    };
  }

  private static int[] range(int from, int to) {
    int[] range = new int[to - from];
    Arrays.setAll(range, i -> from + i);
    return range;
  }

  private static Box each(Box x, DoubleUnaryOperator function) {
    return new Box(x.shape(), Arrays.stream(x.values()).map(function).toArray());
  }

  private static Box both(Box a, Box b, DoubleBinaryOperator function) {
    int rank = Math.max(a.shape().length, b.shape().length);
    int[] shape = new int[rank];
    for (int d = 1; d <= rank; d++) {
      shape[rank - d] = Math.max(extent(a, d), extent(b, d));
    }
    double[] values = new double[Arrays.stream(shape).reduce(1, (m, n) -> m * n)];
    for (int i = 0; i < values.length; i++) {
      values[i] = function.applyAsDouble(at(a, i, shape), at(b, i, shape));
    }
    return new Box(shape, values);
  }

  /// The extent number `fromLast` from the last one, 1 if there is none.
  private static int extent(Box x, int fromLast) {
    int d = x.shape().length - fromLast;
    return d < 0 ? 1 : x.shape()[d];
  }

  private static double at(Box x, int index, int[] shape) {
    int rest = index;
    int at = 0;
    int step = 1;
    for (int d = 1; d <= shape.length; d++) {
      int i = rest % shape[shape.length - d];
      rest /= shape[shape.length - d];
      if (extent(x, d) > 1) {
        at += i * step;
      }
      step *= extent(x, d);
    }
    return x.values()[at];
  }

  private static Box product(Box a, Box b) {
    int rows = a.shape()[0];
    int inner = b.shape()[0];
    int columns = b.shape()[1];
    double[] values = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < inner; k++) {
        for (int j = 0; j < columns; j++) {
          values[i * columns + j] += a.values()[i * inner + k] * b.values()[k * columns + j];
        }
      }
    }
    return new Box(new int[] {rows, columns}, values);
  }

  private static int after(Box x, int axis) {
    return Arrays.stream(x.shape()).skip(axis + 1L).reduce(1, (m, n) -> m * n);
  }

  private static Box reduced(Box x, int axis) {
    int[] shape = x.shape().clone();
    shape[axis] = 1;
    int after = after(x, axis);
    double[] values = new double[x.size() / x.shape()[axis]];
    for (int i = 0; i < x.size(); i++) {
      values[i / (after * x.shape()[axis]) * after + i % after] += x.values()[i];
    }
    return new Box(shape, values);
  }

  private static Box cumulated(Box x, int axis) {
    double[] values = x.values().clone();
    int after = after(x, axis);
    for (int i = 0; i < values.length; i++) {
      if (i / after % x.shape()[axis] > 0) {
        values[i] += values[i - after];
      }
    }
    return new Box(x.shape(), values);
  }

  private static Box concatenated(List<Box> in, int axis) {
    int[] shape = in.getFirst().shape().clone();
    shape[axis] = in.stream().mapToInt(x -> x.shape()[axis]).sum();
    int after = after(in.getFirst(), axis);
    int before = in.getFirst().size() / after / in.getFirst().shape()[axis];
    double[] values = new double[before * shape[axis] * after];
    int at = 0;
    for (int i = 0; i < before; i++) {
      for (Box x : in) {
        int block = x.shape()[axis] * after;
        System.arraycopy(x.values(), i * block, values, at, block);
        at += block;
      }
    }
    return new Box(shape, values);
  }

  private static Box picked(Box x, int axis, int[] which) {
    int[] shape = x.shape().clone();
    shape[axis] = which.length;
    int after = after(x, axis);
    int before = x.size() / after / x.shape()[axis];
    double[] values = new double[before * which.length * after];
    for (int i = 0; i < before; i++) {
      for (int j = 0; j < which.length; j++) {
        System.arraycopy(
            x.values(),
            (i * x.shape()[axis] + which[j]) * after,
            values,
            (i * which.length + j) * after,
            after);
      }
    }
    return new Box(shape, values);
  }

  /// Along the last of three extents.
  private static Box gathered(Box x, Box index) {
    double[] values = new double[index.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = x.values()[i * x.shape()[2] + (int) index.values()[i]];
    }
    return new Box(index.shape(), values);
  }

  private static Box reshaped(Box x, double[] wanted) {
    int[] shape = Arrays.stream(wanted).mapToInt(e -> (int) e).toArray();
    int known = Arrays.stream(shape).filter(e -> e > 0).reduce(1, (m, n) -> m * n);
    for (int d = 0; d < shape.length; d++) {
      shape[d] = shape[d] < 0 ? x.size() / known : shape[d];
    }
    return new Box(shape, x.values());
  }
}

package dev.bijou.interop.onnx;

import dev.bijou.storage.Quoted;
import dev.bijou.storage.Version;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An ONNX graph under construction, of standard operators of opset 17. Values are named by numbers; equal constants are
/// there once.
///
/// Rows are the first extent of all values that depend on the inputs, and as many as the inputs have.
final class Graph {
  private static final int FLOAT = 1;
  private static final int WHOLE = 7;
  private static final int DOUBLE = 11;
  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;

  private final Protobuf graph = new Protobuf();
  private final Map<Object, String> constants = new HashMap<>();
  private final String prefix; // of names that are not the caller's
  private int values;

  /// @param names of the inputs and outputs
  /// @throws UnsupportedOperationException if a name stands twice
  Graph(List<String> names) {
    for (String name : names) {
      if (Collections.frequency(names, name) > 1) {
        throw new UnsupportedOperationException(
            "a column is called %s, as something else in the graph is".formatted(Quoted.of(name)));
      }
    }
    String free = "_";
    while (startsAny(names, free)) {
      free += "_";
    }
    prefix = free;
  }

  private static boolean startsAny(List<String> names, String start) {
    return names.stream().anyMatch(name -> name.startsWith(start));
  }

  /// A value of the graph.
  record Value(String name) {}

  /// Whole numbers of an attribute, by its name.
  private record Attribute(String name, long value) {}

  private record Key(List<Float> numbers, List<Integer> shape) {}

  /// The name of a value that no other has.
  private String fresh() {
    return prefix + values++;
  }

  /// An input of rows × `columns` floats, or doubles.
  Value input(String name, int columns, boolean twice) {
    graph.message(11, info(name, twice ? DOUBLE : FLOAT, columns));
    return new Value(name);
  }

  private static Protobuf info(String name, int type, int columns) {
    Protobuf shape =
        new Protobuf()
            .message(1, new Protobuf().text(2, "rows"))
            .message(1, new Protobuf().number(1, columns));
    Protobuf tensor = new Protobuf().number(1, type).message(2, shape);
    return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
  }

  /// Makes a value an output of rows × `columns`.
  void output(String name, Value value, int columns) {
    node("Identity", List.of(value), name, List.of());
    graph.message(12, info(name, FLOAT, columns));
  }

  /// The value of an operator with one output.
  Value apply(String operator, Value... inputs) {
    return apply(operator, List.of(inputs), List.of());
  }

  private Value apply(String operator, List<Value> inputs, List<Attribute> attributes) {
    String name = fresh();
    node(operator, inputs, name, attributes);
    return new Value(name);
  }

  private void node(
      String operator, List<Value> inputs, String output, List<Attribute> attributes) {
    Protobuf node = new Protobuf();
    inputs.forEach(input -> node.text(1, input.name()));
    node.text(2, output).text(3, output).text(4, operator);
    for (Attribute attribute : attributes) {
      node.message(
          5,
          new Protobuf()
              .text(1, attribute.name())
              .number(3, attribute.value())
              .number(20, 2)); // a whole number
    }
    graph.message(1, node);
  }

  /// An operator with an axis.
  Value along(String operator, int axis, Value... inputs) {
    return apply(operator, List.of(inputs), List.of(new Attribute("axis", axis)));
  }

  /// Σ along an axis, which stays with the extent 1.
  Value sum(Value x, int axis) {
    return apply("ReduceSum", List.of(x, whole(axis)), List.of(new Attribute("keepdims", 1)));
  }

  /// log Σ exp along the columns, which stay as one.
  Value logSumExp(Value x) {
    String name = fresh();
    Protobuf axes =
        new Protobuf().text(1, "axes").number(8, 1).number(20, 7); // a list of whole numbers
    Protobuf node =
        new Protobuf()
            .text(1, x.name())
            .text(2, name)
            .text(3, name)
            .text(4, "ReduceLogSumExp")
            .message(5, axes)
            .message(5, new Protobuf().text(1, "keepdims").number(3, 1).number(20, 2));
    graph.message(1, node);
    return new Value(name);
  }

  Value toFloat(Value x) {
    return apply("Cast", List.of(x), List.of(new Attribute("to", FLOAT)));
  }

  Value toWhole(Value x) {
    return apply("Cast", List.of(x), List.of(new Attribute("to", WHOLE)));
  }

  /// Elements from `from` to `to` along an axis.
  Value slice(Value x, int axis, int from, int to) {
    return apply("Slice", x, whole(from), whole(to), whole(axis));
  }

  /// Columns in another order.
  Value gather(Value x, int[] columns) {
    return along("Gather", 1, x, whole(columns));
  }

  /// Values side by side along the columns.
  Value concat(List<Value> parts) {
    return parts.size() == 1
        ? parts.getFirst()
        : apply("Concat", parts, List.of(new Attribute("axis", 1)));
  }

  /// x of another shape; −1 stands for the rows.
  Value reshape(Value x, int... shape) {
    return apply("Reshape", x, whole(shape));
  }

  /// x within ±`limit`.
  Value clip(Value x, float limit) {
    return apply("Clip", x, constant(-limit), constant(limit));
  }

  /// A number.
  Value constant(double number) {
    return constant(new float[] {(float) number});
  }

  /// Numbers of some shape, row by row; one number has none.
  Value constant(float[] numbers, int... shape) {
    List<Float> key = new ArrayList<>();
    for (float number : numbers) {
      key.add(number);
    }
    List<Integer> extents = new ArrayList<>();
    for (int extent : shape) {
      extents.add(extent);
    }
    String known =
        constants.computeIfAbsent(
            new Key(key, extents),
            _ -> {
              ByteBuffer raw =
                  ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
              raw.asFloatBuffer().put(numbers);
              return initializer(FLOAT, raw.array(), shape);
            });
    return new Value(known);
  }

  /// A number in double precision.
  Value precise(double number) {
    ByteBuffer raw = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return new Value(initializer(DOUBLE, raw.putDouble(number).array()));
  }

  /// Whole numbers.
  Value whole(int... numbers) {
    List<Integer> key = new ArrayList<>();
    for (int number : numbers) {
      key.add(number);
    }
    String known =
        constants.computeIfAbsent(
            key,
            _ -> {
              ByteBuffer raw =
                  ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
              for (int number : numbers) {
                raw.putLong(number);
              }
              return initializer(WHOLE, raw.array(), numbers.length);
            });
    return new Value(known);
  }

  private String initializer(int type, byte[] raw, int... shape) {
    String name = fresh();
    Protobuf tensor = new Protobuf();
    for (int extent : shape) {
      tensor.number(1, extent);
    }
    graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
    return name;
  }

  /// The graph as a model.
  ///
  /// @param name what it computes
  byte[] toModel(String name) {
    graph.text(2, name);
    return new Protobuf()
        .number(1, IR_VERSION)
        .text(2, "bijou")
        .text(3, Version.current())
        .message(7, graph)
        .message(8, new Protobuf().text(1, "").number(2, OPSET))
        .toBytes();
  }
}

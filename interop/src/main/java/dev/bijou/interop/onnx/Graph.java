package dev.bijou.interop.onnx;

import dev.bijou.storage.Quoted;
import dev.bijou.storage.Version;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// An ONNX graph under construction, of standard operators of opset 17. Values are named by numbers.
///
/// Rows are the first extent of all values that depend on the inputs, and as many as the inputs have.
public final class Graph {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;
  private static final String AXIS = "axis";

  private final Protobuf graph = new Protobuf();
  private final Initializers constants = new Initializers();
  private final String prefix; // of names that are not the caller's
  private int values;

  /// A value of the graph.
  public record Value(String name) {}

  /// @param names of the inputs and outputs
  /// @throws UnsupportedOperationException if a name stands twice
  public Graph(List<String> names) {
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

  /// The name of a value that no other has.
  private String fresh() {
    return prefix + values++;
  }

  /// An input of rows × `columns`.
  public Value input(String name, int columns, Type type) {
    graph.message(11, info(name, type, columns));
    return new Value(name);
  }

  private static Protobuf info(String name, Type type, int columns) {
    Protobuf shape =
        new Protobuf()
            .message(1, new Protobuf().text(2, "rows"))
            .message(1, new Protobuf().number(1, columns));
    Protobuf tensor = new Protobuf().number(1, type.code()).message(2, shape);
    return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
  }

  /// Makes a value an output of rows × `columns`.
  public void output(String name, Value value, int columns, Type type) {
    node("Identity", List.of(value), List.of(name), List.of());
    graph.message(12, info(name, type, columns));
  }

  /// The value of an operator with one output.
  public Value apply(String operator, Value... inputs) {
    return apply(operator, List.of(inputs), List.of());
  }

  private Value apply(String operator, List<Value> inputs, List<Protobuf> attributes) {
    String name = fresh();
    node(operator, inputs, List.of(name), attributes);
    return new Value(name);
  }

  private void node(
      String operator, List<Value> inputs, List<String> outputs, List<Protobuf> attributes) {
    Protobuf node = new Protobuf();
    inputs.forEach(input -> node.text(1, input.name()));
    outputs.forEach(output -> node.text(2, output));
    node.text(3, outputs.getFirst()).text(4, operator);
    attributes.forEach(attribute -> node.message(5, attribute));
    graph.message(1, node);
  }

  private static Protobuf attribute(String name, long value) {
    return new Protobuf().text(1, name).number(3, value).number(20, 2);
  }

  private static Protobuf attribute(String name, int[] values) {
    Protobuf attribute = new Protobuf().text(1, name);
    IntStream.of(values).forEach(value -> attribute.number(8, value));
    return attribute.number(20, 7);
  }

  private static Protobuf attribute(String name, String value) {
    return new Protobuf().text(1, name).text(4, value).number(20, 3);
  }

  private static Protobuf attribute(String name, List<String> values) {
    Protobuf attribute = new Protobuf().text(1, name);
    values.forEach(value -> attribute.text(9, value));
    return attribute.number(20, 8);
  }

  public Value add(Value a, Value b) {
    return apply("Add", a, b);
  }

  public Value subtract(Value a, Value b) {
    return apply("Sub", a, b);
  }

  public Value multiply(Value a, Value b) {
    return apply("Mul", a, b);
  }

  public Value divide(Value a, Value b) {
    return apply("Div", a, b);
  }

  /// Of each element the one or the other.
  public Value where(Value which, Value then, Value otherwise) {
    return apply("Where", which, then, otherwise);
  }

  /// An operator with an axis.
  public Value along(String operator, int axis, Value... inputs) {
    return apply(operator, List.of(inputs), List.of(attribute(AXIS, axis)));
  }

  /// Σ along an axis, which stays with the extent 1.
  public Value sum(Value x, int axis) {
    return apply("ReduceSum", List.of(x, whole(axis)), List.of(attribute("keepdims", 1)));
  }

  /// An operator that reduces the columns, which stay as one, to the largest, say.
  public Value reduced(String operator, Value x) {
    return apply(
        operator, List.of(x), List.of(attribute("axes", new int[] {1}), attribute("keepdims", 1)));
  }

  /// The smallest `count` elements of each row, ascending.
  public Value smallest(Value x, int count) {
    String name = fresh();
    node(
        "TopK",
        List.of(x, whole(count)),
        List.of(name, fresh()),
        List.of(attribute(AXIS, 1), attribute("largest", 0), attribute("sorted", 1)));
    return new Value(name);
  }

  /// How often each of some texts stands in a row of one text, rows × places.
  ///
  /// @param texts all different
  /// @param places the column of each
  public Value counts(Value text, List<String> texts, int[] places) {
    return apply(
        "TfIdfVectorizer",
        List.of(text),
        List.of(
            attribute("mode", "TF"),
            attribute("min_gram_length", 1),
            attribute("max_gram_length", 1),
            attribute("max_skip_count", 0),
            attribute("ngram_counts", new int[] {0}),
            attribute("ngram_indexes", places),
            attribute("pool_strings", texts)));
  }

  public Value cast(Value x, Type type) {
    return apply("Cast", List.of(x), List.of(attribute("to", type.code())));
  }

  /// Elements from `from` to `to` along an axis.
  public Value slice(Value x, int axis, int from, int to) {
    return apply("Slice", x, whole(from), whole(to), whole(axis));
  }

  /// Columns in another order.
  public Value gather(Value x, int[] columns) {
    return along("Gather", 1, x, whole(columns));
  }

  /// Values side by side along the columns.
  public Value concat(List<Value> parts) {
    return parts.size() == 1
        ? parts.getFirst()
        : apply("Concat", parts, List.of(attribute(AXIS, 1)));
  }

  /// x of another shape; −1 stands for the rows.
  public Value reshape(Value x, int... shape) {
    return apply("Reshape", x, whole(shape));
  }

  /// x within ±`limit`.
  public Value clip(Value x, float limit) {
    return apply("Clip", x, constant(-limit), constant(limit));
  }

  /// A number.
  public Value constant(double number) {
    return constant(new float[] {(float) number});
  }

  /// Numbers of some shape, row by row; one number has none.
  public Value constant(float[] numbers, int... shape) {
    ByteBuffer raw = raw(numbers.length * Float.BYTES);
    raw.asFloatBuffer().put(numbers);
    return constant(Type.FLOAT, raw.array(), shape);
  }

  /// A number in double precision.
  public Value precise(double number) {
    return precise(new double[] {number});
  }

  /// Numbers in double precision of some shape, row by row.
  public Value precise(double[] numbers, int... shape) {
    ByteBuffer raw = raw(numbers.length * Double.BYTES);
    raw.asDoubleBuffer().put(numbers);
    return constant(Type.DOUBLE, raw.array(), shape);
  }

  /// Whole numbers.
  public Value whole(int... numbers) {
    ByteBuffer raw = raw(numbers.length * Long.BYTES);
    IntStream.of(numbers).forEach(raw::putLong);
    return constant(Type.WHOLE, raw.array(), numbers.length);
  }

  /// Truths, 1 × as many.
  public Value truths(boolean[] truths) {
    byte[] raw = new byte[truths.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) (truths[i] ? 1 : 0);
    }
    return constant(Type.TRUTH, raw, 1, raw.length);
  }

  /// A list of texts.
  public Value texts(List<String> texts) {
    return constant(Type.TEXT, Initializers.raw(texts), texts.size());
  }

  private static ByteBuffer raw(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Value constant(Type type, byte[] raw, int... shape) {
    return new Value(constants.name(type, raw, shape, this::fresh));
  }

  /// The constants, complete once the graph is.
  public Initializers constants() {
    return constants;
  }

  /// The graph as a model.
  ///
  /// @param name what it computes
  /// @param file where the numbers of large constants are to be; empty if within the model
  public byte[] toModel(String name, String file) {
    if (file.isEmpty()) {
      constants.within(graph);
    } else {
      constants.beside(graph, file);
    }
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

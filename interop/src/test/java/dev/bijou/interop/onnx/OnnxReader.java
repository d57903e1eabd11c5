package dev.bijou.interop.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An ONNX model as data.
///
/// @param constants the initializers by name
/// @param nodes in their order
/// @param inputs names
/// @param outputs names
/// @param opset the version of the operators
record OnnxReader(
    Map<String, Box> constants,
    List<Node> nodes,
    List<String> inputs,
    List<String> outputs,
    long opset) {

  /// Numbers in a box, row by row.
  record Box(int[] shape, double[] values) {
    int size() {
      return values.length;
    }
  }

  /// @param attributes whole numbers; of a list the first
  record Node(String operator, List<String> inputs, String output, Map<String, Long> attributes) {}

  /// The fields of a message: Long, byte[] or Float.
  private static Map<Integer, List<Object>> fields(byte[] message) {
    Map<Integer, List<Object>> fields = new HashMap<>();
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long key = varint(in);
      Object value =
          switch ((int) (key & 7)) {
            case 0 -> varint(in);
            case 2 -> {
              byte[] bytes = new byte[(int) varint(in)];
              in.get(bytes);
              yield bytes;
            }
            case 5 -> in.getFloat();
            default -> throw new IllegalArgumentException("wire type of key " + key);
          };
      fields.computeIfAbsent((int) (key >> 3), _ -> new ArrayList<>()).add(value);
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    int shift = 0;
    while (true) {
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
      shift += 7;
    }
  }

  static OnnxReader of(byte[] model) {
    Map<Integer, List<Object>> top = fields(model);
    Map<Integer, List<Object>> graph = fields((byte[]) top.get(7).getFirst());
    Map<String, Box> constants = new HashMap<>();
    for (Object tensor : graph.getOrDefault(5, List.of())) {
      Map<Integer, List<Object>> own = fields((byte[]) tensor);
      constants.put(text(own.get(8).getFirst()), box(own));
    }
    List<Node> nodes = new ArrayList<>();
    for (Object node : graph.get(1)) {
      nodes.add(node(fields((byte[]) node)));
    }
    return new OnnxReader(
        constants,
        nodes,
        names(graph.get(11)),
        names(graph.get(12)),
        (Long) fields((byte[]) top.get(8).getFirst()).get(2).getFirst());
  }

  private static List<String> names(List<Object> infos) {
    return infos.stream().map(info -> text(fields((byte[]) info).get(1).getFirst())).toList();
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  private static Node node(Map<Integer, List<Object>> fields) {
    Map<String, Long> attributes = new LinkedHashMap<>();
    for (Object attribute : fields.getOrDefault(5, List.of())) {
      Map<Integer, List<Object>> own = fields((byte[]) attribute);
      Object value = own.containsKey(3) ? own.get(3).getFirst() : own.get(8).getFirst();
      attributes.put(text(own.get(1).getFirst()), (Long) value);
    }
    return new Node(
        text(fields.get(4).getFirst()),
        fields.getOrDefault(1, List.of()).stream().map(OnnxReader::text).toList(),
        text(fields.get(2).getFirst()),
        attributes);
  }

  private static Box box(Map<Integer, List<Object>> tensor) {
    int[] shape =
        tensor.getOrDefault(1, List.of()).stream().mapToInt(e -> (int) (long) (Long) e).toArray();
    ByteBuffer raw =
        ByteBuffer.wrap((byte[]) tensor.get(9).getFirst()).order(ByteOrder.LITTLE_ENDIAN);
    int type = (int) (long) (Long) tensor.get(2).getFirst();
    int width = type == 1 ? Float.BYTES : Double.BYTES;
    double[] values = new double[raw.capacity() / width];
    for (int i = 0; i < values.length; i++) {
      values[i] = type == 1 ? raw.getFloat() : type == 7 ? raw.getLong() : raw.getDouble();
    }
    return new Box(shape, values);
  }
}

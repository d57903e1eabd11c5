package dev.bijou.interop.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The constants of a graph. Equal ones are there once.
public final class Initializers {
  private static final int ALIGNMENT = 4096; // so that runtimes can map them
  private static final int LEAST_OUTSIDE = 1024;

  /// A byte that no text in UTF-8 has.
  private static final byte END = (byte) 0xff;

  private final Map<Key, String> names = new HashMap<>();
  private final List<Constant> all = new ArrayList<>();

  private record Key(Type type, ByteBuffer raw, List<Integer> shape) {}

  private record Constant(String name, Type type, ByteBuffer raw, List<Integer> shape) {
    Protobuf tensor() {
      Protobuf tensor = new Protobuf();
      shape.forEach(extent -> tensor.number(1, extent));
      return tensor.number(2, type.code()).text(8, name);
    }
  }

  /// The name of a constant.
  ///
  /// @param raw its numbers, little-endian, row by row; of texts each with [#END] after it
  /// @param fresh makes a name
  public String name(Type type, byte[] raw, int[] shape, Supplier<String> fresh) {
    Key key = new Key(type, ByteBuffer.wrap(raw), Arrays.stream(shape).boxed().toList());
    return names.computeIfAbsent(
        key,
        _ -> {
          String name = fresh.get();
          all.add(new Constant(name, type, key.raw(), key.shape()));
          return name;
        });
  }

  /// The bytes of all numbers.
  public long size() {
    return all.stream().mapToLong(constant -> constant.raw().capacity()).sum();
  }

  /// Adds the constants to a graph, all of them inside.
  public void within(Protobuf graph) {
    for (Constant constant : all) {
      graph.message(5, inside(constant));
    }
  }

  private static Protobuf inside(Constant constant) {
    Protobuf tensor = constant.tensor();
    byte[] raw = constant.raw().array();
    if (constant.type() != Type.TEXT) {
      return tensor.bytes(9, raw);
    }
    int from = 0;
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == END) {
        tensor.bytes(6, Arrays.copyOfRange(raw, from, i));
        from = i + 1;
      }
    }
    return tensor;
  }

  /// Adds the constants to a graph, the numbers of the large ones as places in another file.
  ///
  /// @param file its name, beside the graph's
  public void beside(Protobuf graph, String file) {
    long at = 0;
    for (Constant constant : all) {
      if (isOutside(constant)) {
        long from = aligned(at);
        graph.message(
            5,
            constant
                .tensor()
                .message(13, entry("location", file))
                .message(13, entry("offset", Long.toString(from)))
                .message(13, entry("length", Integer.toString(constant.raw().capacity())))
                .number(14, 1)); // outside
        at = from + constant.raw().capacity();
      } else {
        graph.message(5, inside(constant));
      }
    }
  }

  /// Writes the numbers of the large constants.
  public void write(OutputStream out) throws IOException {
    long at = 0;
    for (Constant constant : all) {
      if (isOutside(constant)) {
        long from = aligned(at);
        out.write(new byte[(int) (from - at)]);
        out.write(constant.raw().array());
        at = from + constant.raw().capacity();
      }
    }
  }

  private static boolean isOutside(Constant constant) {
    return constant.type() != Type.TEXT && constant.raw().capacity() >= LEAST_OUTSIDE;
  }

  private static long aligned(long at) {
    return Math.ceilDiv(at, ALIGNMENT) * ALIGNMENT;
  }

  private static Protobuf entry(String key, String value) {
    return new Protobuf().text(1, key).text(2, value);
  }

  /// Texts as [#name] takes them.
  public static byte[] raw(List<String> texts) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    for (String text : texts) {
      raw.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      raw.write(END);
    }
    return raw.toByteArray();
  }
}

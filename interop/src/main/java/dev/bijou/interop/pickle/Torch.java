package dev.bijou.interop.pickle;

import dev.bijou.storage.Dtype;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The few functions that make up tensors in a pickle of PyTorch's, as what they mean. Everything else stays a note of a
/// call ([Instance]).
final class Torch {
  private static final int MOST_EXTENTS = 16;

  private static final Map<String, Dtype> STORAGES =
      Map.of(
          "DoubleStorage", Dtype.F64,
          "FloatStorage", Dtype.F32,
          "HalfStorage", Dtype.F16,
          "BFloat16Storage", Dtype.BF16,
          "LongStorage", Dtype.I64,
          "IntStorage", Dtype.I32,
          "ShortStorage", Dtype.I16,
          "CharStorage", Dtype.I8,
          "ByteStorage", Dtype.U8,
          "BoolStorage", Dtype.BOOL);

  private static final Map<String, Dtype> DTYPES =
      Map.of(
          "float64", Dtype.F64,
          "float32", Dtype.F32,
          "float16", Dtype.F16,
          "bfloat16", Dtype.BF16,
          "int64", Dtype.I64,
          "int32", Dtype.I32,
          "int16", Dtype.I16,
          "int8", Dtype.I8,
          "uint8", Dtype.U8,
          "bool", Dtype.BOOL);

  private Torch() {}

  /// The result of a call, where it is one that is understood; otherwise the call.
  static @Nullable Object called(@Nullable Object function, List<Object> arguments) {
    if (!(function instanceof Global(String module, String name))) {
      return new Instance(function == null ? "None" : function, arguments);
    }
    return switch (module + "." + name) {
      case "collections.OrderedDict" -> new Dict();
      case "torch.Size" -> arguments.isEmpty() ? List.of() : arguments.getFirst();
      case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" ->
          arguments.isEmpty() ? null : arguments.getFirst();
      case "torch._utils._rebuild_tensor",
          "torch._utils._rebuild_tensor_v2",
          "torch._utils._rebuild_tensor_v3" ->
          tensor(arguments);
      default -> new Instance(function, arguments);
    };
  }

  /// What a persistent number stands for: `("storage", class, key, place, count)`, or in old files the class of a module,
  /// `("module", class, file, source)`.
  static Object persistent(@Nullable Object id) {
    return id instanceof List<?> parts
            && parts.size() >= 2
            && "module".equals(parts.get(0))
            && parts.get(1) instanceof Global module
        ? module
        : storage(id);
  }

  private static Storage storage(@Nullable Object id) {
    if (id instanceof List<?> parts
        && parts.size() >= 5
        && "storage".equals(parts.get(0))
        && parts.get(1) instanceof Global(String module, String name)
        && parts.get(2) instanceof String key
        && parts.get(4) instanceof Long count
        && count >= 0) {
      if (name.equals("UntypedStorage")) {
        return new Storage(null, key, count);
      }
      Dtype dtype = module.equals("torch") ? STORAGES.get(name) : null;
      if (dtype == null) {
        throw new PickleException(
            "a tensor of %s.%s, but numbers of %s are read"
                .formatted(module, name, "float, half, bfloat16, double and whole types"));
      }
      return new Storage(dtype, key, count);
    }
    throw new PickleException("damaged: something persistent that is no storage of numbers");
  }

  private static TensorView tensor(List<Object> arguments) {
    if (arguments.size() >= 4
        && arguments.get(0) instanceof Storage storage
        && arguments.get(1) instanceof Long offset
        && arguments.get(2) instanceof List<?> size
        && arguments.get(3) instanceof List<?> stride
        && size.size() == stride.size()
        && size.size() <= MOST_EXTENTS) {
      Dtype dtype = storage.dtype();
      long count = storage.count();
      if (dtype == null) {
        dtype = dtype(arguments);
        count /= dtype.bytes();
      }
      int[] extents = new int[size.size()];
      long[] steps = new long[size.size()];
      long last = offset; // the last element of the storage that it has
      for (int i = 0; i < extents.length; i++) {
        if (!(size.get(i) instanceof Long extent)
            || !(stride.get(i) instanceof Long step)
            || extent < 0
            || extent > Integer.MAX_VALUE
            || step < 0
            || step > Integer.MAX_VALUE) {
          throw new PickleException("damaged: a tensor of shape %s".formatted(shown(size)));
        }
        extents[i] = Math.toIntExact(extent);
        steps[i] = step;
        last += Math.max(0, extent - 1) * step;
        if (last < 0 || last >= 1L << 40) {
          throw new PickleException("damaged: a tensor of shape %s".formatted(shown(size)));
        }
      }
      boolean empty = Arrays.stream(extents).anyMatch(extent -> extent == 0);
      if (offset < 0 || !empty && last >= count) {
        throw new PickleException(
            "damaged: a tensor reaches to element %d of its storage, which has %d"
                .formatted(last, count));
      }
      return new TensorView(storage.key(), dtype, count, offset, extents, steps);
    }
    throw new PickleException("damaged: a tensor without storage, offset, size or stride");
  }

  private static Dtype dtype(List<Object> arguments) {
    for (Object argument : arguments) {
      if (argument instanceof Global(String module, String name) && module.equals("torch")) {
        Dtype dtype = DTYPES.get(name);
        if (dtype != null) {
          return dtype;
        }
      }
    }
    throw new PickleException("a tensor whose type of numbers is not said, or not read");
  }

  /// Only numbers: lists may contain themselves.
  private static String shown(List<?> size) {
    StringBuilder text = new StringBuilder("(");
    for (Object extent : size) {
      text.append(text.length() > 1 ? ", " : "").append(extent instanceof Long n ? n : "?");
    }
    return text.append(')').toString();
  }
}

package dev.bijou.interop.container;

import dev.bijou.ModelFileException;
import dev.bijou.interop.pickle.Dict;
import dev.bijou.interop.pickle.Instance;
import dev.bijou.interop.pickle.TensorView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tensors of an unpickled object under the names that they have in a state dictionary: of a state dictionary, of a
/// checkpoint that has one, or of a whole module.
final class Named {
  private static final int DEEPEST = 64;
  private static final int MOST_VISITS = 100_000;

  /// Where checkpoints keep the weights.
  private static final List<String> CONTAINERS =
      List.of("state_dict", "model_state_dict", "model", "flow", "weights");

  /// Attributes of a module whose content is named as if it were the module's own.
  private static final List<String> TRANSPARENT = List.of("_parameters", "_buffers", "_modules");

  private final Map<String, TensorView> found = new LinkedHashMap<>();
  private int visits;

  private Named() {}

  static Map<String, TensorView> of(@Nullable Object root) {
    Named named = new Named();
    named.visit("", root(root), 0);
    if (named.found.isEmpty()) {
      throw new ModelFileException(
          "it holds %s, and no tensors; save what model.state_dict() returns"
              .formatted(what(root)));
    }
    return named.found;
  }

  private static @Nullable Object root(@Nullable Object root) {
    if (root instanceof Dict dict && dict.entries().values().stream().noneMatch(Named::isTensor)) {
      for (String name : CONTAINERS) {
        Object inner = dict.entries().get(name);
        if (inner instanceof Dict || inner instanceof Instance) {
          return inner;
        }
      }
    }
    return root;
  }

  private static boolean isTensor(@Nullable Object value) {
    return value instanceof TensorView;
  }

  private static String what(@Nullable Object root) {
    return switch (root) {
      case null -> "nothing";
      case Instance instance -> "a call of " + instance;
      case Dict _ -> "a dictionary";
      case List<?> _ -> "a list";
      default -> "a plain value";
    };
  }

  private void visit(String name, @Nullable Object value, int depth) {
    if (depth > DEEPEST || ++visits > MOST_VISITS) {
      throw new ModelFileException(
          "damaged, or hostile: what it holds is nested too deeply, or holds itself");
    }
    switch (value) {
      case TensorView view -> found.put(name, view);
      case Dict dict -> visitAll(name, dict, depth);
      case Instance instance -> {
        visitAll(name, instance.items(), depth);
        if (instance.state() instanceof Dict state) {
          for (String part : TRANSPARENT) {
            if (state.entries().get(part) instanceof Object inner) {
              visit(name, inner, depth + 1);
            }
          }
        }
      }
      case null, default -> {}
    }
  }

  private void visitAll(String name, Dict dict, int depth) {
    dict.entries()
        .forEach((key, value) -> visit(name.isEmpty() ? key : name + "." + key, value, depth + 1));
  }
}

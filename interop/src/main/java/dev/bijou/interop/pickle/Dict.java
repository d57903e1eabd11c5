package dev.bijou.interop.pickle;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A dictionary of Python's, in its order. Only texts are kept as keys, and numbers as their texts: other keys may contain
/// themselves.
public final class Dict {
  private final Map<String, @Nullable Object> entries = new LinkedHashMap<>();

  void put(@Nullable Object key, @Nullable Object value) {
    if (key instanceof String || key instanceof Long) {
      entries.put(key.toString(), value);
    }
  }

  /// The entries by key.
  public Map<String, @Nullable Object> entries() {
    return entries;
  }
}

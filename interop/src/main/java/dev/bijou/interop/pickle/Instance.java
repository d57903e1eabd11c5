package dev.bijou.interop.pickle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a pickle wanted to be made by calling something: the call, not made, and what was to be done to its result.
public final class Instance {
  private final Object function;
  private final List<Object> arguments;
  private final Dict items = new Dict();
  private @Nullable Object state;

  Instance(Object function, List<Object> arguments) {
    this.function = function;
    this.arguments = arguments;
  }

  /// What was to be called: a [Global], or something stranger.
  public Object function() {
    return function;
  }

  /// With which arguments.
  public List<Object> arguments() {
    return arguments;
  }

  /// The items that were to be set in it.
  public Dict items() {
    return items;
  }

  /// Its attributes, where it has some.
  public @Nullable Object state() {
    return state;
  }

  void build(@Nullable Object given) {
    state = given;
  }

  @Override
  public String toString() {
    return function instanceof Global global ? global.toString() : "call";
  }
}

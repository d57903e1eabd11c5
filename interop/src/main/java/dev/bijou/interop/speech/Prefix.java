package dev.bijou.interop.speech;

import dev.bijou.interop.container.Weights;

/// What stands before all names of a model that was a part of another when it was written, as in `module.WN.0.start.bias`.
final class Prefix {
  private Prefix() {}

  /// The weights by their own names.
  ///
  /// @param known the end of a name that every such model has
  static Weights without(Weights weights, String known) {
    String found =
        weights.names().stream().filter(name -> name.endsWith(known)).findFirst().orElse(known);
    String prefix = found.substring(0, found.length() - known.length());
    return prefix.isEmpty()
        ? weights
        : weights.renamed(name -> name.startsWith(prefix) ? name.substring(prefix.length()) : name);
  }
}

package dev.bijou.flow;

import dev.bijou.operation.Concatenate;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;

/// Features and a context joined to a new context.
final class Joined {
  private Joined() {}

  /// The features, then those of `more`.
  static Tensor of(Tensor features, Tensor more) {
    return more.features() == 0 ? features : Concatenate.apply(features, more);
  }

  /// The features, then those of the context.
  static Context of(Tensor features, Context context) {
    return switch (context) {
      case Context.None _ -> Context.of(features);
      case Context.Given(Tensor values, _) -> Context.of(Concatenate.apply(features, values));
    };
  }
}

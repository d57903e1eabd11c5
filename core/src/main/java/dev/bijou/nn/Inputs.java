package dev.bijou.nn;

import dev.bijou.operation.Clip;
import dev.bijou.operation.Concatenate;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Tensor;

/// What a conditioner's network sees: the context, then the visible features, clipped so that products stay finite.
final class Inputs {
  private Inputs() {}

  static Tensor of(Context context, Tensor visible) {
    Tensor all =
        switch (context) {
          case Context.None _ -> visible;
          case Context.Given(Tensor values, _) -> Concatenate.apply(values, visible);
        };
    return Clip.apply(Numerics.NETWORK_INPUT, all);
  }
}

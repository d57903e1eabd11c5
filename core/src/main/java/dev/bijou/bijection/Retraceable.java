package dev.bijou.bijection;

import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// A map that can recompute its argument from an image and run again for less than the cost of both directions, as
/// training needs where it keeps images only ([Workspace#rebuilding]).
public interface Retraceable extends Bijection {

  /// Goes back from an image of [#inverse] to its argument and runs the map again, recording: sets x to f(z) and returns
  /// f⁻¹(x).
  ///
  /// @param z the image
  /// @param x where the argument goes, features × lanes
  Mapped retrace(Tensor z, Tensor x, Context context);

  /// [#retrace(Tensor, Tensor, Context)] of any map.
  static Mapped retrace(Bijection map, Tensor z, Tensor x, Context context) {
    if (map instanceof Retraceable retraceable) {
      return retraceable.retrace(z, x, context);
    }
    x.set(Workspace.current().unrecorded(() -> map.forward(z, context)).value());
    return map.inverse(x, context);
  }
}

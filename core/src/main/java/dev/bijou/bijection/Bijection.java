package dev.bijou.bijection;

import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workspace;

/// A differentiable invertible map between the base (z) and the data (x).
///
/// [#forward] runs base → data, [#inverse] runs data → base; training and scoring run the inverse, sampling the
/// forward map. Any input within ±1e30 gives a finite image and a finite log-determinant; images saturate at ±1e30, where
/// the log-determinant is that of the map without saturation.
public interface Bijection extends Trainable {

  /// The number of features of z and of x.
  int features();

  /// The number of context features that the map depends on, 0 for none. A map without any ignores the context.
  default int contextFeatures() {
    return 0;
  }

  /// x = f(z) and log |det ∂x/∂z|, for z of features × lanes.
  ///
  /// @throws IllegalArgumentException if z has other features than this map, or the context does not fit
  Mapped forward(Tensor z, Context context);

  /// z = f⁻¹(x) and log |det ∂z/∂x|, for x of features × lanes.
  ///
  /// @throws IllegalArgumentException if x has other features than this map, or the context does not fit
  Mapped inverse(Tensor x, Context context);

  /// Sets what depends on the data (the mean and scale of a standardization, an ActNorm) from a first batch, once, before
  /// training, and returns the batch's image under [#inverse]. Does nothing else; after loading there is nothing to do.
  default Tensor initialize(Tensor x, Context context) {
    return inverse(x, context).value();
  }

  /// [#initialize] for the map run the other way: sets what depends on the data from a batch of what [#forward] takes, and
  /// returns the batch's image under it.
  default Tensor initializeForward(Tensor z, Context context) {
    return forward(z, context).value();
  }

  /// Sets weights from a batch of the data, after [#initialize], so that learning begins where much is right. Does nothing
  /// where a map has no better beginning than its own.
  default void warmStart(Tensor x, Context context) {}

  /// Goes back from an image of [#inverse] to its argument and runs the map again, recording: sets x to f(z) and returns
  /// f⁻¹(x), as training needs where it keeps images only ([Workspace#rebuilding]). Overridden by maps for which that costs
  /// less than both directions.
  ///
  /// @param z the image
  /// @param x where the argument goes, features × lanes
  default Mapped retrace(Tensor z, Tensor x, Context context) {
    x.set(Workspace.current().unrecorded(() -> forward(z, context)).value());
    return inverse(x, context);
  }

  /// The architecture of this map as data, from which [BijectionSpec#build] makes another one.
  ///
  /// @throws UnsupportedOperationException if the map has no place in the model file (a user's own)
  default BijectionSpec spec() {
    throw new UnsupportedOperationException(
        getClass().getName() + " has no specification, so it cannot be saved");
  }
}

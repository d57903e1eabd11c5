package dev.bijou.nn;

import dev.bijou.operation.Concatenate;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// The map of all couplings, whatever network they have: the first features pass unchanged, and from them the network
/// computes the scalar maps of the others.
///
/// @param features number of features
/// @param passing how many leading features pass unchanged
/// @param forward the map of each other feature to the data
/// @param inverse the same towards the base
/// @param conditioner computes the parameters of these maps from the features that pass, and the context
public record CouplingMap(
    int features, int passing, ElementMap forward, ElementMap inverse, Conditioner conditioner) {

  /// A map of each element by parameters of its own.
  @FunctionalInterface
  public interface ElementMap {
    /// features × lanes and their parameters → the images and the log-determinant.
    Mapped of(Tensor elements, Tensor theta);
  }

  /// x and log |det ∂x/∂z|.
  public Mapped forward(Tensor z, Context given) {
    Shapes.requireFeatures("z", z, "the coupling", features);
    Tensor first = z.rows(0, passing);
    return joined(first, forward.of(rest(z), conditioner.theta(first, given)));
  }

  /// z and log |det ∂z/∂x|.
  public Mapped inverse(Tensor x, Context given) {
    Shapes.requireFeatures("x", x, "the coupling", features);
    Tensor first = x.rows(0, passing);
    return joined(first, inverse.of(rest(x), conditioner.theta(first, given)));
  }

  /// Goes back from z to x, which it sets, and runs the map again. The network runs once for both: what it sees passes
  /// unchanged.
  public Mapped retrace(Tensor z, Tensor x, Context given) {
    Tensor first = x.rows(0, passing);
    first.set(z.rows(0, passing));
    Tensor theta = conditioner.theta(first, given);
    rest(x).set(Workspace.current().unrecorded(() -> forward.of(rest(z), theta)).value());
    return joined(first, inverse.of(rest(x), theta));
  }

  private Tensor rest(Tensor all) {
    return all.rows(passing, features);
  }

  private static Mapped joined(Tensor first, Mapped rest) {
    return new Mapped(Concatenate.apply(first, rest.value()), rest.logDet());
  }
}

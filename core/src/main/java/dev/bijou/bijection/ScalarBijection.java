package dev.bijou.bijection;

import dev.bijou.spec.Specification;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;

/// An increasing scalar map with parameters θ, applied to each feature of each lane ("transformer" in the review of
/// Papamakarios et al., 2021, arXiv:1912.02762).
///
/// All maps here have their closed form on the data's side: [#inverse] (data → base), which training and scoring run,
/// is the plain formula, and [#forward] (base → data) solves it for x. θ = 0 is the identity.
///
/// A scalar map is its own specification: a public record whose components are its fields in the model file.
public interface ScalarBijection {

  /// The number of parameters of one feature.
  int parameterCount();

  /// x and Σ_f log |∂x/∂z|, for z of features × lanes and θ of (features · parameterCount) × lanes, where the
  /// parameters of feature f are the rows f · parameterCount onwards.
  Mapped forward(Tensor z, Tensor theta);

  /// z and Σ_f log |∂z/∂x|, for x of features × lanes and θ as in [#forward].
  Mapped inverse(Tensor x, Tensor theta);

  /// The |x| beyond which the map is the identity for any θ; infinite if there is none.
  default float identityBeyond() {
    return Float.POSITIVE_INFINITY;
  }

  /// The map in a few words.
  default String description() {
    return Specification.kind(getClass());
  }
}

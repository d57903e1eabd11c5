package dev.bijou.bijection;

import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;

/// An increasing scalar map with parameters θ, applied to each feature of each lane ("transformer" in the review of
/// Papamakarios et al., 2021, arXiv:1912.02762).
///
/// All maps here have their closed form on the data's side: [#inverse] (data → base), which training and scoring run,
/// is the plain formula, and [#forward] (base → data) solves it for x. θ = 0 is the identity.
public sealed interface ScalarBijection permits Affine, ScaleShift, RationalQuadraticSpline {

  /// The number of parameters of one feature.
  int parameterCount();

  /// x and Σ_f log |∂x/∂z|, for z of features × lanes and θ of (features · parameterCount) × lanes, where the
  /// parameters of feature f are the rows f · parameterCount onwards.
  Mapped forward(Tensor z, Tensor theta);

  /// z and Σ_f log |∂z/∂x|, for x of features × lanes and θ as in [#forward].
  Mapped inverse(Tensor x, Tensor theta);
}

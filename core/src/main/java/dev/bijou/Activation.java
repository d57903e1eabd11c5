package dev.bijou;

/// The nonlinearities of the networks, elementwise.
public enum Activation {
  /// max(x, 0)
  RELU,
  /// x · sigmoid(x) (Elfwing et al., 2018, arXiv:1702.03118)
  SILU,
  /// tanh(x)
  TANH
}

package dev.bijou.interop.onnx;

import dev.bijou.spec.Specification;

/// What is said of a part of a model that no graph is made of.
final class Unsupported {
  private Unsupported() {}

  /// @param spec of the part
  static UnsupportedOperationException of(Object spec) {
    return new UnsupportedOperationException(
        "%s has no form in ONNX; what Bijou learns from tables has one"
            .formatted(Specification.kind(spec.getClass())));
  }

  /// @param spec of a base without a draw
  static UnsupportedOperationException draw(Object spec) {
    return new UnsupportedOperationException(
        "%s has no draws in ONNX, but scores and latents; normal bases have all of them"
            .formatted(Specification.kind(spec.getClass())));
  }
}

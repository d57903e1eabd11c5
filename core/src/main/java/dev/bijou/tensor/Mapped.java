package dev.bijou.tensor;

/// An image under a bijection.
///
/// @param value features × lanes
/// @param logDet 1 × lanes: log |det| of the Jacobian of the map that was applied, in nats
public record Mapped(Tensor value, Tensor logDet) {

  /// An image under a map that keeps volume: its log-determinants are zeros.
  public static Mapped withoutDeterminant(Tensor value) {
    Tensor zeros = Workspace.current().scratch(1, value.lanes());
    zeros.fill(0);
    return new Mapped(value, zeros);
  }
}

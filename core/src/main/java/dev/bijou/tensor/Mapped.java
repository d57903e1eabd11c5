package dev.bijou.tensor;

/// An image under a bijection.
///
/// @param value features × lanes
/// @param logDet 1 × lanes: log |det| of the Jacobian of the map that was applied, in nats
public record Mapped(Tensor value, Tensor logDet) {}

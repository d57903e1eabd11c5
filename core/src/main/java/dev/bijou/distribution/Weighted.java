package dev.bijou.distribution;

import dev.bijou.tensor.Tensor;

/// Draws with importance weights.
///
/// @param value features × lanes
/// @param logWeight the logarithm of each draw's weight, 1 × lanes; −∞ for one that does not count
public record Weighted(Tensor value, Tensor logWeight) {}

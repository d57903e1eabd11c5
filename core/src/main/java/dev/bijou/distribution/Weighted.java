package dev.bijou.distribution;

import dev.bijou.tensor.Tensor;

/// Draws that stand for a distribution once they are weighted.
///
/// @param value features × lanes
/// @param logWeight the logarithm of each draw's weight, 1 × lanes; −∞ for one that stands for nothing
public record Weighted(Tensor value, Tensor logWeight) {}

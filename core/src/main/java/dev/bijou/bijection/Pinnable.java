package dev.bijou.bijection;

/// The architecture of a map that may leave a value alone that is pinned outside of the boxes of its splines: what stands
/// for an absent value passes through it.
public interface Pinnable extends BijectionSpec {

  /// How the map passes pinned values on.
  ///
  /// @throws IllegalArgumentException if a part of it does not
  Pins pins();
}

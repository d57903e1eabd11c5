package dev.bijou.bijection;

/// The architecture of a map that can pass on unchanged a value that is pinned outside the boxes of its splines, as the
/// stand-in for an absent value is.
public interface Pinnable extends BijectionSpec {

  /// How the map passes pinned values on.
  ///
  /// @throws IllegalArgumentException if a part of it does not
  Pins pins();
}

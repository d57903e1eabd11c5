package dev.bijou.interop.onnx;

import dev.bijou.interop.onnx.Graph.Value;

/// An image under a map.
///
/// @param value rows × features
/// @param logDet the log-determinant of the map, rows × 1 or a number
record Image(Value value, Value logDet) {}

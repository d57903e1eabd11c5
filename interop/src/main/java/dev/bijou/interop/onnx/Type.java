package dev.bijou.interop.onnx;

/// What the elements of a value are.
public enum Type {
  FLOAT(1),
  WHOLE(7),
  TEXT(8),
  TRUTH(9),
  DOUBLE(11);

  private final int code;

  Type(int code) {
    this.code = code;
  }

  /// The number of the type in a model.
  int code() {
    return code;
  }
}

package dev.bijou.tensor;

import java.util.List;

/// All parameters of a model side by side in one array, so that an optimizer steps over one contiguous run.
///
/// Packing moves the values: the parameters keep theirs, at a new place. Gaps for alignment hold zeros.
public final class ParameterPack {
  private final float[] values;

  private ParameterPack(float[] values) {
    this.values = values;
  }

  /// Moves the parameters into one array, in the order given.
  public static ParameterPack of(List<Parameter> parameters) {
    int size = 0;
    for (Parameter parameter : parameters) {
      size = Math.addExact(size, roundUp(parameter.value().size()));
    }
    ParameterPack pack = new ParameterPack(new float[size]);
    int at = 0;
    for (Parameter parameter : parameters) {
      Tensor old = parameter.value();
      parameter.move(pack, Tensor.over(pack.values, at, old.features(), old.lanes()));
      at += roundUp(old.size());
    }
    return pack;
  }

  private static int roundUp(int size) {
    return Math.addExact(size, 15) & -16;
  }

  /// The values of all parameters; a parameter's gradient lies at the same place in an array of the same length.
  public float[] values() {
    return values;
  }

  /// The length of [#values].
  public int size() {
    return values.length;
  }
}

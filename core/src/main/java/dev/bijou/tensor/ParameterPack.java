package dev.bijou.tensor;

import java.util.List;
import java.util.stream.Stream;

/// All parameters of a model side by side in one array, so that an optimizer steps over one contiguous run.
///
/// Packing moves the values to a new place and does not change them. Gaps for alignment hold zeros.
public final class ParameterPack {
  private final float[] values;
  private final int trained;

  private ParameterPack(float[] values, int trained) {
    this.values = values;
    this.trained = trained;
  }

  /// Moves the parameters into one array, in the order given.
  public static ParameterPack of(List<Parameter> parameters) {
    return of(parameters, List.of());
  }

  /// Moves all parameters of a model into one array, and behind them its running averages.
  public static ParameterPack of(Trainable model) {
    return of(model.parameters(), model.averages());
  }

  private static ParameterPack of(List<Parameter> parameters, List<Parameter> averages) {
    int trained = size(parameters);
    int size = Math.addExact(trained, size(averages));
    ParameterPack pack = new ParameterPack(new float[size], trained);
    int at = 0;
    for (Parameter parameter : Stream.concat(parameters.stream(), averages.stream()).toList()) {
      Tensor old = parameter.value();
      parameter.move(pack, Tensor.over(pack.values, at, old.features(), old.lanes()));
      at += roundUp(old.size());
    }
    return pack;
  }

  private static int size(List<Parameter> parameters) {
    int size = 0;
    for (Parameter parameter : parameters) {
      size = Math.addExact(size, roundUp(parameter.value().size()));
    }
    return size;
  }

  private static int roundUp(int size) {
    return Math.addExact(size, 15) & -16;
  }

  /// The values of all parameters; a parameter's gradient lies at the same place in an array of the same length.
  public float[] values() {
    return values;
  }

  /// How many of the first [#values] are trained; the others are running averages.
  public int trained() {
    return trained;
  }

  /// The length of [#values].
  public int size() {
    return values.length;
  }
}

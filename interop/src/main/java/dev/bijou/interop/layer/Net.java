package dev.bijou.interop.layer;

import dev.bijou.Activation;
import dev.bijou.interop.layer.Linear.Row;
import java.util.ArrayList;
import java.util.List;

/// A network that computes the parameters of a layer.
///
/// @param form how the linear maps follow each other
/// @param activation the nonlinearity
/// @param layers the linear maps in the order in which they are applied
public record Net(Form form, Activation activation, List<Linear> layers) {

  /// How linear maps make a network.
  public enum Form {
    /// L_n(act(… act(L_0(x))))
    PERCEPTRON,
    /// h = L_0(x); h ← h + L_{2i}(act(L_{2i−1}(act(h)))) for each block i from 1; L_last(h)
    OPEN_RESIDUAL
  }

  /// Copies the list.
  public Net {
    layers = List.copyOf(layers);
  }

  /// The last linear map.
  public Linear last() {
    return layers.getLast();
  }

  /// The same network with other outputs.
  public Net withOutputs(Row[] rows) {
    Linear last = last();
    return withLayer(layers.size() - 1, last.of(rows, Linear.all(last.inputs())));
  }

  /// The same network with its inputs in another order.
  ///
  /// @param columns the number of the input that each new one is
  public Net withInputs(int[] columns) {
    Linear first = layers.getFirst();
    return withLayer(0, first.of(Linear.all(first.outputs()), columns));
  }

  Net withLayer(int place, Linear layer) {
    List<Linear> changed = new ArrayList<>(layers);
    changed.set(place, layer);
    return new Net(form, activation, changed);
  }

  /// The number of its inputs.
  public int inputs() {
    return layers.getFirst().inputs();
  }

  /// The number of its outputs.
  public int outputs() {
    return last().outputs();
  }
}

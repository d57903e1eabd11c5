package dev.bijou.interop.layer;

import dev.bijou.Activation;
import dev.bijou.interop.layer.Linear.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A network that computes the parameters of a layer.
///
/// @param form how the linear maps follow each other
/// @param activation the nonlinearity
/// @param layers the linear maps in the order in which they are applied
/// @param blocks what else a residual network does in its blocks; null for nothing
public record Net(Form form, Activation activation, List<Linear> layers, @Nullable Blocks blocks) {

  /// How linear maps make a network.
  public enum Form {
    /// L_n(act(… act(L_0(x))))
    PERCEPTRON,
    /// h = L_0(x); h ← h + L_{2i}(act(L_{2i−1}(act(h)))) for each block i from 1; L_last(h)
    OPEN_RESIDUAL
  }

  /// Lines before the blocks of a residual network, and what its context does, as
  /// [dev.bijou.spec.NetworkSpec.ConditionedResidual] has them.
  ///
  /// @param lines of each block
  /// @param context the maps of the context: none, or those of the first layer if it is added, and of each block
  /// @param added whether it is added; otherwise it gates
  public record Blocks(List<Line> lines, List<Linear> context, boolean added) {
    /// Copies the lists.
    public Blocks {
      lines = List.copyOf(lines);
      context = List.copyOf(context);
    }
  }

  /// slope · h + intercept for each unit.
  public record Line(double[] slope, double[] intercept) {}

  /// Copies the list.
  public Net {
    layers = List.copyOf(layers);
  }

  /// A network whose blocks do nothing else.
  public Net(Form form, Activation activation, List<Linear> layers) {
    this(form, activation, layers, null);
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
  /// @param columns the number of the input that each new one is; −1 for one that counts for nothing
  public Net withInputs(int[] columns) {
    Linear first = layers.getFirst();
    return withLayer(0, first.of(Linear.all(first.outputs()), columns));
  }

  Net withLayer(int place, Linear layer) {
    List<Linear> changed = new ArrayList<>(layers);
    changed.set(place, layer);
    return new Net(form, activation, changed, blocks);
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

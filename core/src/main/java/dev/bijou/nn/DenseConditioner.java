package dev.bijou.nn;

import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.util.random.RandomGenerator;

/// A conditioner in which every parameter sees every visible feature and the context: MLP or residual network.
public final class DenseConditioner implements Conditioner {
  private final Network network;
  private final int context;

  /// A network from `visible` features and `context` context features to `parameters` numbers.
  public DenseConditioner(
      NetworkSpec spec, int visible, int context, int parameters, RandomGenerator random) {
    this.context = context;
    this.network = Network.of(spec, Degrees.dense(context + visible, parameters), random);
  }

  @Override
  public Tensor theta(Tensor visible, Context given) {
    given.require(context, visible.lanes());
    return network.apply(Inputs.of(given, visible));
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    network.visit(prefix, visitor);
  }
}

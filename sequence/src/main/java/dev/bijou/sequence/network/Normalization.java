package dev.bijou.sequence.network;

import dev.bijou.operation.LayerNormalization;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workspace;

/// A layer normalization with its gain, which starts as 1, and its shift.
final class Normalization implements Trainable {
  private final Parameter gain; // (features × 1)
  private final Parameter shift; // (features × 1)

  Normalization(int features) {
    Tensor ones = Tensor.zeros(features, 1);
    ones.fill(1);
    this.gain = new Parameter(ones);
    this.shift = new Parameter(Tensor.zeros(features, 1));
  }

  Tensor apply(Tensor x) {
    Workspace workspace = Workspace.current();
    return LayerNormalization.apply(workspace.read(gain), workspace.read(shift), x);
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    visitor.parameter(prefix + "gain", gain);
    visitor.parameter(prefix + "shift", shift);
  }
}

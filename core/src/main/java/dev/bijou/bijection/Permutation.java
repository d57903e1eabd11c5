package dev.bijou.bijection;

import dev.bijou.operation.GatherRows;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Reorders the features: `x[i] = z[order[i]]`. Its log-determinant is 0.
public final class Permutation implements Bijection {
  private final int[] order;
  private final int[] back;

  /// @throws IllegalArgumentException if `order` is no permutation of 0 … features − 1
  public Permutation(List<Integer> order) {
    var checked = new BijectionSpec.Permutation(order);
    this.order = checked.order().stream().mapToInt(Integer::intValue).toArray();
    this.back = new int[this.order.length];
    for (int i = 0; i < back.length; i++) {
      back[this.order[i]] = i;
    }
  }

  @Override
  public int features() {
    return order.length;
  }

  @Override
  public Mapped forward(Tensor z, Context context) {
    return gather(order, z);
  }

  @Override
  public Mapped inverse(Tensor x, Context context) {
    return gather(back, x);
  }

  private Mapped gather(int[] indices, Tensor value) {
    Shapes.requireFeatures("the argument", value, "the permutation", order.length);
    return new Mapped(GatherRows.apply(indices, value), NoDeterminant.of(value));
  }

  @Override
  public BijectionSpec spec() {
    return new BijectionSpec.Permutation(Arrays.stream(order).boxed().toList());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {}
}

package dev.bijou.operation;

import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// `y[i] = x[order[i]]`, feature by feature; `dx[order[i]] += dy[i]`.
public final class GatherRows {
  private GatherRows() {}

  /// x of features × lanes → order.length × lanes. The order is not copied and must not change.
  public static Tensor apply(int[] order, Tensor x) {
    Workspace workspace = Workspace.current();
    Tensor y = workspace.output(order.length, x.lanes(), x.tracked());
    workspace.compute(() -> {
      for (int i = 0; i < order.length; i++) {
        System.arraycopy(x.data(), x.at(order[i]), y.data(), y.at(i), x.lanes());
      }
    });
    workspace.record(
        y,
        () -> {
          for (int i = 0; i < order.length; i++) {
            Add.accumulate(y.gradient().rows(i, i + 1), x.rows(order[i], order[i] + 1));
          }
        });
    return y;
  }
}

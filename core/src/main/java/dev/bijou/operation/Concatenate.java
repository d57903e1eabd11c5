package dev.bijou.operation;

import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// z = the features of x, then those of y.
public final class Concatenate {
  private Concatenate() {}

  /// x of a × lanes and y of b × lanes → (a + b) × lanes.
  public static Tensor apply(Tensor x, Tensor y) {
    Shapes.requireSameLanes("x", x, "y", y);
    Workspace workspace = Workspace.current();
    Tensor z = workspace.output(x.features() + y.features(), x.lanes(), x.tracked() || y.tracked());
    Tensor first = z.rows(0, x.features());
    Tensor last = z.rows(x.features(), z.features());
    workspace.compute(() -> {
      first.set(x);
      last.set(y);
    });
    workspace.record(
        z,
        () -> {
          Add.accumulate(first.gradient(), x);
          Add.accumulate(last.gradient(), y);
        });
    return z;
  }
}

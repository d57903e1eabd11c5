package dev.bijou.operation;

import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// A function of each number that depends on its row, such as between two parameterizations: row r goes through function
/// number r modulo their count.
final class RowMap {
  private RowMap() {}

  /// A differentiable function.
  interface Function {
    double image(double a);

    double slope(double a);
  }

  /// y of the shape of a.
  static Tensor apply(Function[] functions, Tensor a) {
    Workspace workspace = Workspace.current();
    Tensor y = workspace.output(a.features(), a.lanes(), a.tracked());
    workspace.compute(() -> {
      for (int r = 0; r < a.features(); r++) {
        Function function = functions[r % functions.length];
        for (int n = 0; n < a.lanes(); n++) {
          y.data()[y.at(r) + n] = (float) function.image(a.data()[a.at(r) + n]);
        }
      }
    });
    workspace.record(
        y,
        () -> {
          Tensor da = a.gradient();
          Tensor dy = y.gradient();
          for (int r = 0; r < a.features(); r++) {
            Function function = functions[r % functions.length];
            for (int n = 0; n < a.lanes(); n++) {
              da.data()[da.at(r) + n] +=
                  (float) (dy.data()[dy.at(r) + n] * function.slope(a.data()[a.at(r) + n]));
            }
          }
        });
    return y;
  }
}

package dev.bijou.operation;

import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// `y[·, n] = scale · x[·, index[n]]`, lane by lane; `dx[·, index[n]] += scale · dy[·, n]`.
///
/// With a table of features × symbols this is an embedding, and with a lane for each symbol and the symbol of each frame it
/// spreads symbols over frames.
public final class GatherLanes {
  private GatherLanes() {}

  /// x of features × lanes → features × index.length. The index is not copied and must not change.
  ///
  /// @throws IllegalArgumentException if an index is no lane of x
  public static Tensor apply(float scale, int[] index, Tensor x) {
    for (int lane : index) {
      if (lane < 0 || lane >= x.lanes()) {
        throw new IllegalArgumentException(
            "lane %d is asked for, but there are %d".formatted(lane, x.lanes()));
      }
    }
    Workspace workspace = Workspace.current();
    Tensor y = workspace.output(x.features(), index.length, x.tracked());
    workspace.compute(() -> {
      for (int f = 0; f < y.features(); f++) {
        int from = x.at(f);
        int to = y.at(f);
        for (int n = 0; n < index.length; n++) {
          y.data()[to + n] = scale * x.data()[from + index[n]];
        }
      }
    });
    workspace.record(
        y,
        () -> {
          Tensor dy = y.gradient();
          Tensor dx = x.gradient();
          for (int f = 0; f < y.features(); f++) {
            int from = dy.at(f);
            int to = dx.at(f);
            for (int n = 0; n < index.length; n++) {
              dx.data()[to + index[n]] += scale * dy.data()[from + n];
            }
          }
        });
    return y;
  }
}

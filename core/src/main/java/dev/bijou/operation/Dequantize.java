package dev.bijou.operation;

import dev.bijou.random.Noise;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// Spreads values that lie on a grid over their cells while a tape records: y = x + width · (U − ½) with U uniform on
/// (0, 1), dx = dy (Theis et al., 2016, arXiv:1511.01844). Without a tape it is the identity: the centre of the cell.
///
/// The noise is a hash of (seed of the tape, index), the same again for the same seed.
public final class Dequantize {
  private Dequantize() {}

  /// widths of features × 1, 0 for no noise, and x of features × lanes → features × lanes.
  public static Tensor apply(Tensor widths, Tensor x) {
    Shapes.requireFeatures("x", x, "widths", widths.features());
    Workspace workspace = Workspace.current();
    if (!workspace.recording()) {
      return x;
    }
    int seed = workspace.nextSeed();
    Tensor y = workspace.output(x.features(), x.lanes(), x.tracked());
    workspace.compute(() -> compute(seed, widths, x, y));
    workspace.record(y, () -> Add.accumulate(y.gradient(), x));
    return y;
  }

  private static void compute(int seed, Tensor widths, Tensor x, Tensor y) {
    int index = 0;
    for (int f = 0; f < x.features(); f++) {
      float width = widths.get(f, 0);
      for (int n = 0; n < x.lanes(); n++) {
        float uniform = ((Noise.bits(seed, index++) >>> 8) + 0.5f) * 0x1p-24f;
        y.data()[y.at(f) + n] = x.data()[x.at(f) + n] + width * (uniform - 0.5f);
      }
    }
  }
}

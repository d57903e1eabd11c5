package dev.bijou.operation;

import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// Codes as the inputs of a network: a code of a column with K codes becomes K − 1 rows, of which row c is 1 where the
/// code is c, and the others 0. The last code has zeros alone: what stands for anything unseen moves nothing.
///
/// A code is the nearest whole number; what lies outside 0 … K − 1 counts as the last code. Nothing flows back.
public final class OneHot {
  private OneHot() {}

  /// The number of rows for columns with these numbers of codes, Σ (K − 1).
  public static int rows(int[] cardinalities) {
    int rows = 0;
    for (int cardinality : cardinalities) {
      rows += cardinality - 1;
    }
    return rows;
  }

  /// codes of columns × lanes → [#rows] × lanes.
  public static Tensor apply(int[] cardinalities, Tensor codes) {
    Workspace workspace = Workspace.current();
    Tensor y = workspace.scratch(rows(cardinalities), codes.lanes());
    workspace.compute(() -> compute(cardinalities, codes, y));
    return y;
  }

  private static void compute(int[] cardinalities, Tensor codes, Tensor y) {
    y.fill(0);
    int row = 0;
    for (int i = 0; i < cardinalities.length; i++) {
      for (int n = 0; n < codes.lanes(); n++) {
        int code = code(codes.get(i, n), cardinalities[i]);
        if (code < cardinalities[i] - 1) {
          y.data()[y.at(row + code) + n] = 1;
        }
      }
      row += cardinalities[i] - 1;
    }
  }

  /// The code that a number stands for in a column of `cardinality` codes.
  public static int code(float value, int cardinality) {
    int code = Math.round(value); // 0 for NaN, whose lane is marked elsewhere
    return code >= 0 && code < cardinality ? code : cardinality - 1;
  }
}

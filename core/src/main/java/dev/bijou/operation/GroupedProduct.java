package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.kernel.Matrix;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// One small matrix W of k × k for all groups of k features, each of which takes k/2 neighbours from the first half of the
/// features and the k/2 beside them from the second, as Glow-TTS has it (Kim et al., 2020, arXiv:2005.11129):
///
/// ```
/// feature h · F/2 + g · k/2 + s   is number   h · k/2 + s   of group g,   h in {0, 1}, s in 0 … k/2 − 1
/// y_i = Σ_j W_ij x_j in each group       dx_j += Σ_i W_ij dy_i      dW_ij += Σ dy_i x_j over groups and lanes
/// ```
public final class GroupedProduct {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private GroupedProduct() {}

  /// weight of k × k, x of features × lanes → features × lanes.
  ///
  /// @throws IllegalArgumentException if k is odd or the features are no multiple of it
  public static Tensor apply(Tensor weight, Tensor x) {
    int k = weight.features();
    if (weight.lanes() != k) {
      throw new IllegalArgumentException("the weight has shape " + weight.shape());
    }
    if (k % 2 != 0 || x.features() % k != 0) {
      throw new IllegalArgumentException(
          "%d features cannot be divided into groups of %d from two halves"
              .formatted(x.features(), k));
    }
    Workspace workspace = Workspace.current();
    Tensor y = workspace.output(x.features(), x.lanes(), weight.tracked() || x.tracked());
    workspace.compute(() -> {
      y.fill(0);
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < k; j++) {
          KERNELS.addScaledRows(
              weight.data(), weight.at(i) + j, 0, member(j, k, x), member(i, k, y));
        }
      }
    });
    workspace.record(
        y,
        () -> {
          Tensor dy = y.gradient();
          for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
              if (x.tracked()) {
                KERNELS.addScaledRows(
                    weight.data(),
                    weight.at(i) + j,
                    0,
                    member(i, k, dy),
                    member(j, k, x.gradient()));
              }
              if (weight.tracked()) {
                Tensor dw = weight.gradient();
                KERNELS.rowDots(member(i, k, dy), member(j, k, x), dw.data(), dw.at(i) + j, 0);
              }
            }
          }
        });
    return y;
  }

  /// Member number `number` of all groups, groups × lanes.
  private static Matrix member(int number, int k, Tensor x) {
    int half = k / 2;
    int first = number / half * (x.features() / 2) + number % half;
    return new Matrix(x.data(), x.at(first), x.features() / k, x.lanes(), half * x.lanes());
  }
}

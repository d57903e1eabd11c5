package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.kernel.Staircase;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// The matrix W = L·U that [LuMap] applies factor by factor, as one matrix, and its inverse: cheaper where there are many
/// lanes.
///
/// ```
/// W = L U:         dL = dW Uᵀ (below the diagonal)    dU = Lᵀ dW (on and above it)
/// Y = U⁻¹ L⁻¹:     dW = −Yᵀ dY Yᵀ
/// ```
///
/// The inverse is computed in double. To a captured computation both are constants.
public final class LuMatrix {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private LuMatrix() {}

  /// factors of D × D, logScale of D × 1 → W of D × D.
  public static Tensor product(Tensor factors, Tensor logScale) {
    Shapes.requireFeatures("logScale", logScale, "the matrix", factors.features());
    Workspace workspace = Workspace.current();
    int d = factors.features();
    Tensor lower = LuMap.lower(workspace, factors);
    Tensor upper = LuMap.upper(workspace, factors, logScale);
    Tensor w = workspace.output(d, d, factors.tracked() || logScale.tracked());
    KERNELS.linear(lower.matrix(), null, 0, upper.matrix(), w.matrix(), Staircase.full(d, d));
    workspace.record(
        w, () -> addGradients(workspace, factors, logScale, lower, upper, w.gradient()));
    return w;
  }

  /// factors of D × D, logScale of D × 1 → W⁻¹ of D × D.
  public static Tensor inverse(Tensor factors, Tensor logScale) {
    Shapes.requireFeatures("logScale", logScale, "the matrix", factors.features());
    Workspace workspace = Workspace.current();
    int d = factors.features();
    Tensor lower = LuMap.lower(workspace, factors);
    Tensor upper = LuMap.upper(workspace, factors, logScale);
    Tensor y = workspace.output(d, d, factors.tracked() || logScale.tracked());
    invert(lower, upper, y);
    workspace.record(
        y,
        () -> {
          Staircase full = Staircase.full(d, d);
          Tensor right = LuMap.zeros(workspace, d, d); // dY Yᵀ
          KERNELS.linearBackwardWeight(y.gradient().matrix(), y.matrix(), right.matrix(), full);
          Tensor dw = LuMap.zeros(workspace, d, d);
          KERNELS.linearBackwardData(y.matrix(), right.matrix(), dw.matrix(), full);
          for (int i = dw.offset(), end = i + dw.size(); i < end; i++) {
            dw.data()[i] = -dw.data()[i];
          }
          addGradients(workspace, factors, logScale, lower, upper, dw);
        });
    return y;
  }

  private static void addGradients(
      Workspace workspace, Tensor factors, Tensor logScale, Tensor lower, Tensor upper, Tensor dw) {
    int d = factors.features();
    Staircase full = Staircase.full(d, d);
    Tensor dLower = LuMap.zeros(workspace, d, d);
    KERNELS.linearBackwardWeight(dw.matrix(), upper.matrix(), dLower.matrix(), full);
    Tensor dUpper = LuMap.zeros(workspace, d, d);
    KERNELS.linearBackwardData(lower.matrix(), dw.matrix(), dUpper.matrix(), full);
    LuMap.addTriangle(1, dLower, factors, true);
    LuMap.addTriangle(1, dUpper, factors, false);
    if (logScale.tracked()) {
      Tensor gradient = logScale.gradient();
      for (int i = 0; i < d; i++) {
        gradient.data()[gradient.at(i)] += dUpper.get(i, i) * upper.get(i, i);
      }
    }
  }

  /// Substitution in rows: L X = 1, then U Y = X.
  private static void invert(Tensor lower, Tensor upper, Tensor inverse) {
    int d = lower.features();
    double[][] y = new double[d][d];
    for (int i = 0; i < d; i++) {
      y[i][i] = 1;
      for (int j = 0; j < i; j++) {
        addRow(-lower.get(i, j), y[j], y[i], j + 1);
      }
    }
    for (int i = d - 1; i >= 0; i--) {
      for (int j = i + 1; j < d; j++) {
        addRow(-upper.get(i, j), y[j], y[i], d);
      }
      double diagonal = upper.get(i, i);
      for (int k = 0; k < d; k++) {
        y[i][k] /= diagonal;
        inverse.data()[inverse.at(i) + k] = (float) y[i][k];
      }
    }
  }

  private static void addRow(double factor, double[] source, double[] target, int count) {
    for (int k = 0; k < count; k++) {
      target[k] += factor * source[k];
    }
  }
}

package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.kernel.Matrix;
import dev.bijou.kernel.Staircase;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// The product with W = L·U and the solution with it, where one square parameter holds both factors as LAPACK does: L
/// is its strictly lower triangle with a unit diagonal, U its strictly upper triangle with the diagonal exp(logScale).
///
/// ```
/// toBase: z = L (U x)                  du = Lᵀ dz   dL = dz uᵀ   dx = Uᵀ du   dU = du xᵀ      with u = U x
/// toData: x = U⁻¹ (L⁻¹ z)              du = U⁻ᵀ dx  dU = −du xᵀ  dz = L⁻ᵀ du  dL = −dz uᵀ      with u = L⁻¹ z
/// ```
///
/// To a captured computation L and U are constants.
public final class LuMap {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private LuMap() {}

  /// factors of D × D, logScale of D × 1, x of D × lanes → L U x.
  public static Tensor toBase(Tensor factors, Tensor logScale, Tensor x) {
    Shapes.requireFeatures("x", x, "the matrix", factors.features());
    Workspace workspace = Workspace.current();
    boolean tracked = x.tracked() || factors.tracked() || logScale.tracked();
    Tensor lower = lower(workspace, factors);
    Tensor upper = upper(workspace, factors, logScale);
    Tensor u = workspace.scratch(x.features(), x.lanes());
    Tensor z = workspace.output(x.features(), x.lanes(), tracked);
    Staircase full = Staircase.full(x.features(), x.features());
    workspace.compute(() -> {
      KERNELS.linear(upper.matrix(), null, 0, x.matrix(), u.matrix(), full);
      KERNELS.linear(lower.matrix(), null, 0, u.matrix(), z.matrix(), full);
      clip(z);
    });
    workspace.record(
        z,
        () -> {
          Tensor dz = insideOnly(workspace, z);
          Tensor du = zeros(workspace, x.features(), x.lanes());
          KERNELS.linearBackwardData(lower.matrix(), dz.matrix(), du.matrix(), full);
          if (x.tracked()) {
            KERNELS.linearBackwardData(upper.matrix(), du.matrix(), x.gradient().matrix(), full);
          }
          addFactorGradients(workspace, 1, factors, logScale, upper, dz, u, du, x);
        });
    return z;
  }

  /// factors of D × D, logScale of D × 1, z of D × lanes → U⁻¹ L⁻¹ z.
  public static Tensor toData(Tensor factors, Tensor logScale, Tensor z) {
    Shapes.requireFeatures("z", z, "the matrix", factors.features());
    Workspace workspace = Workspace.current();
    boolean tracked = z.tracked() || factors.tracked() || logScale.tracked();
    Tensor lower = lower(workspace, factors);
    Tensor upper = upper(workspace, factors, logScale);
    Tensor u = workspace.scratch(z.features(), z.lanes());
    Tensor x = workspace.output(z.features(), z.lanes(), tracked);
    workspace.compute(() -> {
      u.set(z);
      solve(lower, u, true, false);
      x.set(u);
      solve(upper, x, false, false);
      clip(x);
    });
    workspace.record(
        x,
        () -> {
          Tensor du = insideOnly(workspace, x);
          solve(upper, du, true, true);
          Tensor dz = workspace.scratch(z.features(), z.lanes());
          dz.set(du);
          solve(lower, dz, false, true);
          Add.accumulate(dz, z);
          addFactorGradients(workspace, -1, factors, logScale, upper, dz, u, du, x);
        });
    return x;
  }

  /// dL += sign · a uᵀ below the diagonal; dU += sign · b xᵀ on and above it.
  private static void addFactorGradients(
      Workspace workspace,
      int sign,
      Tensor factors,
      Tensor logScale,
      Tensor upper,
      Tensor a,
      Tensor u,
      Tensor b,
      Tensor x) {
    int d = factors.features();
    Staircase full = Staircase.full(d, d);
    Tensor outer = zeros(workspace, d, d);
    KERNELS.linearBackwardWeight(a.matrix(), u.matrix(), outer.matrix(), full);
    addTriangle(sign, outer, factors, true);
    outer.fill(0);
    KERNELS.linearBackwardWeight(b.matrix(), x.matrix(), outer.matrix(), full);
    addTriangle(sign, outer, factors, false);
    if (logScale.tracked()) {
      Tensor gradient = logScale.gradient();
      for (int i = 0; i < d; i++) {
        gradient.data()[gradient.at(i)] += sign * outer.get(i, i) * upper.get(i, i);
      }
    }
  }

  static void addTriangle(int sign, Tensor outer, Tensor factors, boolean below) {
    if (!factors.tracked()) {
      return;
    }
    Tensor gradient = factors.gradient();
    int d = factors.features();
    for (int i = 0; i < d; i++) {
      int from = below ? 0 : i + 1;
      int to = below ? i : d;
      for (int j = from; j < to; j++) {
        gradient.data()[gradient.at(i) + j] += sign * outer.get(i, j);
      }
    }
  }

  static Tensor lower(Workspace workspace, Tensor factors) {
    int d = factors.features();
    Tensor lower = zeros(workspace, d, d);
    for (int i = 0; i < d; i++) {
      System.arraycopy(factors.data(), factors.at(i), lower.data(), lower.at(i), i);
      lower.data()[lower.at(i) + i] = 1;
    }
    return lower;
  }

  static Tensor upper(Workspace workspace, Tensor factors, Tensor logScale) {
    int d = factors.features();
    Tensor upper = zeros(workspace, d, d);
    for (int i = 0; i < d; i++) {
      System.arraycopy(factors.data(), factors.at(i) + i, upper.data(), upper.at(i) + i, d - i);
      upper.data()[upper.at(i) + i] = (float) Math.exp(logScale.get(i, 0));
    }
    return upper;
  }

  /// Solves T v = v in place by substitution, or Tᵀ v = v; `forward` runs from the first feature to the last.
  private static void solve(Tensor triangle, Tensor v, boolean forward, boolean transposed) {
    int d = triangle.features();
    Matrix rows = v.matrix();
    for (int step = 0; step < d; step++) {
      int i = forward ? step : d - 1 - step;
      int from = forward ? 0 : i + 1;
      int to = forward ? i : d;
      for (int j = from; j < to; j++) {
        float factor = transposed ? triangle.get(j, i) : triangle.get(i, j);
        if (factor != 0) {
          KERNELS.addScaled(-factor, v.data(), rows.at(j), v.data(), rows.at(i), v.lanes());
        }
      }
      float diagonal = triangle.get(i, i);
      for (int n = 0; n < v.lanes(); n++) {
        int at = rows.at(i) + n;
        v.data()[at] = Numerics.clip(v.data()[at] / diagonal);
      }
    }
  }

  private static void clip(Tensor image) {
    float[] data = image.data();
    int at = image.offset();
    KERNELS.clip(-Numerics.IMAGE, Numerics.IMAGE, data, at, data, at, image.size());
  }

  /// The gradient of a clipped image, zero where it was clipped.
  private static Tensor insideOnly(Workspace workspace, Tensor image) {
    Tensor gradient = image.gradient();
    Tensor inside = workspace.scratch(image.features(), image.lanes());
    for (int i = 0; i < image.size(); i++) {
      boolean clipped = Math.abs(image.data()[image.offset() + i]) >= Numerics.IMAGE;
      inside.data()[inside.offset() + i] = clipped ? 0 : gradient.data()[gradient.offset() + i];
    }
    return inside;
  }

  static Tensor zeros(Workspace workspace, int features, int lanes) {
    Tensor zeros = workspace.scratch(features, lanes);
    zeros.fill(0);
    return zeros;
  }
}

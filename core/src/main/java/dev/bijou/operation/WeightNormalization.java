package dev.bijou.operation;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// The weight w = g · v / ‖v‖, row by row (Salimans and Kingma, 2016, arXiv:1602.07868):
///
/// ```
/// dg = ⟨dw, v⟩ / ‖v‖      dv = g / ‖v‖ · (dw − v ⟨dw, v⟩ / ‖v‖²)
/// ```
///
/// A row of zeros stays one. To a captured computation w is a constant.
public final class WeightNormalization {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private WeightNormalization() {}

  /// gain g of out × 1, direction v of out × in → out × in.
  public static Tensor apply(Tensor gain, Tensor direction) {
    Shapes.requireFeatures("gain", gain, "direction", direction.features());
    Workspace workspace = Workspace.current();
    int rows = direction.features();
    int columns = direction.lanes();
    float[] inverse = new float[rows]; // 1 / ‖v‖
    Tensor weight = workspace.output(rows, columns, gain.tracked() || direction.tracked());
    weight.fill(0);
    for (int i = 0; i < rows; i++) {
      double square = KERNELS.squaredNorm(direction.data(), direction.at(i), columns);
      inverse[i] = square > 0 ? (float) (1 / Math.sqrt(square)) : 0;
      addRow(gain.get(i, 0) * inverse[i], direction, i, weight);
    }
    workspace.record(
        weight,
        () -> {
          Tensor dw = weight.gradient();
          float[] dots = new float[rows]; // ⟨dw, v⟩ / ‖v‖
          KERNELS.rowDots(dw.matrix(), direction.matrix(), dots, 0, 1);
          for (int i = 0; i < rows; i++) {
            dots[i] *= inverse[i];
            if (gain.tracked()) {
              gain.gradient().data()[gain.gradient().at(i)] += dots[i];
            }
            if (direction.tracked()) {
              float scale = gain.get(i, 0) * inverse[i];
              addRow(scale, dw, i, direction.gradient());
              addRow(-scale * dots[i] * inverse[i], direction, i, direction.gradient());
            }
          }
        });
    return weight;
  }

  private static void addRow(float factor, Tensor source, int row, Tensor target) {
    KERNELS.addScaled(
        factor, source.data(), source.at(row), target.data(), target.at(row), source.lanes());
  }
}

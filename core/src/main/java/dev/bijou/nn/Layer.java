package dev.bijou.nn;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.kernel.Matrix;
import dev.bijou.kernel.Staircase;
import dev.bijou.operation.Linear;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workspace;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One linear layer, y = W x + b, masked by the degrees of its two sides.
final class Layer implements Trainable {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private final Parameter weight; // (out × in)
  private final Parameter bias; // (out × 1)
  private final int[] rowEnds; // (degree)
  private final int[] columnEnds; // (degree)
  private final Staircase stairs;
  private final @Nullable Staircase[]
      steps; // (degree), the dense block that one degree adds, null if it adds no row

  /// Weights and biases start uniform in ±gain/√(inputs of the unit).
  Layer(int[] rowEnds, int[] columnEnds, int columns, float gain, RandomGenerator random) {
    this.rowEnds = rowEnds;
    this.columnEnds = columnEnds;
    this.stairs = Degrees.stairs(rowEnds, columnEnds, columns);
    this.steps = new Staircase[rowEnds.length];
    for (int degree = 0; degree < steps.length; degree++) {
      int added = rowEnds[degree] - firstRow(degree);
      steps[degree] = added == 0 ? null : Staircase.full(added, columnEnds[degree]);
    }
    int rows = stairs.rows();
    Tensor w = Tensor.zeros(rows, columns);
    Tensor b = Tensor.zeros(rows, 1);
    for (int i = 0; i < rows && Initial.draws(random); i++) {
      float reach = gain / (float) Math.sqrt(Math.max(1, stairs.extent(i)));
      for (int j = 0; j < stairs.extent(i); j++) {
        w.data()[w.at(i) + j] = reach * (2 * random.nextFloat() - 1);
      }
      b.data()[b.at(i)] = reach * (2 * random.nextFloat() - 1);
    }
    this.weight = new Parameter(w);
    this.bias = new Parameter(b);
  }

  Tensor bias() {
    return bias.value();
  }

  int outputs() {
    return stairs.rows();
  }

  /// x of in × lanes → out × lanes.
  Tensor apply(Tensor x) {
    Workspace workspace = Workspace.current();
    Tensor transposed = weight.transposed();
    if (transposed != null && x.lanes() == 1 && !workspace.recording()) {
      return Linear.applyOne(transposed, bias.value(), x, stairs);
    }
    return Linear.apply(workspace.read(weight), workspace.read(bias), x, stairs);
  }

  /// Computes only the rows of one degree, from the columns that degree sees, and returns them as a view of y. Records
  /// nothing.
  Tensor applyDegree(int degree, Tensor x, Tensor y) {
    int from = firstRow(degree);
    int to = rowEnds[degree];
    Tensor rows = y.rows(from, to);
    Staircase step = steps[degree];
    if (step != null) {
      Matrix w = weight.value().matrix().rows(from, to).leadingColumns(columnEnds[degree]);
      Tensor b = bias.value();
      Matrix visible = x.matrix().rows(0, columnEnds[degree]);
      Workspace.current()
          .compute(() -> KERNELS.linear(w, b.data(), b.at(from), visible, rows.matrix(), step));
    }
    return rows;
  }

  int firstRow(int degree) {
    return degree == 0 ? 0 : rowEnds[degree - 1];
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    visitor.parameter(prefix + "weight", weight);
    visitor.parameter(prefix + "bias", bias);
  }
}

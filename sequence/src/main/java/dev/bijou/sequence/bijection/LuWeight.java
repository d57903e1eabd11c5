package dev.bijou.sequence.bijection;

import dev.bijou.operation.FeatureSum;
import dev.bijou.operation.LuMatrix;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workspace;
import java.util.random.RandomGenerator;

/// A square matrix W = L·U with a positive diagonal exp(s) of U, s bounded smoothly by ±7, so that log |det W| = Σ s. It
/// starts as a random rotation (with reflections).
final class LuWeight implements Trainable {
  private static final float LIMIT = 7;

  private final Parameter factors; // (size × size), the diagonal is unused
  private final Parameter rawDiagonal; // (size × 1)

  LuWeight(int size, RandomGenerator random) {
    double[][] lu = Rotation.factored(size, random);
    Tensor f = Tensor.zeros(size, size);
    Tensor d = Tensor.zeros(size, 1);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        f.data()[f.at(i) + j] = i == j ? 0 : (float) lu[i][j];
      }
      double s = Math.clamp(Math.log(lu[i][i]), -0.9 * LIMIT, 0.9 * LIMIT);
      d.data()[i] = (float) (s / (1 - Math.abs(s) / LIMIT)); // the inverse of the soft clip
    }
    this.factors = new Parameter(f);
    this.rawDiagonal = new Parameter(d);
  }

  int size() {
    return rawDiagonal.value().features();
  }

  Tensor matrix() {
    return LuMatrix.product(Workspace.current().read(factors), logDiagonal());
  }

  Tensor inverse() {
    return LuMatrix.inverse(Workspace.current().read(factors), logDiagonal());
  }

  /// factor · log |det W| for each lane, 1 × lanes.
  Tensor logDet(float factor, int lanes) {
    return FeatureSum.apply(factor, logDiagonal(), lanes);
  }

  private Tensor logDiagonal() {
    return Numerics.softClip(LIMIT, Workspace.current().read(rawDiagonal));
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    visitor.parameter(prefix + "factors", factors);
    visitor.parameter(prefix + "rawDiagonal", rawDiagonal);
  }
}

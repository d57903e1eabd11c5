package dev.bijou.bijection;

import dev.bijou.operation.Clip;
import dev.bijou.operation.Convolution;
import dev.bijou.operation.FeatureSum;
import dev.bijou.operation.LuMatrix;
import dev.bijou.operation.Saturation;
import dev.bijou.operation.SoftClip;
import dev.bijou.operation.Taps;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.random.RandomGenerator;

/// The invertible 1×1 convolution z = W x (Kingma and Dhariwal, 2018, arXiv:1807.03039), with W = L·U as [LuLinear] has it,
/// so that log |det| is a sum and always finite; it starts as a random rotation (with reflections).
///
/// Both directions are one product: meant for many lanes, where the inverse of W is cheap beside them.
public final class InvertibleConvolution implements Bijection {
  private static final float LIMIT = 7;

  private final Parameter factors; // (features × features), the diagonal is unused
  private final Parameter rawDiagonal; // (features × 1)

  /// A random rotation drawn from a generator.
  public InvertibleConvolution(int features, RandomGenerator random) {
    double[][] lu = Rotation.factored(features, random);
    Tensor f = Tensor.zeros(features, features);
    Tensor d = Tensor.zeros(features, 1);
    for (int i = 0; i < features; i++) {
      for (int j = 0; j < features; j++) {
        f.data()[f.at(i) + j] = i == j ? 0 : (float) lu[i][j];
      }
      double s = Math.clamp(Math.log(lu[i][i]), -0.9 * LIMIT, 0.9 * LIMIT);
      d.data()[i] = (float) (s / (1 - Math.abs(s) / LIMIT)); // the inverse of the soft clip
    }
    this.factors = new Parameter(f);
    this.rawDiagonal = new Parameter(d);
  }

  @Override
  public int features() {
    return rawDiagonal.value().features();
  }

  @Override
  public Mapped forward(Tensor z, Context context) {
    Shapes.requireFeatures("z", z, "the convolution", features());
    Workspace workspace = Workspace.current();
    Tensor logDiagonal = SoftClip.apply(LIMIT, workspace.read(rawDiagonal));
    Tensor inverse = LuMatrix.inverse(workspace.read(factors), logDiagonal);
    return new Mapped(product(inverse, z), FeatureSum.apply(-1, logDiagonal, z.lanes()));
  }

  @Override
  public Mapped inverse(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the convolution", features());
    Workspace workspace = Workspace.current();
    Tensor logDiagonal = SoftClip.apply(LIMIT, workspace.read(rawDiagonal));
    Tensor w = LuMatrix.product(workspace.read(factors), logDiagonal);
    return new Mapped(product(w, x), FeatureSum.apply(1, logDiagonal, x.lanes()));
  }

  private Tensor product(Tensor matrix, Tensor x) {
    Tensor none = Workspace.current().scratch(features(), 1);
    none.fill(0);
    return Clip.apply(Saturation.IMAGE, Convolution.apply(Taps.one(), matrix, none, x, 1));
  }

  @Override
  public BijectionSpec spec() {
    return new BijectionSpec.InvertibleConvolution(features());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    visitor.parameter(prefix + "factors", factors);
    visitor.parameter(prefix + "rawDiagonal", rawDiagonal);
  }
}

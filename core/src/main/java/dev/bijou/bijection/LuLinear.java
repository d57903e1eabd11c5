package dev.bijou.bijection;

import dev.bijou.operation.FeatureSum;
import dev.bijou.operation.LuMap;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.random.RandomGenerator;

/// z = L U x with L unit lower triangular and U upper triangular with a positive diagonal exp(s), so the determinant
/// is a sum (Kingma and Dhariwal, 2018, arXiv:1807.03039; Oliva et al., 2018, arXiv:1801.09819). Starts as the identity.
///
/// The log-diagonal s = a / (1 + |a| / 7) is bounded smoothly. Scoring multiplies, sampling solves by substitution.
public final class LuLinear implements Bijection {
  private static final float LIMIT = 7;

  private final Parameter
      factors; // (features × features), L below and U above the diagonal, which is unused
  private final Parameter rawDiagonal; // (features × 1)

  /// The identity.
  public LuLinear(int features) {
    this.factors = new Parameter(Tensor.zeros(features, features));
    this.rawDiagonal = new Parameter(Tensor.zeros(features, 1));
  }

  @Override
  public int features() {
    return rawDiagonal.value().features();
  }

  @Override
  public Mapped forward(Tensor z, Context context) {
    Workspace workspace = Workspace.current();
    Tensor logDiagonal = Numerics.softClip(LIMIT, workspace.read(rawDiagonal));
    Tensor x = LuMap.toData(workspace.read(factors), logDiagonal, z);
    return new Mapped(x, FeatureSum.apply(-1, logDiagonal, z.lanes()));
  }

  @Override
  public Mapped inverse(Tensor x, Context context) {
    Workspace workspace = Workspace.current();
    Tensor logDiagonal = Numerics.softClip(LIMIT, workspace.read(rawDiagonal));
    Tensor z = LuMap.toBase(workspace.read(factors), logDiagonal, x);
    return new Mapped(z, FeatureSum.apply(1, logDiagonal, x.lanes()));
  }

  /// Sets the map to one that makes the features of a batch uncorrelated and of variance 1, see [Whitening].
  public void whiten(Tensor x) {
    Shapes.requireFeatures("x", x, "the map", features());
    double[][] whitening = Whitening.of(x);
    for (int i = 0; i < features(); i++) {
      for (int j = 0; j < i; j++) {
        factors.value().data()[factors.value().at(i) + j] =
            (float) (whitening[i][j] / whitening[j][j]);
      }
      double s = Math.clamp(Math.log(whitening[i][i]), -0.9 * LIMIT, 0.9 * LIMIT);
      double raw = s / (1 - Math.abs(s) / LIMIT); // the inverse of the soft clip
      rawDiagonal.value().data()[rawDiagonal.value().at(i)] = (float) raw;
    }
  }

  @Override
  public BijectionSpec spec() {
    return new Spec(features());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    visitor.parameter(prefix + "factors", factors);
    visitor.parameter(prefix + "rawDiagonal", rawDiagonal);
  }

  /// The architecture as data.
  ///
  /// @param features number of features
  public record Spec(int features) implements BijectionSpec {
    public Spec {
      Ranges.requireFeatures(features);
    }

    @Override
    public Bijection build(RandomGenerator random) {
      return new LuLinear(features);
    }

    @Override
    public double size() {
      return (double) features * features;
    }

    @Override
    public List<String> description() {
      return List.of("linear, LU-factored");
    }
  }
}

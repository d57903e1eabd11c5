package dev.bijou.documentation;

import dev.bijou.bijection.Bijection;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.random.RandomGenerator;

/// z = sinh(δ · asinh x) for each feature, with a trained tail weight δ = exp(s): below 1 the data have heavier tails
/// than the base, above 1 lighter ones (Jones and Pewsey, 2009, Biometrika 96(4), without their skewness).
///
/// The log-weight s = a / (1 + |a| / 2) is bounded smoothly. Starts as the identity.
public final class SinhArcsinh implements Bijection {
  private static final float LIMIT = 2;

  private final Parameter rawTail; // (features × 1), before the soft clip

  SinhArcsinh(int features) {
    this.rawTail = new Parameter(Tensor.zeros(features, 1));
  }

  @Override
  public int features() {
    return rawTail.value().features();
  }

  @Override
  public Mapped forward(Tensor z, Context context) {
    return map(-1, z);
  }

  @Override
  public Mapped inverse(Tensor x, Context context) {
    return map(1, x);
  }

  private Mapped map(int sign, Tensor x) {
    Shapes.requireFeatures("the argument", x, "the map", features());
    Tensor s = Numerics.softClip(LIMIT, Workspace.current().read(rawTail));
    return SinhArcsinhMap.apply(sign, s, x);
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    visitor.parameter(prefix + "rawTail", rawTail);
  }

  @Override
  public BijectionSpec spec() {
    return new Spec(features());
  }

  /// The architecture as data.
  ///
  /// @param features number of features
  public record Spec(int features) implements BijectionSpec {
    public Spec {
      if (features < 1) {
        throw new IllegalArgumentException("features is " + features + ", but must be at least 1");
      }
    }

    @Override
    public Bijection build(RandomGenerator random) {
      return new SinhArcsinh(features);
    }

    @Override
    public double size() {
      return features;
    }
  }
}

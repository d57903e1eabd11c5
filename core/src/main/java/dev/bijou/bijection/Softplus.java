package dev.bijou.bijection;

import dev.bijou.operation.SoftplusMap;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;

/// x = log(1 + exp(z)) for each feature: positive data.
///
/// Data at or below 1e-30 are taken as 1e-30, where z = −69.1.
///
/// @param features number of features
public record Softplus(int features) implements Bijection {

  @Override
  public Mapped forward(Tensor z, Context context) {
    Shapes.requireFeatures("z", z, "softplus", features);
    return SoftplusMap.toData(z);
  }

  @Override
  public Mapped inverse(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "softplus", features);
    return SoftplusMap.toBase(x);
  }

  @Override
  public BijectionSpec spec() {
    return new Spec(features);
  }

  @Override
  public void visit(String prefix, Visitor visitor) {}

  /// The architecture as data.
  ///
  /// @param features number of features
  public record Spec(int features) implements BijectionSpec {
    public Spec {
      Ranges.requireFeatures(features);
    }

    @Override
    public Bijection build(RandomGenerator random) {
      return new Softplus(features);
    }

    @Override
    public double size() {
      return 0;
    }

    @Override
    public List<String> description() {
      return List.of("softplus");
    }
  }
}

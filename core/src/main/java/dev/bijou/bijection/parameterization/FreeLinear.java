package dev.bijou.bijection.parameterization;

import dev.bijou.bijection.Bijection;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.operation.Clip;
import dev.bijou.operation.Convolution;
import dev.bijou.operation.MatrixInverse;
import dev.bijou.operation.Taps;
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

/// A linear map z = W x of any invertible W, as other libraries learn it (Kingma and Dhariwal, 2018, arXiv:1807.03039); of
/// sequences, an invertible 1×1 convolution.
///
/// An [dev.bijou.bijection.LuLinear] cannot become singular and costs less for few lanes; it has no matrix whose pivots are negative. This one
/// starts as the identity, and its determinant and inverse are computed in double once for a batch.
public final class FreeLinear implements Bijection {
  private final Parameter weight; // (features × features)

  /// The identity.
  public FreeLinear(int features) {
    Tensor w = Tensor.zeros(features, features);
    for (int i = 0; i < features; i++) {
      w.data()[w.at(i) + i] = 1;
    }
    this.weight = new Parameter(w);
  }

  @Override
  public int features() {
    return weight.value().features();
  }

  @Override
  public Mapped forward(Tensor z, Context context) {
    Shapes.requireFeatures("z", z, "the map", features());
    Tensor w = Workspace.current().read(weight);
    Tensor inverse = Workspace.current().once(this, () -> MatrixInverse.apply(w));
    return new Mapped(product(inverse, z), MatrixInverse.logDeterminant(-1, w, z.lanes()));
  }

  @Override
  public Mapped inverse(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the map", features());
    Tensor w = Workspace.current().read(weight);
    return new Mapped(product(w, x), MatrixInverse.logDeterminant(1, w, x.lanes()));
  }

  private Tensor product(Tensor matrix, Tensor x) {
    Tensor none = Workspace.current().scratch(features(), 1);
    none.fill(0);
    return Clip.apply(Numerics.IMAGE, Convolution.apply(Taps.one(), matrix, none, x, 1));
  }

  @Override
  public BijectionSpec spec() {
    return new Spec(features());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    visitor.parameter(prefix + "weight", weight);
  }

  /// The architecture as data.
  ///
  /// @param features number of features
  public record Spec(int features) implements BijectionSpec {
    /// @throws IllegalArgumentException if the number is out of range
    public Spec {
      Ranges.requireFeatures(features);
    }

    @Override
    public Bijection build(RandomGenerator random) {
      return new FreeLinear(features);
    }

    @Override
    public double size() {
      return (double) features * features;
    }

    @Override
    public List<String> description() {
      return List.of("linear, of a free matrix");
    }
  }
}

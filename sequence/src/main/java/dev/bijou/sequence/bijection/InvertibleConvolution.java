package dev.bijou.sequence.bijection;

import dev.bijou.bijection.Bijection;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.operation.Clip;
import dev.bijou.operation.Convolution;
import dev.bijou.operation.Taps;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.random.RandomGenerator;

/// The invertible 1×1 convolution z = W x (Kingma and Dhariwal, 2018, arXiv:1807.03039), with W = L·U as [dev.bijou.bijection.LuLinear] has it,
/// so that log |det| is a sum and always finite; it starts as a random rotation (with reflections).
///
/// Both directions are one product: meant for many lanes, where the inverse of W is cheap beside them.
public final class InvertibleConvolution implements Bijection {
  private final LuWeight weight;

  /// A random rotation drawn from a generator.
  public InvertibleConvolution(int features, RandomGenerator random) {
    this.weight = new LuWeight(features, random);
  }

  @Override
  public int features() {
    return weight.size();
  }

  @Override
  public Mapped forward(Tensor z, Context context) {
    Shapes.requireFeatures("z", z, "the convolution", features());
    return new Mapped(product(weight.inverse(), z), weight.logDet(-1, z.lanes()));
  }

  @Override
  public Mapped inverse(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the convolution", features());
    return new Mapped(product(weight.matrix(), x), weight.logDet(1, x.lanes()));
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
    weight.visit(prefix, visitor);
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
      return new InvertibleConvolution(features, random);
    }

    @Override
    public double size() {
      return (double) features * features;
    }

    @Override
    public List<String> description() {
      return List.of("invertible 1×1 convolution");
    }
  }
}

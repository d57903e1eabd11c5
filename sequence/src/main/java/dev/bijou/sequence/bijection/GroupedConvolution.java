package dev.bijou.sequence.bijection;

import dev.bijou.bijection.Bijection;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.operation.Clip;
import dev.bijou.operation.GroupedProduct;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;

/// The invertible 1×1 convolution of Glow-TTS (Kim et al., 2020, arXiv:2005.11129): one small matrix W = L·U mixes each group
/// of features, half of which come from the first half of all and half from the second, see [GroupedProduct]. So
/// log |det| is that of W for each group. It starts as a random rotation (with reflections).
public final class GroupedConvolution implements Bijection {
  private final int features;
  private final LuWeight weight;

  /// A random rotation drawn from a generator.
  ///
  /// @param group features in a group; even, and a divisor of the features
  /// @throws IllegalArgumentException if the features cannot be divided so
  public GroupedConvolution(int features, int group, RandomGenerator random) {
    var checked = new Spec(features, group);
    this.features = checked.features();
    this.weight = new LuWeight(group, random);
  }

  @Override
  public int features() {
    return features;
  }

  @Override
  public Mapped forward(Tensor z, Context context) {
    Shapes.requireFeatures("z", z, "the convolution", features);
    return new Mapped(product(weight.inverse(), z), weight.logDet(-groups(), z.lanes()));
  }

  @Override
  public Mapped inverse(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the convolution", features);
    return new Mapped(product(weight.matrix(), x), weight.logDet(groups(), x.lanes()));
  }

  private int groups() {
    return features / weight.size();
  }

  private static Tensor product(Tensor matrix, Tensor x) {
    return Clip.apply(Numerics.IMAGE, GroupedProduct.apply(matrix, x));
  }

  @Override
  public BijectionSpec spec() {
    return new Spec(features, weight.size());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    weight.visit(prefix, visitor);
  }

  /// The architecture as data.
  ///
  /// @param features number of features
  /// @param group features that are mixed with each other; even, and a divisor of the features
  public record Spec(int features, int group) implements BijectionSpec {
    /// @throws IllegalArgumentException if the features cannot be divided so
    public Spec {
      Ranges.requireFeatures(features);
      if (group < 2 || group % 2 != 0 || features % group != 0) {
        throw new IllegalArgumentException(
            "group is %d, but must be even and a divisor of the %d features"
                .formatted(group, features));
      }
    }

    @Override
    public Bijection build(RandomGenerator random) {
      return new GroupedConvolution(features, group, random);
    }

    @Override
    public double size() {
      return (double) group * group;
    }

    @Override
    public List<String> description() {
      return List.of("invertible 1×1 convolution in groups of " + group);
    }
  }
}

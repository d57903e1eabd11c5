package dev.bijou.bijection;

import dev.bijou.operation.Clip;
import dev.bijou.operation.GroupedProduct;
import dev.bijou.operation.Saturation;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
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
    var checked = new BijectionSpec.GroupedConvolution(features, group);
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
    return Clip.apply(Saturation.IMAGE, GroupedProduct.apply(matrix, x));
  }

  @Override
  public BijectionSpec spec() {
    return new BijectionSpec.GroupedConvolution(features, weight.size());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    weight.visit(prefix, visitor);
  }
}

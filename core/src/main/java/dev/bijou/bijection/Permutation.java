package dev.bijou.bijection;

import dev.bijou.bijection.BijectionSpec.Pins;
import dev.bijou.operation.GatherRows;
import dev.bijou.spec.support.Outline;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Reorders the features: `x[i] = z[order[i]]`. Its log-determinant is 0.
public final class Permutation implements Bijection {
  private final int[] order;
  private final int[] back;

  /// @throws IllegalArgumentException if `order` is no permutation of 0 … features − 1
  public Permutation(List<Integer> order) {
    var checked = new Spec(order);
    this.order = checked.order().stream().mapToInt(Integer::intValue).toArray();
    this.back = new int[this.order.length];
    for (int i = 0; i < back.length; i++) {
      back[this.order[i]] = i;
    }
  }

  @Override
  public int features() {
    return order.length;
  }

  @Override
  public Mapped forward(Tensor z, Context context) {
    return gather(order, z);
  }

  @Override
  public Mapped inverse(Tensor x, Context context) {
    return gather(back, x);
  }

  private Mapped gather(int[] indices, Tensor value) {
    Shapes.requireFeatures("the argument", value, "the permutation", order.length);
    return Mapped.withoutDeterminant(GatherRows.apply(indices, value));
  }

  @Override
  public BijectionSpec spec() {
    return new Spec(Arrays.stream(order).boxed().toList());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {}

  /// The architecture as data.
  ///
  /// @param order for each feature of x, the feature of z it is; a permutation of 0 … features − 1
  public record Spec(List<Integer> order) implements BijectionSpec {
    private static final int SHOWN = 12; // features, in a description

    /// @throws IllegalArgumentException if `order` is no permutation
    public Spec {
      order = List.copyOf(order);
      Ranges.requireFeatures(order.size());
      boolean[] seen = new boolean[order.size()];
      for (int i : order) {
        if (i < 0 || i >= seen.length || seen[i]) {
          throw new IllegalArgumentException(
              "order " + order + " is no permutation of 0 … " + (seen.length - 1));
        }
        seen[i] = true;
      }
    }

    @Override
    public int features() {
      return order.size();
    }

    @Override
    public Bijection build(RandomGenerator random) {
      return new Permutation(order);
    }

    @Override
    public double size() {
      return 0;
    }

    @Override
    public List<String> description() {
      return List.of(
          "permutation "
              + (order.size() <= SHOWN ? order : "of " + Outline.features(order.size())));
    }

    @Override
    public Pins pins() {
      return new Pins(0, order);
    }
  }
}

package dev.bijou.bijection;

import dev.bijou.operation.LogitMap;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;

/// z = log(u / (1 − u)) with u = (x − low) / (high − low) for each feature: data in a range.
///
/// u is clipped to [1e-6, 1 − 1e-6]; data outside the range are taken as its nearer end.
///
/// @param low the lower end of each feature's range
/// @param high the upper end of each feature's range
public record Logit(List<Float> low, List<Float> high) implements Bijection {

  /// @throws IllegalArgumentException if the lists differ in length or a range is empty or not finite
  public Logit {
    var checked = new Spec(low, high);
    low = checked.low();
    high = checked.high();
  }

  @Override
  public int features() {
    return low.size();
  }

  @Override
  public Mapped forward(Tensor z, Context context) {
    Shapes.requireFeatures("z", z, "logit", features());
    return LogitMap.toData(low, high, z);
  }

  @Override
  public Mapped inverse(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "logit", features());
    return LogitMap.toBase(low, high, x);
  }

  @Override
  public BijectionSpec spec() {
    return new Spec(low, high);
  }

  @Override
  public void visit(String prefix, Visitor visitor) {}

  /// The architecture as data.
  ///
  /// @param low the lower end of each feature's range
  /// @param high the upper end of each feature's range
  public record Spec(List<Float> low, List<Float> high) implements BijectionSpec {
    /// @throws IllegalArgumentException if the lists differ in length or a range is empty or not finite
    public Spec {
      low = List.copyOf(low);
      high = List.copyOf(high);
      Ranges.requireFeatures(low.size());
      Shapes.requireRanges(low, high);
    }

    @Override
    public int features() {
      return low.size();
    }

    @Override
    public Bijection build(RandomGenerator random) {
      return new Logit(low, high);
    }

    @Override
    public double size() {
      return 0;
    }

    @Override
    public List<String> description() {
      return List.of("logit");
    }
  }
}

package dev.bijou.distribution;

import dev.bijou.operation.UniformBoxLogProb;
import dev.bijou.spec.support.Outline;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.random.RandomGenerator;

/// Independent features, each uniform on its range but for a share ε = 1e-6, which lies in Pareto tails beyond the two
/// ends, so that the density is normalized and yet positive everywhere. With the width w and the distance d from the
/// range:
///
/// ```
/// p(x_f) = (1 − ε) / w inside,   (ε / 2w) / (1 + d/w)² outside
/// ```
///
/// @param low the lower end of each feature's range
/// @param high the upper end of each feature's range
public record UniformBox(List<Float> low, List<Float> high) implements Cumulative {
  private static final double TAIL_SHARE = 1e-6;

  /// @throws IllegalArgumentException if the lists differ in length or a range is empty or not finite
  public UniformBox {
    Spec checked = new Spec(low, high);
    low = checked.low();
    high = checked.high();
  }

  @Override
  public int features() {
    return low.size();
  }

  @Override
  public int contextFeatures() {
    return 0;
  }

  @Override
  public Tensor logProb(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the distribution", features());
    context.require(0, x.lanes());
    return UniformBoxLogProb.apply(TAIL_SHARE, column(low), column(high), x);
  }

  private static Tensor column(List<Float> values) {
    Tensor column = Workspace.current().scratch(values.size(), 1);
    for (int f = 0; f < values.size(); f++) {
      column.data()[column.at(f)] = values.get(f);
    }
    return column;
  }

  @Override
  public Tensor sample(int lanes, Context context, RandomGenerator random) {
    context.require(0, lanes);
    Tensor x = Workspace.current().scratch(features(), lanes);
    for (int n = 0; n < lanes; n++) {
      for (int f = 0; f < features(); f++) {
        x.data()[x.at(f) + n] =
            Univariate.saturated(quantile(Univariate.open(random), low.get(f), high.get(f)));
      }
    }
    return x;
  }

  @Override
  public Tensor cdf(Tensor x, Context context) {
    return Univariate.cdf(this, x, context, v -> cdf(v, low.getFirst(), high.getFirst()));
  }

  @Override
  public Tensor quantile(Tensor p, Context context) {
    return Univariate.quantile(this, p, context, v -> quantile(v, low.getFirst(), high.getFirst()));
  }

  private static double cdf(double x, double low, double high) {
    double width = high - low;
    if (x < low) {
      return TAIL_SHARE / 2 / (1 + (low - x) / width);
    }
    if (x > high) {
      return 1 - TAIL_SHARE / 2 / (1 + (x - high) / width);
    }
    return TAIL_SHARE / 2 + (1 - TAIL_SHARE) * ((x - low) / width);
  }

  private static double quantile(double p, double low, double high) {
    double width = high - low;
    if (p < TAIL_SHARE / 2) {
      return p < 0 ? Double.NaN : low - width * (TAIL_SHARE / (2 * p) - 1);
    }
    if (p > 1 - TAIL_SHARE / 2) {
      return p > 1 ? Double.NaN : high + width * (TAIL_SHARE / (2 * (1 - p)) - 1);
    }
    return low + width * ((p - TAIL_SHARE / 2) / (1 - TAIL_SHARE));
  }

  @Override
  public DistributionSpec spec() {
    return new Spec(low, high);
  }

  @Override
  public void visit(String prefix, Visitor visitor) {}

  /// The architecture as data.
  ///
  /// @param low the lower end of each feature's range
  /// @param high the upper end of each feature's range
  public record Spec(List<Float> low, List<Float> high) implements DistributionSpec {
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
    public Distribution build(RandomGenerator random) {
      return new UniformBox(low, high);
    }

    @Override
    public double size() {
      return 0;
    }

    @Override
    public List<String> description() {
      return List.of("uniform on a box, " + Outline.features(features()));
    }
  }
}

package dev.bijou.distribution;

import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.kernel.Activation;
import dev.bijou.nn.NetworkSpec;
import java.util.List;
import java.util.stream.IntStream;

/// Small distributions of mixed rows.
final class MixedExamples {
  private static final NetworkSpec NETWORK = new NetworkSpec.Residual(12, 1, Activation.TANH, 0);
  private static final List<Integer> CARDINALITIES = List.of(3, 2);

  private MixedExamples() {}

  static DistributionSpec.Categorical categorical(List<Integer> cardinalities, int context) {
    return new DistributionSpec.Categorical(cardinalities, context, NETWORK, 0.01f);
  }

  /// Three values given two codes: one always there, one that needs the first code to be 0, one the second.
  static DistributionSpec.Values values(int context) {
    MixedLayout layout =
        new MixedLayout(
            CARDINALITIES,
            List.of(
                MixedLayout.Value.continuous(),
                new MixedLayout.Value(0, 0),
                new MixedLayout.Value(1, 0)));
    return values(layout, context);
  }

  static DistributionSpec.Mixed mixed(int context) {
    return new DistributionSpec.Mixed(categorical(CARDINALITIES, context), values(context));
  }

  /// Three spline layers for the values of a layout, whose orders differ and do not end where they began.
  static DistributionSpec.Values values(MixedLayout layout, int context) {
    int count = layout.values().size();
    int seen = context + layout.cardinalities().stream().mapToInt(k -> k - 1).sum();
    BijectionSpec layer =
        new BijectionSpec.MaskedAutoregressive(
            count, seen, NETWORK, RationalQuadraticSpline.of(4, 3));
    List<Integer> turned = IntStream.range(0, count).mapToObj(i -> (i + 1) % count).toList();
    return new DistributionSpec.Values(
        layout,
        context,
        new BijectionSpec.Chain(
            List.of(
                layer,
                new BijectionSpec.Permutation(turned),
                layer,
                new BijectionSpec.Inverted(new BijectionSpec.Permutation(turned.reversed())),
                new BijectionSpec.Coupling(
                    count, count / 2, seen, NETWORK, RationalQuadraticSpline.of(3, 2)))));
  }
}

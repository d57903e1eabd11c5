package dev.bijou.flow;

import dev.bijou.Activation;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Coupling;
import dev.bijou.bijection.Inverted;
import dev.bijou.bijection.MaskedAutoregressive;
import dev.bijou.bijection.Permutation;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.distribution.Categorical;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.spec.NetworkSpec;
import java.util.List;
import java.util.stream.IntStream;

/// Small distributions of mixed rows.
public final class MixedExamples {
  private static final NetworkSpec NETWORK = new NetworkSpec.Residual(12, 1, Activation.TANH, 0);
  private static final List<Integer> CARDINALITIES = List.of(3, 2);

  private MixedExamples() {}

  public static Categorical.Spec categorical(List<Integer> cardinalities, int context) {
    return new Categorical.Spec(cardinalities, context, NETWORK, 0.01f);
  }

  /// Three values given two codes: one always there, one that needs the first code to be 0, one the second.
  public static Values.Spec values(int context) {
    MixedLayout layout =
        new MixedLayout(
            CARDINALITIES,
            List.of(
                MixedLayout.Value.continuous(),
                new MixedLayout.Value(0, 0),
                new MixedLayout.Value(1, 0)));
    return values(layout, context);
  }

  public static Mixed.Spec mixed(int context) {
    return new Mixed.Spec(categorical(CARDINALITIES, context), values(context));
  }

  /// Three spline layers for the values of a layout, whose orders differ and do not end where they began.
  public static Values.Spec values(MixedLayout layout, int context) {
    int count = layout.values().size();
    int seen = context + layout.cardinalities().stream().mapToInt(k -> k - 1).sum();
    BijectionSpec layer =
        new MaskedAutoregressive.Spec(count, seen, NETWORK, RationalQuadraticSpline.of(4, 3));
    List<Integer> turned = IntStream.range(0, count).mapToObj(i -> (i + 1) % count).toList();
    return new Values.Spec(
        layout,
        context,
        new Chain.Spec(
            List.of(
                layer,
                new Permutation.Spec(turned),
                layer,
                new Inverted.Spec(new Permutation.Spec(turned.reversed())),
                new Coupling.Spec(
                    count, count / 2, seen, NETWORK, RationalQuadraticSpline.of(3, 2)))));
  }
}

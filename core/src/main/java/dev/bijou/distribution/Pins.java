package dev.bijou.distribution;

import dev.bijou.bijection.Affine;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.bijection.ScalarBijection;
import dev.bijou.bijection.ScaleShift;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Which bijections leave a value alone that is pinned outside the box of their splines.
final class Pins {
  private Pins() {}

  /// @throws IllegalArgumentException if the bijection moves pinned values
  static void require(BijectionSpec spec) {
    switch (spec) {
      case BijectionSpec.Chain chain -> chain.layers().forEach(Pins::require);
      case BijectionSpec.Inverted inverted -> require(inverted.of());
      case BijectionSpec.Permutation _ -> {}
      case BijectionSpec.Coupling layer when isSpline(layer.transformer()) -> {}
      case BijectionSpec.MaskedAutoregressive layer when isSpline(layer.transformer()) -> {}
      default ->
          throw new IllegalArgumentException(
              "values that may be absent need splines and permutations alone, but there is a layer "
                  + name(spec));
    }
  }

  private static boolean isSpline(ScalarBijection transformer) {
    return transformer instanceof RationalQuadraticSpline;
  }

  private static String name(BijectionSpec spec) {
    String name = spec.getClass().getSimpleName();
    return switch (spec) {
      case BijectionSpec.Coupling _, BijectionSpec.MaskedAutoregressive _ -> name + " of Affine";
      default -> name;
    };
  }

  /// The bound of the widest spline, 0 without splines.
  static float widestBox(BijectionSpec spec) {
    return switch (spec) {
      case BijectionSpec.Chain chain ->
          (float) chain.layers().stream().mapToDouble(Pins::widestBox).max().orElse(0);
      case BijectionSpec.Inverted inverted -> widestBox(inverted.of());
      case BijectionSpec.Coupling layer -> bound(layer.transformer());
      case BijectionSpec.MaskedAutoregressive layer -> bound(layer.transformer());
      default -> 0;
    };
  }

  /// For each feature of the data, the feature of the base that it comes from.
  static int[] sources(BijectionSpec spec) {
    int[] sources = IntStream.range(0, spec.features()).toArray();
    return switch (spec) {
      case BijectionSpec.Chain chain -> {
        for (BijectionSpec layer : chain.layers()) {
          int[] before = sources;
          sources = Arrays.stream(sources(layer)).map(i -> before[i]).toArray();
        }
        yield sources;
      }
      case BijectionSpec.Inverted inverted -> {
        int[] forward = sources(inverted.of());
        for (int i = 0; i < forward.length; i++) {
          sources[forward[i]] = i;
        }
        yield sources;
      }
      case BijectionSpec.Permutation permutation ->
          permutation.order().stream().mapToInt(Integer::intValue).toArray();
      default -> sources;
    };
  }

  private static float bound(ScalarBijection transformer) {
    return switch (transformer) {
      case RationalQuadraticSpline spline -> spline.bound();
      case Affine _, ScaleShift _ -> 0;
    };
  }
}

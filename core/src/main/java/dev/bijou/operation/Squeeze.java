package dev.bijou.operation;

import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// Turns `factor` neighbouring lanes into features, and back. The lanes of each segment must be a multiple of the factor.
///
/// The features of lane m of the squeezed tensor come from the lanes factor·m … factor·m + factor − 1. Their order is a
/// matter of convention: WaveGlow groups audio and mel bands feature by feature, Glow-TTS lane by lane.
public final class Squeeze {
  private Squeeze() {}

  /// How the features and the lanes within a group are ordered.
  public enum Order {
    /// Squeezed feature f · factor + j is feature f of the group's lane j (WaveGlow: mel · 8 + j).
    BY_FEATURE {
      @Override
      int squeezed(int feature, int lane, int features, int factor) {
        return feature * factor + lane;
      }
    },
    /// Squeezed feature j · features + f is feature f of the group's lane j (Glow-TTS: s · 80 + c).
    BY_LANE {
      @Override
      int squeezed(int feature, int lane, int features, int factor) {
        return lane * features + feature;
      }
    };

    abstract int squeezed(int feature, int lane, int features, int factor);
  }

  /// x of features × lanes → (features · factor) × (lanes / factor).
  ///
  /// @throws IllegalArgumentException if the lanes are no multiple of the factor
  public static Tensor apply(int factor, Order order, Tensor x) {
    requireMultiple("lanes", x.lanes(), factor);
    Workspace workspace = Workspace.current();
    Tensor y = workspace.output(x.features() * factor, x.lanes() / factor, x.tracked());
    workspace.compute(() -> gather(factor, order, x, y, false));
    workspace.record(y, () -> scatter(factor, order, y.gradient(), x.gradient(), true));
    return y;
  }

  /// The inverse: x of (features · factor) × lanes → features × (lanes · factor).
  ///
  /// @throws IllegalArgumentException if the features are no multiple of the factor
  public static Tensor undo(int factor, Order order, Tensor x) {
    requireMultiple("features", x.features(), factor);
    Workspace workspace = Workspace.current();
    Tensor y = workspace.output(x.features() / factor, x.lanes() * factor, x.tracked());
    workspace.compute(() -> scatter(factor, order, x, y, false));
    workspace.record(y, () -> gather(factor, order, y.gradient(), x.gradient(), true));
    return y;
  }

  private static void requireMultiple(String what, int count, int factor) {
    if (factor < 1 || count % factor != 0) {
      throw new IllegalArgumentException(
          "%d %s are no multiple of %d".formatted(count, what, factor));
    }
  }

  /// squeezed = or += wide.
  private static void gather(int factor, Order order, Tensor wide, Tensor squeezed, boolean add) {
    float[] from = wide.data();
    float[] to = squeezed.data();
    for (int f = 0; f < wide.features(); f++) {
      for (int j = 0; j < factor; j++) {
        int at = squeezed.at(order.squeezed(f, j, wide.features(), factor));
        int source = wide.at(f) + j;
        for (int m = 0; m < squeezed.lanes(); m++) {
          to[at + m] = from[source + m * factor] + (add ? to[at + m] : 0);
        }
      }
    }
  }

  /// wide = or += squeezed.
  private static void scatter(int factor, Order order, Tensor squeezed, Tensor wide, boolean add) {
    float[] from = squeezed.data();
    float[] to = wide.data();
    for (int f = 0; f < wide.features(); f++) {
      for (int j = 0; j < factor; j++) {
        int source = squeezed.at(order.squeezed(f, j, wide.features(), factor));
        int at = wide.at(f) + j;
        for (int m = 0; m < squeezed.lanes(); m++) {
          to[at + m * factor] = from[source + m] + (add ? to[at + m * factor] : 0);
        }
      }
    }
  }
}

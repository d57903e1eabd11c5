package dev.bijou.tensor;

/// Marks the lanes for which no density is defined: y[·, n] = NaN where x[·, n] holds NaN or infinity.
///
/// Maps saturate and densities are capped, so that an infinity would otherwise come out as an ordinary number.
public final class NonFinite {
  private NonFinite() {}

  /// Writes NaN into the marked lanes of y, which an operation has just computed, and leaves the others bit for bit.
  /// The derivative of the other lanes is the identity: nothing is recorded.
  ///
  /// @param x any features × lanes
  /// @param y any features × the same lanes; modified
  /// @return y
  public static Tensor mark(Tensor x, Tensor y) {
    Shapes.requireSameLanes("x", x, "y", y);
    Workspace.current().compute(() -> compute(x, y));
    return y;
  }

  private static void compute(Tensor x, Tensor y) {
    for (int i = 0; i < y.features(); i++) {
      for (int f = 0; f < x.features(); f++) {
        float[] from = x.data();
        float[] to = y.data();
        int at = x.at(f);
        int end = y.at(i) + y.lanes();
        for (int n = y.at(i); n < end; n++) {
          to[n] += 0 * from[at]; // 0, or NaN
          at++;
        }
      }
    }
  }

  /// [#compute] where each lane of x stands for several of y.
  private static void computeRepeated(Tensor x, Tensor y) {
    int rate = y.lanes() / x.lanes();
    for (int i = 0; i < y.features(); i++) {
      for (int f = 0; f < x.features(); f++) {
        for (int n = 0; n < y.lanes(); n++) {
          y.data()[y.at(i) + n] += 0 * x.data()[x.at(f) + n / rate];
        }
      }
    }
  }

  /// The same for a context.
  public static Tensor mark(Context context, Tensor y) {
    return switch (context) {
      case Context.None _ -> y;
      case Context.Given(Tensor values, _) when values.lanes() == y.lanes() -> mark(values, y);
      case Context.Given(Tensor values, _) -> {
        Workspace.current().compute(() -> computeRepeated(values, y));
        yield y;
      }
    };
  }
}

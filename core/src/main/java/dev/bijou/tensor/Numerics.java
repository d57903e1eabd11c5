package dev.bijou.tensor;

/// What keeps results finite where inputs are, and marks them where inputs are not.
public final class Numerics {
  private Numerics() {}

  /// Images under a bijection are clipped to ±1e30: eight decades below the largest float, which leaves room for sums.
  public static final float IMAGE = 1e30f;

  /// What a network sees is clipped to ±1e4, so that its products stay finite through any depth.
  public static final float NETWORK_INPUT = 1e4f;

  /// The nearest finite float.
  public static float finite(double x) {
    return (float) Math.clamp(x, -Float.MAX_VALUE, Float.MAX_VALUE);
  }

  /// Clips to ±[#IMAGE].
  public static float clip(float x) {
    return Math.max(-IMAGE, Math.min(x, IMAGE));
  }

  /// y = a / (1 + |a| / limit): the identity near zero, bounded by ±limit, smooth. Its derivative is (1 − |y|/limit)².
  ///
  /// It bounds log-scales, so that no scale overflows. a holds parameters: to a captured computation y is a constant.
  ///
  /// @param a any shape
  /// @return y, of the same shape
  public static Tensor softClip(float limit, Tensor a) {
    Workspace workspace = Workspace.current();
    Tensor y = workspace.output(a.features(), a.lanes(), a.tracked());
    for (int i = 0; i < a.size(); i++) {
      double value = a.data()[a.offset() + i];
      y.data()[y.offset() + i] = (float) (value / (1 + Math.abs(value) / limit));
    }
    workspace.record(
        y,
        () -> {
          Tensor da = a.gradient();
          Tensor dy = y.gradient();
          for (int i = 0; i < a.size(); i++) {
            float rest = 1 - Math.abs(y.data()[y.offset() + i]) / limit;
            da.data()[da.offset() + i] += rest * rest * dy.data()[dy.offset() + i];
          }
        });
    return y;
  }

  /// Marks the lanes for which no density is defined: y[·, n] = NaN where x[·, n] holds NaN or infinity. Maps saturate and
  /// densities are capped, so that an infinity would otherwise come out as an ordinary number.
  ///
  /// It writes into y, which an operation has just computed, and leaves other lanes bit for bit. Their derivative is the
  /// identity: nothing is recorded.
  ///
  /// @param x any features × lanes
  /// @param y any features × the same lanes; modified
  /// @return y
  public static Tensor markNonFinite(Tensor x, Tensor y) {
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
  public static Tensor markNonFinite(Context context, Tensor y) {
    return switch (context) {
      case Context.None _ -> y;
      case Context.Given(Tensor values, _) when values.lanes() == y.lanes() ->
          markNonFinite(values, y);
      case Context.Given(Tensor values, _) -> {
        Workspace.current().compute(() -> computeRepeated(values, y));
        yield y;
      }
    };
  }
}

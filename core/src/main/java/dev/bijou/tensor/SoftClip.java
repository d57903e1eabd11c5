package dev.bijou.tensor;

/// y = a / (1 + |a| / limit): the identity near zero, bounded by ±limit, smooth. Its derivative is (1 − |y|/limit)².
///
/// It bounds log-scales, so that no scale overflows. a holds parameters: to a [Program] y is a constant.
public final class SoftClip {
  private SoftClip() {}

  /// a of any shape → the same shape.
  public static Tensor apply(float limit, Tensor a) {
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
}

package dev.bijou.operation;

import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// Rotates samples that mirror each other across the boundary of two neighbouring blocks, so that a cosine transform of
/// the blocks afterwards is a lapped one (Princen and Bradley, 1986; Malvar, 1992). A lane is a block of M samples.
///
/// For i = 0 … M/2 − 1, with u = x[M − 1 − i, t] and v = x[i, t + 1] of the same segment, and φ = π/4 + π(2i + 1)/(4M):
///
/// ```
/// u' = sin φ · u − cos φ · v        v' = cos φ · u + sin φ · v
/// ```
///
/// The first and the last half block of a segment stay as they are. The map is orthogonal: its inverse is its transpose,
/// and its derivative is itself.
public final class Overlap {
  private Overlap() {}

  /// x of features × lanes → the same; the features are even.
  ///
  /// @param segments the lanes are that many segments
  /// @throws IllegalArgumentException if the features are odd or the lanes are no multiple of the segments
  public static Tensor apply(Tensor x, int segments) {
    return compute(x, segments, 1);
  }

  /// The inverse of [#apply].
  ///
  /// @throws IllegalArgumentException if the features are odd or the lanes are no multiple of the segments
  public static Tensor undo(Tensor x, int segments) {
    return compute(x, segments, -1);
  }

  private static Tensor compute(Tensor x, int segments, int direction) {
    if (x.features() % 2 != 0) {
      throw new IllegalArgumentException(
          "x has %d features, but blocks overlap by halves: their number must be even"
              .formatted(x.features()));
    }
    Taps.requireSegments(x, segments);
    Workspace workspace = Workspace.current();
    Tensor y = workspace.output(x.features(), x.lanes(), x.tracked());
    workspace.compute(() -> {
      y.fill(0);
      addRotated(x, segments, direction, y);
    });
    workspace.record(y, () -> addRotated(y.gradient(), segments, -direction, x.gradient()));
    return y;
  }

  /// y += the rotation of x, or the rotation back.
  private static void addRotated(Tensor x, int segments, int direction, Tensor y) {
    int block = x.features();
    int frames = x.lanes() / segments;
    for (int i = 0; i < block / 2; i++) {
      double angle = Math.PI / 4 + Math.PI * (2 * i + 1) / (4.0 * block);
      float sine = (float) Math.sin(angle);
      float cosine = (float) (direction * Math.cos(angle));
      int late = block - 1 - i; // the feature before a boundary; feature i comes after it
      for (int s = 0; s < segments && frames > 0; s++) {
        int from = s * frames;
        y.data()[y.at(i) + from] += x.data()[x.at(i) + from];
        y.data()[y.at(late) + from + frames - 1] += x.data()[x.at(late) + from + frames - 1];
        int before = x.at(late) + from;
        int after = x.at(i) + from + 1;
        int beforeOut = y.at(late) + from;
        int afterOut = y.at(i) + from + 1;
        for (int t = 0; t < frames - 1; t++) {
          float u = x.data()[before + t];
          float v = x.data()[after + t];
          y.data()[beforeOut + t] += sine * u - cosine * v;
          y.data()[afterOut + t] += cosine * u + sine * v;
        }
      }
    }
  }
}

package dev.bijou.tensor;

import dev.bijou.kernel.Matrix;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Features × lanes of float, feature-major: feature f of lane n is `data[offset + f * lanes + n]`.
///
/// Lanes are table rows, time frames or pixels. A range of features is a contiguous view that shares the data, so
/// splitting costs nothing. While a [Workspace] records, a tensor that depends on a parameter carries its gradient, a tensor
/// of the same shape; a view carries the view of the gradient. The gradient of an operation's result is there during the
/// backward pass only, until the operation's own derivative has run.
///
/// A tensor made inside a [Workspace] that uses memory again is valid until that is reset; [#copy] keeps one.
public final class Tensor {
  private final float[] data;
  private final int offset;
  private final int features;
  private final int lanes;
  private final @Nullable Gradient gradient;
  private final int gradientFrom; // the feature of the gradient that belongs to feature 0
  private final Matrix matrix;

  private Tensor(
      float[] data,
      int offset,
      int features,
      int lanes,
      @Nullable Gradient gradient,
      int gradientFrom) {
    this.data = data;
    this.offset = offset;
    this.features = features;
    this.lanes = lanes;
    this.gradient = gradient;
    this.gradientFrom = gradientFrom;
    this.matrix = Matrix.dense(data, offset, features, lanes);
  }

  /// A tensor over a part of an array, which it shares.
  ///
  /// @throws IllegalArgumentException if the array ends before the tensor does
  public static Tensor over(float[] data, int offset, int features, int lanes) {
    long end = (long) offset + (long) features * lanes;
    if (offset < 0 || features < 0 || lanes < 0 || end > data.length) {
      throw new IllegalArgumentException(
          "%d features × %d lanes at offset %d do not fit an array of %d floats"
              .formatted(features, lanes, offset, data.length));
    }
    return new Tensor(data, offset, features, lanes, null, 0);
  }

  /// A tensor of zeros.
  ///
  /// @throws IllegalArgumentException if an extent is negative, or an array cannot hold features · lanes
  public static Tensor zeros(int features, int lanes) {
    return over(new float[Shapes.size(features, lanes)], 0, features, lanes);
  }

  /// A tensor from feature-major values, which it shares: `Tensor.of(2, 3, x0, x1, x2, y0, y1, y2)`.
  ///
  /// @throws IllegalArgumentException if the count of values is not features · lanes
  public static Tensor of(int features, int lanes, float... values) {
    if (values.length != Shapes.size(features, lanes)) {
      throw new IllegalArgumentException(
          "%d features × %d lanes need %d values, got %d"
              .formatted(features, lanes, features * lanes, values.length));
    }
    return over(values, 0, features, lanes);
  }

  /// A tensor from rows as a table has them: `rows[n][f]` is feature f of lane n.
  ///
  /// @throws IllegalArgumentException if the rows differ in length
  public static Tensor ofRows(float[][] rows) {
    int features = rows.length == 0 ? 0 : rows[0].length;
    Tensor tensor = zeros(features, rows.length);
    for (int n = 0; n < rows.length; n++) {
      if (rows[n].length != features) {
        throw new IllegalArgumentException(
            "row 0 has %d features, but row %d has %d".formatted(features, n, rows[n].length));
      }
      for (int f = 0; f < features; f++) {
        tensor.data[f * rows.length + n] = rows[n][f];
      }
    }
    return tensor;
  }

  public int features() {
    return features;
  }

  public int lanes() {
    return lanes;
  }

  /// The number of elements, features · lanes.
  public int size() {
    return features * lanes;
  }

  /// The array behind this tensor; its first element is at [#offset].
  public float[] data() {
    return data;
  }

  /// Where the tensor starts in [#data].
  public int offset() {
    return offset;
  }

  /// The index in [#data] of lane 0 of a feature.
  public int at(int feature) {
    return offset + feature * lanes;
  }

  /// Feature `feature` of lane `lane`.
  ///
  /// @throws IndexOutOfBoundsException if the tensor has no such feature or lane
  public float get(int feature, int lane) {
    if (feature < 0 || feature >= features || lane < 0 || lane >= lanes) {
      throw outOfRange(feature, lane);
    }
    return data[at(feature) + lane];
  }

  private IndexOutOfBoundsException outOfRange(
      int feature, int lane) { // apart, so that get stays small
    return new IndexOutOfBoundsException(
        "feature %d, lane %d of a tensor of %s".formatted(feature, lane, shape()));
  }

  /// Features `from` (inclusive) to `to` (exclusive) as a view.
  ///
  /// @throws IndexOutOfBoundsException if the range lies outside the features
  public Tensor rows(int from, int to) {
    if (from < 0 || to < from || to > features) {
      throw new IndexOutOfBoundsException("features %d … %d of %d".formatted(from, to, features));
    }
    return new Tensor(data, at(from), to - from, lanes, gradient, gradientFrom + from);
  }

  /// This tensor as a block for the kernels: for Bijou's own operations.
  public Matrix matrix() {
    return matrix;
  }

  /// Whether a gradient is being collected for this tensor.
  public boolean tracked() {
    return gradient != null;
  }

  /// The gradient of this tensor.
  ///
  /// @throws IllegalStateException if none is collected
  public Tensor gradient() {
    if (gradient == null) {
      throw new IllegalStateException(
          "no gradient is collected for this tensor: it depends on no parameter for which gradients are recorded");
    }
    Tensor values = gradient.values();
    return values.features() == features
        ? values
        : values.rows(gradientFrom, gradientFrom + features);
  }

  /// These values, with a gradient that is collected there.
  Tensor tracked(Gradient collected) {
    return new Tensor(data, offset, features, lanes, collected, 0);
  }

  /// Gives the gradient's place back: its operation's derivative has run.
  void releaseGradient() {
    if (gradient != null) {
      gradient.release();
    }
  }

  /// A tensor of its own with the same values, and no gradient.
  public Tensor copy() {
    return over(toArray(), 0, features, lanes);
  }

  /// The values, feature-major, in an array of their own.
  public float[] toArray() {
    return Arrays.copyOfRange(data, offset, offset + size());
  }

  /// Sets every element.
  public void fill(float value) {
    Arrays.fill(data, offset, offset + size(), value);
  }

  /// Copies the values of a tensor of the same shape into this one.
  ///
  /// @throws IllegalArgumentException if the shapes differ
  public void set(Tensor source) {
    Shapes.requireSame("source", source, "target", this);
    System.arraycopy(source.data, source.offset, data, offset, size());
  }

  /// Copies lanes of a tensor with as many features into this one: as many as this one has, from lane `from` on.
  ///
  /// @return this tensor
  /// @throws IllegalArgumentException if the features differ
  /// @throws IndexOutOfBoundsException if the source has no such lanes
  public Tensor setLanes(Tensor source, int from) {
    Shapes.requireFeatures("source", source, "target", features);
    Objects.checkFromIndexSize(from, lanes, source.lanes);
    for (int f = 0; f < features; f++) {
      System.arraycopy(source.data, source.at(f) + from, data, at(f), lanes);
    }
    return this;
  }

  /// The shape, e.g. "[6 × 128]".
  public String shape() {
    return "[" + features + " × " + lanes + "]";
  }

  @Override
  public String toString() {
    return "Tensor" + shape();
  }
}

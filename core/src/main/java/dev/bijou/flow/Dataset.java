package dev.bijou.flow;

import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Rows held in memory, row-major, so that any rows can be gathered into lanes: first a row's features, then its
/// context features.
///
/// Not thread-safe while rows are added; any number of threads may read after that.
public final class Dataset implements Serializable {
  private static final long serialVersionUID = 1L;

  /// Rows in one array: gathers stay local, and no array nears the limit of 2³¹ elements.
  private static final int CHUNK = 1 << 14;

  private final int features;
  private final int context;
  private float[][] chunks = new float[1][];
  private float @Nullable [] weights;
  private int size;

  /// An empty set of rows with `features` features and `context` context features.
  public Dataset(int features, int context) {
    if (features < 1 || context < 0) {
      throw new IllegalArgumentException(
          "features is %d and context is %d, but must be at least 1 and 0"
              .formatted(features, context));
    }
    this.features = features;
    this.context = context;
  }

  /// The rows of a tensor, features × rows, and of its context.
  public static Dataset of(Tensor x, Context given) {
    given.require(given.features(), x.lanes());
    Dataset data = new Dataset(x.features(), given.features());
    float[] row = new float[x.features() + given.features()];
    for (int n = 0; n < x.lanes(); n++) {
      for (int f = 0; f < x.features(); f++) {
        row[f] = x.get(f, n);
      }
      if (given instanceof Context.Given(Tensor values, _)) {
        for (int f = 0; f < values.features(); f++) {
          row[x.features() + f] = values.get(f, n);
        }
      }
      data.add(row);
    }
    return data;
  }

  /// Adds one row: its features, then its context features.
  ///
  /// @throws IllegalArgumentException if the row has another length
  /// @throws IllegalStateException if the rows have been weighed
  public void add(float[] row) {
    if (weights != null) {
      throw new IllegalStateException(
          "the %d rows have been weighed, and another one has no weight: add all rows first"
              .formatted(size));
    }
    int width = width();
    if (row.length != width) {
      throw new IllegalArgumentException(
          "row has %d numbers, but needs %d".formatted(row.length, width));
    }
    int chunk = size / CHUNK;
    if (chunk == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * chunks.length);
    }
    int within = size % CHUNK;
    float[] target = chunks[chunk];
    if (target == null || target.length < (within + 1) * width) {
      int rows = target == null ? (chunk == 0 ? 64 : CHUNK) : Math.min(CHUNK, 2 * within);
      target = target == null ? new float[rows * width] : Arrays.copyOf(target, rows * width);
      chunks[chunk] = target;
    }
    System.arraycopy(row, 0, target, within * width, width);
    size++;
  }

  /// Gives each row a weight in training and in means; without, all weigh 1.
  ///
  /// @throws IllegalArgumentException if there is not one finite weight ≥ 0 for each row, or all are 0
  public void weigh(float[] newWeights) {
    if (newWeights.length != size) {
      throw new IllegalArgumentException(
          "%d weights for %d rows".formatted(newWeights.length, size));
    }
    double total = 0;
    for (int i = 0; i < size; i++) {
      if (!(newWeights[i] >= 0) || Float.isInfinite(newWeights[i])) {
        throw new IllegalArgumentException(
            "weight %d is %s, but must be finite and not negative".formatted(i, newWeights[i]));
      }
      total += newWeights[i];
    }
    if (!(total > 0)) {
      throw new IllegalArgumentException("all weights are 0");
    }
    weights = newWeights.clone();
  }

  /// The number of rows.
  public int size() {
    return size;
  }

  public int features() {
    return features;
  }

  /// The number of context features.
  public int contextFeatures() {
    return context;
  }

  /// Numbers in a row, features and context features together.
  public int width() {
    return features + context;
  }

  /// The weight of a row.
  public float weight(int row) {
    return weights == null ? 1 : weights[row];
  }

  /// Number `index` of row `row`: a feature, or a context feature behind them.
  public float get(int row, int index) {
    return chunks[row / CHUNK][row % CHUNK * width() + index];
  }

  /// Copies some rows into the lanes of `x` (features × lanes) and `given` (context features × lanes).
  ///
  /// @param rows the row of lane n is `rows[from + n]`
  public void gather(int[] rows, int from, Tensor x, Tensor given) {
    int width = width();
    for (int n = 0; n < x.lanes(); n++) {
      int row = rows[from + n];
      copy(chunks[row / CHUNK], row % CHUNK * width, n, x, given);
    }
  }

  /// Copies the rows from `from` on into the lanes of `x` and `given`.
  public void slice(int from, Tensor x, Tensor given) {
    int width = width();
    for (int n = 0; n < x.lanes(); n++) {
      int row = from + n;
      copy(chunks[row / CHUNK], row % CHUNK * width, n, x, given);
    }
  }

  private void copy(float[] chunk, int at, int lane, Tensor x, Tensor given) {
    for (int f = 0; f < features; f++) {
      x.data()[x.at(f) + lane] = chunk[at + f];
    }
    for (int f = 0; f < context; f++) {
      given.data()[given.at(f) + lane] = chunk[at + features + f];
    }
  }

  /// All rows as a tensor and its context, for small sets.
  public Batch all() {
    return first(size);
  }

  /// The first `count` rows as a tensor and its context.
  public Batch first(int count) {
    Tensor x = Tensor.zeros(features, count);
    Tensor given = Tensor.zeros(context, count);
    slice(0, x, given);
    return Batch.of(x, given);
  }

  /// The rows that the first `count` of these numbers name, as a tensor and its context.
  public Batch some(int[] rows, int count) {
    Tensor x = Tensor.zeros(features, count);
    Tensor given = Tensor.zeros(context, count);
    gather(rows, 0, x, given);
    return Batch.of(x, given);
  }

  /// Rows as lanes.
  ///
  /// @param x features × lanes
  /// @param context the context of each lane
  public record Batch(Tensor x, Context context) {
    static Batch of(Tensor x, Tensor given) {
      return new Batch(x, given.features() == 0 ? Context.NONE : Context.of(given));
    }
  }
}

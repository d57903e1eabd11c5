package dev.bijou.novelty;

import dev.bijou.table.model.Calibration;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/// Conformal p-values: how a row's novelty ranks among those of held-out rows,
///
/// ```
/// p = (1 + #{calibration rows at least as unusual}) / (n + 1)
/// ```
///
/// If the row and the calibration rows are exchangeable, P(p ≤ α) ≤ α for every α, whatever the model (Vovk et al.,
/// 2005; Bates et al., 2023, arXiv:2104.08279). The probability is over the calibration rows too: of one model's
/// p-values, all measured against the same rows, a share that differs from α by about √(α(1 − α)/n) lies below α.
public final class PValues {
  private final ToDoubleFunction<float[]> score;
  private final float[] sorted; // novelties of the calibration rows

  private PValues(ToDoubleFunction<float[]> score, float[] sorted) {
    this.score = score;
    this.sorted = sorted;
  }

  /// The p-values of a score, by these held-out rows.
  public static PValues of(Calibration calibration, NoveltyScore score) {
    ToDoubleFunction<float[]> fitted = score.fit(calibration);
    float[] novelties = new float[calibration.rows()];
    for (int i = 0; i < novelties.length; i++) {
      novelties[i] = (float) fitted.applyAsDouble(calibration.row(i));
    }
    Arrays.sort(novelties);
    return new PValues(fitted, novelties);
  }

  /// The number n of calibration rows.
  public int rows() {
    return sorted.length;
  }

  /// The novelty of a row.
  ///
  /// @param sides how unusual it is from each side, see [dev.bijou.table.score.Sides]
  public float novelty(float... sides) {
    return (float) score.applyAsDouble(sides);
  }

  /// The novelties of the calibration rows, ascending.
  public float[] calibration() {
    return sorted.clone();
  }

  /// 1 + the number of calibration rows at least as unusual: 1 … n + 1, the most unusual first.
  public int rank(float novelty) {
    int from = 0;
    int to = sorted.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (sorted[middle] < novelty) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return 1 + sorted.length - from;
  }

  /// The least novelty of a row of at most this rank; for less than 1, one that is beyond all calibration rows.
  float noveltyOf(double rank) {
    int last = sorted.length - 1;
    if (rank < 1) {
      return (float) (sorted[last] - Math.log(rank));
    }
    return rank > sorted.length
        ? Float.NEGATIVE_INFINITY
        : Math.nextUp(sorted[last - (int) rank + 1]);
  }

  /// The p-value of a rank.
  public double ofRank(int rank) {
    return rank / (sorted.length + 1.0);
  }

  /// The p-value of a row of this novelty.
  public double of(float novelty) {
    return ofRank(rank(novelty));
  }

  /// The least p-value that a row can have, 1 / (n + 1).
  public double least() {
    return ofRank(1);
  }
}

package dev.bijou.novelty;

import dev.bijou.table.Calibration;
import java.util.Arrays;

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
  private final NoveltyScore score;
  private final double typical;
  private final float[] sorted; // novelties of the calibration rows

  private PValues(NoveltyScore score, double typical, float[] sorted) {
    this.score = score;
    this.typical = typical;
    this.sorted = sorted;
  }

  /// The p-values of a score, by these held-out rows.
  public static PValues of(Calibration calibration, NoveltyScore score) {
    double typical = NoveltyScore.typical(calibration);
    float[] novelties = calibration.logDensity().clone();
    for (int i = 0; i < novelties.length; i++) {
      novelties[i] = score.of(novelties[i], typical);
    }
    Arrays.sort(novelties);
    return new PValues(score, typical, novelties);
  }

  /// The number n of calibration rows.
  public int rows() {
    return sorted.length;
  }

  /// The novelty of a row; NaN for a row that has no log-density.
  public float novelty(float logDensity) {
    return score.of(logDensity, typical);
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

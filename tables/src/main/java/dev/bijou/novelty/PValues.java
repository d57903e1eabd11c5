package dev.bijou.novelty;

import dev.bijou.table.model.Calibration;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/// Conformal p-values: how a row ranks among held-out rows,
///
/// ```
/// p = (1 + #{calibration rows at least as unusual}) / (n + 1)
/// ```
///
/// If the row and the calibration rows are exchangeable, P(p ≤ α) ≤ α for every α, whatever the model (Vovk et al.,
/// 2005; Bates et al., 2023, arXiv:2104.08279). The probability is over the calibration rows too: of one model's
/// p-values, all measured against the same rows, a share that differs from α by about √(α(1 − α)/n) lies below α.
public final class PValues {
  /// More than the error of the logarithm of a rank as a float, and less than matters.
  private static final double TOLERANCE = 0.01;

  private final ToDoubleFunction<float[]> score;
  private final Survival survival; // of the scores of the calibration rows
  private final float[] sorted; // novelties of the calibration rows

  private PValues(ToDoubleFunction<float[]> score, double[] known) {
    this.score = score;
    this.survival = Survival.of(known);
    this.sorted = new float[known.length];
    for (int row = 0; row < known.length; row++) {
      sorted[row] = (float) survival.surprise(known[row]);
    }
    Arrays.sort(sorted);
  }

  /// The p-values of a score, by these held-out rows.
  public static PValues of(Calibration calibration, NoveltyScore score) {
    ToDoubleFunction<float[]> fitted = score.fit(calibration);
    double[] known = new double[calibration.rows()];
    Arrays.setAll(known, row -> fitted.applyAsDouble(calibration.row(row)));
    return new PValues(fitted, known);
  }

  /// The number n of calibration rows.
  public int rows() {
    return sorted.length;
  }

  /// The novelty of a row: −log p in nats, where p also varies between one rank and the next and beyond the first, so that
  /// rows more unusual than all calibration rows are ordered too.
  ///
  /// @param sides how unusual it is from each side, see [dev.bijou.novelty.side.RowSides]
  public float novelty(float... sides) {
    return (float) Math.min(Float.MAX_VALUE, survival.surprise(score.applyAsDouble(sides)));
  }

  /// The novelties of the calibration rows, ascending.
  public float[] calibration() {
    return sorted.clone();
  }

  /// 1 + the number of calibration rows at least as unusual: 1 … n + 1, the most unusual first.
  public int rank(float novelty) {
    double rank = (sorted.length + 1) * Math.exp(-novelty) + TOLERANCE;
    return Math.clamp((long) rank, 1, sorted.length + 1);
  }

  /// The novelty of a row of this rank, which may be less than 1.
  float noveltyOf(double rank) {
    return (float) (Math.log(sorted.length + 1.0) - Math.log(rank));
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

package dev.bijou.novelty;

import dev.bijou.novelty.rank.Ranks;
import dev.bijou.novelty.rank.Survival;
import dev.bijou.table.model.Calibration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
///
/// Where each flow has learned from all rows but a part, the row is compared with each part by the flow that has not learned
/// from that part, and the counts are added (cross-conformal prediction, Vovk, 2015, arXiv:1208.0806; CV+, Barber et al.,
/// 2021, arXiv:1905.02928). Then P(p ≤ α) ≤ 2α + O(parts / n) is certain, and about α or less is what is seen.
public final class PValues {
  /// More than the error of the logarithm of a rank as a float, and less than matters.
  private static final double TOLERANCE = 0.01;

  private final List<Judge> judges;
  private final int stride; // sides of each part
  private final float[] sorted; // novelties of the calibration rows

  /// The score of a part of the calibration rows, and how it is distributed.
  private record Judge(ToDoubleFunction<float[]> score, Survival survival, double[] known) {
    static Judge of(Calibration part, NoveltyScore score) {
      ToDoubleFunction<float[]> fitted = score.fit(part);
      double[] known = new double[part.rows()];
      Arrays.setAll(known, row -> fitted.applyAsDouble(part.row(row)));
      return new Judge(fitted, Survival.of(known), known);
    }
  }

  private PValues(List<Judge> judges, int stride) {
    this.judges = judges;
    this.stride = stride;
    this.sorted = new float[judges.stream().mapToInt(judge -> judge.known.length).sum()];
    int next = 0;
    for (Judge judge : judges) {
      for (double known : judge.known) {
        sorted[next++] = (float) judge.survival.surprise(known);
      }
    }
    Arrays.sort(sorted);
  }

  /// The p-values of a score, by these held-out rows.
  public static PValues of(Calibration calibration, NoveltyScore score) {
    List<Judge> judges = new ArrayList<>();
    calibration.byParts().forEach(part -> judges.add(Judge.of(part, score)));
    return new PValues(judges, calibration.names().size());
  }

  /// The novelty of each row of a calibration set among the others of its part, in their order.
  public static float[] novelties(Calibration calibration, NoveltyScore score) {
    float[] all = new float[calibration.rows()];
    int next = 0;
    for (Calibration part : calibration.byParts()) {
      Judge judge = Judge.of(part, score);
      for (double known : judge.known) {
        all[next++] = (float) judge.survival.surprise(known);
      }
    }
    return all;
  }

  /// The number n of calibration rows.
  public int rows() {
    return sorted.length;
  }

  /// The novelty of a row: −log p in nats, where p also varies between one rank and the next; beyond all calibration rows
  /// it grows by the excess over the largest of each part, of which it takes the geometric mean.
  ///
  /// @param sides how unusual it is from each side, by one part after the other: see [dev.bijou.novelty.side.RowSides]
  public float novelty(float... sides) {
    double count = 1;
    double logExcess = 0;
    for (int i = 0; i < judges.size(); i++) {
      Judge judge = judges.get(i);
      float[] own =
          judges.size() == 1 ? sides : Arrays.copyOfRange(sides, i * stride, (i + 1) * stride);
      double score = judge.score.applyAsDouble(own);
      count += judge.survival.count(score);
      logExcess += Math.log(judge.survival.excess(score));
    }
    double beyond = Math.exp(logExcess / judges.size());
    double novelty = Math.log(sorted.length + 1.0) - Math.log(count) + beyond;
    return (float) Math.min(Float.MAX_VALUE, novelty);
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

  /// Ranks rows among the held-out ones themselves.
  Ranks ranks() {
    return novelty -> new Ranks.Standing(novelty, of(novelty));
  }

  /// The least p-value that a row can have, 1 / (n + 1).
  public double least() {
    return ofRank(1);
  }
}

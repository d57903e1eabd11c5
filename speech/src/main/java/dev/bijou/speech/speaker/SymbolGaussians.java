package dev.bijou.speech.speaker;

import dev.bijou.kernel.Cholesky;
import dev.bijou.sequence.alignment.AlignedFlow;
import dev.bijou.sequence.alignment.AlignedLikelihood;
import dev.bijou.sequence.alignment.Alignment;
import dev.bijou.sequence.alignment.Transcribed;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.util.List;
import java.util.Objects;

/// A Gaussian for the frames of each symbol, under the alignments that a flow finds: a baseline that a flow must beat.
/// For symbols with few frames, the Gaussian of all frames is a prior that counts as [#PRIOR_FRAMES] of theirs.
final class SymbolGaussians {
  private static final double PRIOR_FRAMES = 100;
  private static final double LEAST_VARIANCE = 1e-4;

  private final AlignedFlow flow;
  private final double[][] mean; // (symbol × feature)
  private final double[][][]
      inverse; // inverse of the Cholesky factor, row by row; (symbol × feature × feature)
  private final double[] constant; // log-density at the mean

  private SymbolGaussians(AlignedFlow flow, Statistics[] of) {
    this.flow = flow;
    int symbols = flow.symbols();
    this.mean = new double[symbols][];
    this.inverse = new double[symbols][][];
    this.constant = new double[symbols];
    for (int s = 0; s < symbols; s++) {
      double[][] factor =
          Objects.requireNonNull( // as no pivot is NaN
              Cholesky.factor(of[s].covariance(), (_, pivot) -> Math.max(pivot, LEAST_VARIANCE)));
      mean[s] = of[s].mean();
      inverse[s] = Cholesky.inverse(factor);
      constant[s] = -0.5 * flow.features() * Math.log(2 * Math.PI);
      for (int i = 0; i < factor.length; i++) {
        constant[s] -= Math.log(factor[i][i]);
      }
    }
  }

  /// Fits a Gaussian for each symbol to some utterances.
  ///
  /// @param full whether the features of a frame may be correlated
  public static SymbolGaussians fit(
      AlignedFlow flow, List<Transcribed> utterances, boolean full, Workers workers) {
    int features = flow.features();
    Alignment[] alignments = alignments(flow, utterances, workers);
    Statistics all = new Statistics(features, full);
    for (Transcribed utterance : utterances) {
      for (int t = 0; t < utterance.x().lanes(); t++) {
        all.add(utterance.x(), t);
      }
    }
    Statistics[] of = new Statistics[flow.symbols()];
    for (int s = 0; s < of.length; s++) {
      of[s] = new Statistics(features, full);
      of[s].addPrior(all, PRIOR_FRAMES);
    }
    for (int u = 0; u < alignments.length; u++) {
      Transcribed utterance = utterances.get(u);
      int[] symbolOf = alignments[u].symbolOfFrame();
      for (int t = 0; t < symbolOf.length; t++) {
        of[utterance.symbols()[symbolOf[t]]].add(utterance.x(), t);
      }
    }
    return new SymbolGaussians(flow, of);
  }

  private static Alignment[] alignments(
      AlignedFlow flow, List<Transcribed> utterances, Workers workers) {
    Alignment[] alignments = new Alignment[utterances.size()];
    AlignedLikelihood.each(flow, utterances, workers, (i, fit) -> alignments[i] = fit.alignment());
    return alignments;
  }

  /// The mean log-density of some utterances, in nats for each value, under the flow's alignments of them.
  public double meanLogProb(List<Transcribed> utterances, Workers workers) {
    Alignment[] alignments = alignments(flow, utterances, workers);
    double sum = 0;
    long values = 0;
    for (int u = 0; u < alignments.length; u++) {
      Transcribed utterance = utterances.get(u);
      int[] symbolOf = alignments[u].symbolOfFrame();
      for (int t = 0; t < symbolOf.length; t++) {
        sum += logProb(utterance.symbols()[symbolOf[t]], utterance.x(), t);
      }
      values += utterance.x().size();
    }
    return sum / values;
  }

  private double logProb(int symbol, Tensor x, int frame) {
    double sum = constant[symbol];
    double[] difference = new double[x.features()];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = x.get(i, frame) - mean[symbol][i];
      double u = 0;
      double[] row = inverse[symbol][i];
      for (int j = 0; j <= i; j++) {
        u += row[j] * difference[j];
      }
      sum -= 0.5 * u * u;
    }
    return sum;
  }

  /// Sums of frames and of their products.
  private static final class Statistics {
    private final boolean full;
    private final double[] sum;
    private final double[][] products; // on and below the diagonal
    private double count;

    Statistics(int features, boolean full) {
      this.full = full;
      this.sum = new double[features];
      this.products = new double[features][features];
    }

    void add(Tensor x, int frame) {
      count++;
      double[] values = new double[sum.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = x.get(i, frame);
        sum[i] += values[i];
        for (int j = full ? 0 : i; j <= i; j++) {
          products[i][j] += values[i] * values[j];
        }
      }
    }

    void addPrior(Statistics all, double frames) {
      double factor = frames / all.count;
      count += frames;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += factor * all.sum[i];
        for (int j = 0; j <= i; j++) {
          products[i][j] += factor * all.products[i][j];
        }
      }
    }

    double[] mean() {
      double[] mean = new double[sum.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = sum[i] / count;
      }
      return mean;
    }

    double[][] covariance() {
      double[] mean = mean();
      double[][] covariance = new double[mean.length][mean.length];
      for (int i = 0; i < mean.length; i++) {
        for (int j = full ? 0 : i; j <= i; j++) {
          covariance[i][j] = products[i][j] / count - mean[i] * mean[j];
        }
      }
      return covariance;
    }
  }
}

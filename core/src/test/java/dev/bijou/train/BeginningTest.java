package dev.bijou.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Evaluation;
import dev.bijou.flow.Flows;
import dev.bijou.tensor.Workers;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Where a fit begins, before anything is learned.
class BeginningTest {
  private static final double LOG_TWO_PI_E = Math.log(2 * Math.PI * Math.E);

  @AutoClose private final Workers workers = new Workers(2);

  private double begun(Dataset training, Dataset fresh) {
    Distribution flow =
        Flows.neuralSpline(training.features(), Flows.Options.standard().withLinear(true)).build(1);
    MaximumLikelihood.initialize(flow, training, true);
    return Evaluation.meanLogProb(flow, fresh, workers);
  }

  /// One factor behind all features, which differ in scale; the covariance is I + 11ᵀ but for that.
  private static Dataset ofOneFactor(int features, int rows, long seed) {
    Random random = new Random(seed);
    Dataset data = new Dataset(features, 0);
    float[] row = new float[features];
    for (int n = 0; n < rows; n++) {
      double factor = random.nextGaussian();
      for (int f = 0; f < features; f++) {
        row[f] = (float) (Math.scalb(factor + random.nextGaussian(), f % 5) + 100);
      }
      data.add(row);
    }
    return data;
  }

  private static double truth(int features) {
    double scales = 0;
    for (int f = 0; f < features; f++) {
      scales += f % 5 * Math.log(2);
    }
    return -0.5 * (features * LOG_TWO_PI_E + Math.log1p(features)) - scales;
  }

  @Test
  void aFitBeginsAtTheGaussian() {
    double start = begun(ofOneFactor(4, 5_000, 1), ofOneFactor(4, 5_000, 2));
    assertEquals(truth(4), start, 0.1); // independent columns lose 0.58
  }

  /// A covariance of 60 columns computed from 400 rows loses more than two nats; few factors lose a sixth of that.
  @Test
  void aFitOfManyColumnsBeginsAtTheCovarianceThatItsRowsCanTell() {
    double start = begun(ofOneFactor(60, 400, 3), ofOneFactor(60, 5_000, 4));
    assertTrue(start > truth(60) - 0.6, start + " of " + truth(60));
  }

  @Test
  void aFitOfUnrelatedColumnsBeginsWithIndependentOnes() {
    Random random = new Random(5);
    Dataset data = new Dataset(40, 0);
    for (int n = 0; n < 2_000; n++) {
      float[] row = new float[40];
      for (int f = 0; f < row.length; f++) {
        row[f] = (float) random.nextGaussian();
      }
      data.add(row);
    }
    Dataset fresh = new Dataset(40, 0);
    for (int n = 0; n < 2_000; n++) {
      float[] row = new float[40];
      for (int f = 0; f < row.length; f++) {
        row[f] = (float) random.nextGaussian();
      }
      fresh.add(row);
    }
    // 40 means and 40 variances cost 0.02 nats; 780 correlations would cost 0.2.
    assertEquals(-0.5 * 40 * LOG_TWO_PI_E, begun(data, fresh), 0.15);
  }

  /// The first rows of a table that is sorted by time are not like the rest.
  @Test
  void theBeginningDoesNotDependOnTheOrderOfManyRows() {
    Random random = new Random(6);
    float[] values = new float[200_000];
    for (int n = 0; n < values.length; n++) {
      values[n] = (float) (7 + 3 * random.nextGaussian());
    }
    Arrays.sort(values);
    Dataset data = new Dataset(1, 0);
    for (float value : values) {
      data.add(new float[] {value});
    }
    assertEquals(-0.5 * LOG_TWO_PI_E - Math.log(3), begun(data, data), 0.01);
  }

  /// Ten factors of 80 columns. Two too many, as a coarse list of numbers has it, lose 0.02 nats more.
  @Test
  void aFitOfManyColumnsBeginsWithAsManyFactorsAsThereAre() {
    Dataset training = ofFactors(80, 10, 2_000, 7);
    Dataset fresh = ofFactors(80, 10, 5_000, 8);
    double gain = begun(training, fresh) - begun(ofFactors(80, 10, 24_000, 9), fresh);
    // What is learned counts its numbers over twice the rows, 0.24 for 945 of them.
    assertTrue(gain > -0.28, "" + gain);
  }

  private static Dataset ofFactors(int features, int factors, int rows, long seed) {
    Random loadings = new Random(0);
    double[][] all = new double[features][factors];
    for (double[] row : all) {
      Arrays.setAll(row, _ -> 0.5 * loadings.nextGaussian());
    }
    Random random = new Random(seed);
    Dataset data = new Dataset(features, 0);
    float[] row = new float[features];
    for (int n = 0; n < rows; n++) {
      double[] z = new double[factors];
      Arrays.setAll(z, _ -> random.nextGaussian());
      for (int f = 0; f < features; f++) {
        double sum = random.nextGaussian();
        for (int k = 0; k < factors; k++) {
          sum += all[f][k] * z[k];
        }
        row[f] = (float) sum;
      }
      data.add(row);
    }
    return data;
  }
}

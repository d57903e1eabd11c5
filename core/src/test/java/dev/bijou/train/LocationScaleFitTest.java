package dev.bijou.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.Activation;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.LocationScale;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Evaluation;
import dev.bijou.flow.Values;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Workers;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Fits of columns that tell each other's location and scale.
class LocationScaleFitTest {
  private static final double LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  @AutoClose private final Workers workers = new Workers(2);

  /// Rows and their mean log-density.
  ///
  /// @param truth mean log-density
  private record Rows(Dataset data, double truth) {}

  /// x_i = 0.7 x_{i−1} + √(0.3 + h x_{i−1}²) ε.
  private static Rows chain(double h, int features, int rows, long seed) {
    Random random = new Random(seed);
    Dataset data = new Dataset(features, 0);
    float[] row = new float[features];
    double sum = 0;
    for (int n = 0; n < rows; n++) {
      for (int i = 0; i < features; i++) {
        double before = i == 0 ? 0 : row[i - 1];
        double deviation = i == 0 ? 1 : Math.sqrt(0.3 + h * before * before);
        double noise = random.nextGaussian();
        row[i] = (float) (0.7 * before + deviation * noise);
        sum -= 0.5 * noise * noise + LOG_ROOT_TWO_PI + Math.log(deviation);
      }
      data.add(row);
    }
    return new Rows(data, sum / rows);
  }

  @Test
  void beginsAtTheRegressionOfEachColumnOnThoseBefore() {
    NetworkSpec network = new NetworkSpec.Residual(16, 1, Activation.SILU, 0);
    Distribution flow =
        new Values.Spec(
                MixedLayout.continuous(5),
                0,
                new Chain.Spec(
                    List.of(
                        new LocationScale.Spec(5, 0, network, RationalQuadraticSpline.of(8, 6)))))
            .build(1);
    MaximumLikelihood.initialize(flow, chain(0, 5, 4_000, 1).data(), false);
    Rows fresh = chain(0, 5, 4_000, 2);
    assertEquals(fresh.truth(), Evaluation.meanLogProb(flow, fresh.data(), workers), 0.05);
  }

  @Test
  void isTheShapeOfColumnsThatHandOnTheirSpread() {
    FlowFit.Split split =
        new FlowFit.Split(chain(0.3, 5, 1_500, 3).data(), chain(0.3, 5, 500, 4).data());
    FitOptions options = FitOptions.standard().withMembers(1).withEpochs(40);
    FlowFit.Result result =
        FlowFit.of(List.of(split), options, MixedLayout.continuous(5))
            .run(Execution.quiet(workers, System::nanoTime), Optional.empty());
    Values.Spec values = (Values.Spec) result.distribution().spec();
    Chain.Spec chain = (Chain.Spec) values.bijection();
    assertTrue(
        chain.layers().getFirst() instanceof LocationScale.Spec, chain.description().toString());
  }
}

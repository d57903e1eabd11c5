package dev.bijou.documentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.GaussianMixture;
import dev.bijou.flow.Evaluation;
import dev.bijou.flow.Flows;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The snippets of docs/numerics.md.
class NumericsTest {

  @Test
  void kernels() {
    String kernels = Workers.kernels();
    assertTrue(kernels.contains("scalar Java") || kernels.contains("Vector API"), kernels);
  }

  @Test
  void lanes() {
    Distribution density = Flows.neuralSpline(2, Flows.Options.standard()).build(1);

    Tensor x = Tensor.of(2, 4, 0, 1e30f, Float.NaN, 1, 0, -1e30f, 0, Float.POSITIVE_INFINITY);
    float[] logProb = density.logProb(x, Context.NONE).toArray(); // finite, finite, NaN, NaN
    assertTrue(Float.isFinite(logProb[0]) && Float.isFinite(logProb[1]));
    assertTrue(Float.isNaN(logProb[2]) && Float.isNaN(logProb[3]));
    float[] alone = density.logProb(Tensor.zeros(2, 1), Context.NONE).toArray();
    assertArrayEquals(new float[] {alone[0]}, new float[] {logProb[0]});
  }

  @Test
  void askingForMoreDrawsKeepsTheFirst() {
    DistributionSpec flow = Flows.neuralSpline(2, Flows.Options.standard());
    DistributionSpec mixture = new GaussianMixture.Spec(2, 3);
    for (Distribution density :
        List.of(flow.build(1), new Ensemble(List.of(flow.build(2), mixture.build(3))))) {
      try (Workers two = new Workers(2);
          Workers three = new Workers(3)) {
        Tensor few = Evaluation.sample(density, 200, Context.NONE, 9, two);
        Tensor more = Evaluation.sample(density, 500, Context.NONE, 9, three);
        for (int f = 0; f < 2; f++) {
          for (int n = 0; n < few.lanes(); n++) {
            assertEquals(few.get(f, n), more.get(f, n), "feature " + f + " of draw " + n);
          }
        }
      }
    }
  }
}

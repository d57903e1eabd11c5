package dev.bijou.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Evaluation;
import dev.bijou.random.Seeds;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Workers;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrivateTrainingTest {
  private static final MixedLayout LAYOUT =
      new MixedLayout(List.of(3), List.of(MixedLayout.Value.continuous()));

  /// A code, and a value that it decides.
  private static Dataset rows(int count, long seed) {
    Random random = new Random(seed);
    Dataset rows = new Dataset(2, 0);
    for (int i = 0; i < count; i++) {
      int code = random.nextInt(3);
      rows.add(new float[] {code, (float) (3 * code + 0.3 * random.nextGaussian())});
    }
    return rows;
  }

  private static Distribution flow(Dataset rows) {
    Distribution flow =
        PrivateTraining.flow(rows.size(), LAYOUT, FlowName.NEURAL_SPLINE, Seeds.random(1));
    flow.initialize(rows.all().x(), Context.NONE);
    return flow;
  }

  @Test
  void learnsInSpiteOfNoiseAndTheSameAtAnyNumberOfThreads() {
    Dataset rows = rows(500, 1);
    float[][] weights = new float[2][];
    for (int threads = 1; threads <= 2; threads++) {
      Distribution flow = flow(rows);
      try (Workers workers = new Workers(threads)) {
        double before = Evaluation.meanLogProb(flow, rows(500, 2), -1e5, workers);
        int steps =
            new PrivateTraining(0.2, 60, 1, 0.3, 5e-3f)
                .run(flow, rows, Seeds.random(3), workers, _ -> true);
        assertEquals(60, steps);
        assertTrue(Evaluation.meanLogProb(flow, rows(500, 2), -1e5, workers) > before + 0.1);
      }
      weights[threads - 1] = ParameterPack.of(flow).values().clone();
    }
    assertArrayEquals(weights[0], weights[1]);
  }

  @Test
  void oneRowMovesTheSumByNoMoreThanItsClippedGradient() {
    // A step of AdamW from empty moments has the sign of the gradient: without noise to speak of, a
    // row that is far away
    // does not outweigh the others, whose gradients point elsewhere.
    Dataset rows = rows(400, 1);
    Dataset odd = rows(400, 1);
    odd.add(new float[] {0, 1e6f});
    Distribution one = flow(rows);
    Distribution other = flow(rows);
    try (Workers workers = new Workers(1)) {
      PrivateTraining training = new PrivateTraining(1, 1, 1e-3, 1e-9, 1e-3f);
      training.run(one, rows, Seeds.random(3), workers, _ -> true);
      training.run(other, odd, Seeds.random(3), workers, _ -> true);
    }
    float[] a = ParameterPack.of(one).values();
    float[] b = ParameterPack.of(other).values();
    int moved = 0;
    for (int i = 0; i < a.length; i++) {
      moved += Math.abs(a[i] - b[i]) > 1e-6 ? 1 : 0;
    }
    assertTrue(moved < a.length / 3, moved + " of " + a.length);
  }

  @Test
  void stopsWhenAskedAndRefusesWhatIsOutOfRange() {
    Dataset rows = rows(50, 1);
    try (Workers workers = new Workers(1)) {
      assertEquals(
          2,
          new PrivateTraining(0.5, 9, 1, 1, 1e-3f)
              .run(flow(rows), rows, Seeds.random(3), workers, step -> step < 2));
    }
    assertThrows(IllegalArgumentException.class, () -> new PrivateTraining(1.5, 9, 1, 1, 1e-3f));
  }
}

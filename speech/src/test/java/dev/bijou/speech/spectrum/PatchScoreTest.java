package dev.bijou.speech.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PatchScoreTest {
  private static final int BANDS = 10;
  private static final int FRAMES = 11;

  private final Random random = new Random(5);

  private Tensor noise(double scale) {
    Tensor noise = Tensor.zeros(BANDS, FRAMES);
    for (int i = 0; i < noise.size(); i++) {
      noise.data()[i] = (float) (scale * random.nextGaussian());
    }
    return noise;
  }

  private static double score(double repulsion, Tensor x, Tensor... draws) {
    return new PatchScore(4, 3, repulsion).apply(x, List.of(draws)).get(0, 0);
  }

  /// The Taylor test in the draws: what is left of a change after its derivative falls to a sixteenth when the change is
  /// quartered.
  @Test
  void itsDerivativeIsThatOfItsValues() {
    Tensor x = noise(1);
    Parameter first = new Parameter(noise(1));
    Parameter second = new Parameter(noise(1));
    ParameterPack pack = ParameterPack.of(List.of(first, second));
    float[] gradient = new float[pack.size()];
    Workspace recording = Workspace.reusing().recording(pack, gradient, 1);
    double start =
        recording.run(() -> {
          Tensor score =
              new PatchScore(4, 3, 0.7)
                  .apply(x, List.of(recording.read(first), recording.read(second)));
          score.gradient().fill(1);
          recording.backward();
          return (double) score.get(0, 0);
        });
    float[] direction = new float[pack.size()];
    double slope = 0;
    for (int j = 0; j < direction.length; j++) {
      direction[j] = (float) random.nextGaussian();
      slope += (double) direction[j] * gradient[j];
    }
    double[] left = new double[2];
    float[] before = pack.values().clone();
    for (int i = 0; i < left.length; i++) {
      double step = i == 0 ? 0.2 : 0.05;
      for (int j = 0; j < before.length; j++) {
        pack.values()[j] = (float) (before[j] + step * direction[j]);
      }
      left[i] = Math.abs(score(0.7, x, first.value(), second.value()) - start - step * slope);
    }
    assertTrue(left[1] < left[0] / 12 + 1e-6, left[0] + " to " + left[1]);
  }

  @Test
  void levelsMovementAndRippleCount() {
    Tensor x = noise(1);
    assertEquals(0, score(0, x, x), 0);
    Tensor louder = x.copy();
    for (int i = 0; i < louder.size(); i++) {
      louder.data()[i] += 2;
    }
    assertEquals(2, score(0, x, louder), 1e-5); // the same everywhere: neither moves nor ripples
    Tensor flat = Tensor.zeros(BANDS, FRAMES);
    Tensor moving = Tensor.zeros(BANDS, FRAMES);
    for (int b = 0; b < BANDS; b++) {
      for (int t = 0; t < FRAMES; t++) {
        moving.data()[moving.at(b) + t] = t % 2 == 0 ? 1 : -1;
      }
    }
    // 1 for the levels, 2 for each difference of frames
    assertEquals(1 + 2 * (FRAMES - 1.0) / FRAMES, score(0, flat, moving), 1e-5);
  }

  /// The score is proper: draws from what x is drawn from score best on average; without repulsion those that do not vary do.
  @Test
  void onlyWithRepulsionIsVariationBest() {
    Tensor still = Tensor.zeros(BANDS, FRAMES);
    double drawn = 0;
    double calm = 0;
    double plainDrawn = 0;
    double plainCalm = 0;
    for (int i = 0; i < 50; i++) {
      Tensor x = noise(1);
      Tensor one = noise(1);
      Tensor other = noise(1);
      drawn += score(1, x, one, other);
      calm += score(1, x, still, still);
      plainDrawn += score(0, x, one, other);
      plainCalm += score(0, x, still, still);
    }
    assertTrue(drawn < 0.9 * calm, drawn + " beside " + calm);
    assertTrue(plainDrawn > 1.2 * plainCalm, plainDrawn + " beside " + plainCalm);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Tensor x = noise(1);
    PatchScore score = new PatchScore(4, 3, 1);
    assertThrows(IllegalArgumentException.class, () -> score.apply(x, List.of()));
    assertThrows(IllegalArgumentException.class, () -> score.apply(x, List.of(x.rows(0, 8))));
    assertThrows(IllegalArgumentException.class, () -> new PatchScore(0, 3, 1));
    assertThrows(IllegalArgumentException.class, () -> new PatchScore(4, 3, 1.1));
  }
}

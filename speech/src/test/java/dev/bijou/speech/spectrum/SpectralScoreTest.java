package dev.bijou.speech.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import dev.bijou.testing.Differentiation;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpectralScoreTest {
  private static final int GROUP = 32;
  private static final int LANES = 2 * 16; // two segments of 512 samples
  private static final MelFilters FILTERS = new MelFilters(22_050, 256, 12, 0, 8000);

  private final Random random = new Random(3);

  private Tensor noise(double scale) {
    Tensor noise = Tensor.zeros(GROUP, LANES);
    for (int i = 0; i < noise.size(); i++) {
      noise.data()[i] = (float) (scale * random.nextGaussian());
    }
    return noise;
  }

  private static SpectralScore score(double repulsion) {
    return new SpectralScore(List.of(128, 64), FILTERS, 64, repulsion);
  }

  /// The Taylor test in the draws.
  @Test
  void itsDerivativeIsThatOfItsValues() {
    Tensor x = noise(0.1);
    Parameter first = new Parameter(noise(0.1));
    Parameter second = new Parameter(noise(0.1));
    Differentiation differentiation = new Differentiation(List.of(first, second));
    differentiation.taylorTest(
        () -> {
          Workspace workspace = Workspace.current();
          return List.of(
              score(0.7).apply(x, List.of(workspace.read(first), workspace.read(second)), 2));
        },
        random,
        1e-4);
  }

  @Test
  void equalSpectraAreNearAndPhasesDoNotCount() {
    Tensor x = noise(0.1);
    Tensor turned = Tensor.zeros(GROUP, LANES);
    for (int i = 0; i < x.size(); i++) {
      turned.data()[i] = -x.data()[i];
    }
    assertEquals(0, score(0).apply(x, List.of(x), 2).get(0, 0), 1e-6);
    assertEquals(0, score(0).apply(x, List.of(turned), 2).get(0, 1), 1e-6);
    Tensor louder = Tensor.zeros(GROUP, LANES);
    for (int i = 0; i < x.size(); i++) {
      louder.data()[i] = 2 * x.data()[i];
    }
    // ln 2 for the magnitudes, and as much for the bands
    assertEquals(2 * Math.log(2), score(0).apply(x, List.of(louder), 2).get(0, 0), 1e-3);
  }

  /// The score is proper: draws from what x is drawn from score best on average; without repulsion those that do not vary
  /// do.
  @Test
  void onlyWithRepulsionIsNoiseBest() {
    Tensor hum = noise(0.1);
    double drawn = 0;
    double still = 0;
    double plainDrawn = 0;
    for (int i = 0; i < 40; i++) {
      Tensor x = noise(0.1);
      Tensor one = noise(0.1);
      Tensor other = noise(0.1);
      drawn += score(1).apply(x, List.of(one, other), 1).get(0, 0);
      still += score(1).apply(x, List.of(hum, hum), 1).get(0, 0);
      plainDrawn += score(0).apply(x, List.of(one, other), 1).get(0, 0);
    }
    assertTrue(drawn < 0.8 * still, drawn + " beside " + still);
    assertEquals(plainDrawn, still, 0.1 * still);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Tensor x = noise(1);
    assertThrows(IllegalArgumentException.class, () -> score(1).apply(x, List.of(), 1));
    assertThrows(IllegalArgumentException.class, () -> score(1).apply(x, List.of(x.rows(0, 8)), 1));
    assertThrows(IllegalArgumentException.class, () -> score(1).apply(x, List.of(x), 3));
  }
}

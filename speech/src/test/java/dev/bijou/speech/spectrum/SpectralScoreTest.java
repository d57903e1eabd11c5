package dev.bijou.speech.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.Arrays;
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

  /// The Taylor test in the draws: what is left of a change after its derivative falls to a sixteenth when the change is
  /// quartered. Where a difference of magnitudes changes its sign it falls only to a quarter, so the median of several
  /// directions is judged.
  @Test
  void itsDerivativeIsThatOfItsValues() {
    Tensor x = noise(0.1);
    Parameter first = new Parameter(noise(0.1));
    Parameter second = new Parameter(noise(0.1));
    ParameterPack pack = ParameterPack.of(List.of(first, second));
    float[] gradient = new float[pack.size()];
    Workspace recording = Workspace.reusing().recording(pack, gradient, 1);
    double start =
        recording.run(() -> {
          Tensor score = score(x, recording.read(first), recording.read(second));
          score.gradient().fill(1);
          recording.backward();
          return sum(score);
        });
    double[] ratios = new double[9];
    for (int i = 0; i < ratios.length; i++) {
      float[] direction = new float[pack.size()];
      double slope = 0;
      for (int j = 0; j < direction.length; j++) {
        direction[j] = (float) random.nextGaussian();
        slope += (double) direction[j] * gradient[j];
      }
      double coarse = remainder(x, first, second, pack, direction, 4e-4, start, slope);
      double fine = remainder(x, first, second, pack, direction, 1e-4, start, slope);
      ratios[i] = Math.max(0, fine - 1e-6) / (coarse + 1e-6);
    }
    Arrays.sort(ratios);
    assertTrue(ratios[ratios.length / 2] < 0.19, Arrays.toString(ratios));
  }

  private static Tensor score(Tensor x, Tensor first, Tensor second) {
    return score(0.7).apply(x, List.of(first, second), 2);
  }

  private static double sum(Tensor scores) {
    return (double) scores.get(0, 0) + scores.get(0, 1);
  }

  private static double remainder(
      Tensor x,
      Parameter first,
      Parameter second,
      ParameterPack pack,
      float[] direction,
      double step,
      double start,
      double slope) {
    float[] before = pack.values().clone();
    for (int j = 0; j < before.length; j++) {
      pack.values()[j] += (float) (step * direction[j]);
    }
    double now = sum(score(x, first.value(), second.value()));
    System.arraycopy(before, 0, pack.values(), 0, before.length);
    return Math.abs(now - start - step * slope);
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

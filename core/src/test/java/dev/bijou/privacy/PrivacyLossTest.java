package dev.bijou.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The golden numbers are those of dp-accounting 0.6.0 (its RDP accountant and calibration); the divergences of orders that are
/// not whole, which it bounds from above, those of the integral by SciPy's quadrature.
class PrivacyLossTest {
  @ParameterizedTest
  @CsvSource({
    "0.01, 1000, 1, 1e-5, 1.51313",
    "0.035, 600, 3, 1.1e-5, 1.51725",
    "0.004, 10000, 2, 1e-5, 1.10422",
    "0.1, 200, 8, 1e-6, 1.27588",
    "1, 50, 3, 1e-5, 10.55857",
    "0.02, 2000, 0.5, 1e-7, 8.66705"
  })
  void noiseIsThatOfAnotherAccountant(
      double share, int steps, double epsilon, double delta, double noise) {
    assertEquals(noise, PrivacyLoss.NONE.noise(share, steps, epsilon, delta), 1e-3 * noise);
    double spent = PrivacyLoss.sampledGaussian(share, noise, steps).epsilon(delta);
    assertEquals(epsilon, spent, 1e-3 * epsilon);
  }

  @ParameterizedTest
  @CsvSource({
    "0.01, 1, 2, 0.00017181342207455162",
    "0.01, 1, 2.5, 0.00021757533228198886",
    "0.035, 0.9, 6.3, 0.12070107564511807",
    "0.1, 4, 32, 0.012720223446929526",
    "1, 2, 3, 0.375",
    "0.004, 0.6, 1.5, 0.0001658237706214364"
  })
  void divergencesAreThoseOfAnotherAccountant(
      double share, double noise, double order, double divergence) {
    assertEquals(divergence, PrivacyLoss.divergence(share, noise, order), 1e-8 * divergence);
  }

  @Test
  void lossesAddUp() {
    PrivacyLoss half = PrivacyLoss.sampledGaussian(0.01, 1, 500);
    PrivacyLoss whole = PrivacyLoss.sampledGaussian(0.01, 1, 1000);
    assertEquals(whole.epsilon(1e-5), half.plus(half).epsilon(1e-5), 1e-9);
    PrivacyLoss counts = PrivacyLoss.sampledGaussian(1, 10, 1);
    double noise = counts.noise(0.01, 1000, 1, 1e-5);
    assertTrue(noise > PrivacyLoss.NONE.noise(0.01, 1000, 1, 1e-5));
    assertThrows(IllegalArgumentException.class, () -> counts.noise(0.01, 1000, 0.1, 1e-5));
  }

  @Test
  void noiseIsNormalAndNotRepeated() {
    SecretRandom random = new SecretRandom();
    assertNotEquals(random.nextLong(), new SecretRandom().nextLong());
    int n = 200_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double z = random.nextGaussian();
      sum += z;
      squares += z * z;
    }
    assertEquals(0, sum / n, 6 / Math.sqrt(n));
    assertEquals(1, squares / n, 6 * Math.sqrt(2.0 / n));
  }
}

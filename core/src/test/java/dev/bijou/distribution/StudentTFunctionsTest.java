package dev.bijou.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.operation.NormalFunctions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against mpmath, by `reference.py` beside the values.
class StudentTFunctionsTest {

  @ParameterizedTest
  @CsvFileSource(resources = "student-t-cdf.csv", numLinesToSkip = 1)
  void cdfMatchesReference(double nu, double t, double p) {
    assertEquals(p, StudentTFunctions.cdf(t, nu), 1e-12 * p);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "student-t-quantile.csv", numLinesToSkip = 1)
  void quantileMatchesReference(double nu, double p, double t) {
    assertEquals(t, StudentTFunctions.quantile(p, nu), 1e-12 * Math.abs(t) * Math.max(1, 1 / nu));
  }

  /// mpmath 1.4.1: `loggamma((nu + 1) / 2) - loggamma(nu / 2) - log(nu * pi) / 2`.
  @ParameterizedTest
  @CsvSource({
    "0.1, -1.909920741368282",
    "1, -1.1447298858494002",
    "3, -1.0008888496235097",
    "30, -0.92727032537884565",
    "1000, -0.91918853316300613",
    "1e6, -0.91893878320467274"
  })
  void logDensityAtZeroMatchesReference(double nu, double value) {
    assertEquals(value, StudentTFunctions.logDensityAtZero(nu), 1e-14);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-8, -3, -1, 0, 0.3, 2})
  void manyDegreesOfFreedomAreNormal(double t) {
    double normal = NormalFunctions.cdf(t);
    double correction =
        NormalFunctions.density(t) * (t * t * t + t) / 4e6; // the next term of the expansion in 1/ν
    assertEquals(normal - correction, StudentTFunctions.cdf(t, 1e6), 1e-6 * normal);
  }

  @Test
  void endsAndOutside() {
    assertEquals(0, StudentTFunctions.cdf(Double.NEGATIVE_INFINITY, 3));
    assertEquals(1, StudentTFunctions.cdf(Double.POSITIVE_INFINITY, 3));
    assertEquals(0.5, StudentTFunctions.cdf(0, 3));
    assertEquals(Double.NaN, StudentTFunctions.cdf(Double.NaN, 3));
    assertEquals(Double.NEGATIVE_INFINITY, StudentTFunctions.quantile(0, 3));
    assertEquals(Double.POSITIVE_INFINITY, StudentTFunctions.quantile(1, 3));
    assertEquals(Double.NaN, StudentTFunctions.quantile(1.5, 3));
    assertEquals(0, StudentTFunctions.quantile(0.5, 3), 1e-15);
  }
}

package dev.bijou.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.operation.NormalFunctions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against mpmath, by `reference.py` beside the values.
class NormalFunctionsTest {

  @ParameterizedTest
  @CsvFileSource(resources = "normal-cdf.csv", numLinesToSkip = 1)
  void cdfMatchesReference(double x, double p) {
    assertEquals(p, NormalFunctions.cdf(x), 1e-12 * p);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "normal-quantile.csv", numLinesToSkip = 1)
  void quantileMatchesReference(double p, double x) {
    assertEquals(x, NormalFunctions.quantile(p), 1e-12 * Math.abs(x));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-9, -3, -1e-3, 0.2, 3, 5})
  void densityIsTheSlopeOfTheCdf(double x) {
    double h = 1e-4;
    double slope = (NormalFunctions.cdf(x + h) - NormalFunctions.cdf(x - h)) / (2 * h);
    assertEquals(NormalFunctions.density(x), slope, 1e-6 * NormalFunctions.density(x) + 1e-12);
  }

  @Test
  void endsAndOutside() {
    assertEquals(0, NormalFunctions.cdf(Double.NEGATIVE_INFINITY));
    assertEquals(1, NormalFunctions.cdf(Double.POSITIVE_INFINITY));
    assertEquals(Double.NaN, NormalFunctions.cdf(Double.NaN));
    assertEquals(Double.NEGATIVE_INFINITY, NormalFunctions.quantile(0));
    assertEquals(Double.POSITIVE_INFINITY, NormalFunctions.quantile(1));
    assertEquals(Double.NaN, NormalFunctions.quantile(-0.1));
    assertEquals(Double.NaN, NormalFunctions.quantile(1.1));
    assertEquals(Double.NaN, NormalFunctions.quantile(Double.NaN));
  }
}

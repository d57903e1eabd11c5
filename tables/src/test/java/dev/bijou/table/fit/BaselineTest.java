package dev.bijou.table.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BaselineTest {
  /// A model file could not be read again with a number beyond.
  @Test
  void isWhatAFloatHolds() {
    assertEquals(-Float.MAX_VALUE, new Baseline("Gaussian", -2.8e84).logDensity());
    assertEquals(-3.5, new Baseline("Gaussian", -4).plus(0.5).logDensity());
  }
}

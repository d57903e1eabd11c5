package dev.bijou.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorTest {

  @ParameterizedTest
  @CsvSource({"2, 0", "-1, 0", "0, 3", "0, -1", "1, 5"})
  void aPlaceOutsideIsNamedWithTheShape(int feature, int lane) {
    // A view in the middle of an array, where numbers lie before and behind it.
    Tensor tensor = Tensor.over(new float[100], 20, 2, 3);
    var refused = assertThrows(IndexOutOfBoundsException.class, () -> tensor.get(feature, lane));
    assertEquals(
        "feature %d, lane %d of a tensor of [2 × 3]".formatted(feature, lane),
        refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1 | 3 | features is -1, but must be at least 0",
        "3 | -2 | lanes is -2, but must be at least 0",
        "3 | 2147483647 | 3 features × 2147483647 lanes are more than one array can hold; take fewer lanes at a time",
        "1 | 2147483647 | 1 features × 2147483647 lanes are more than one array can hold; take fewer lanes at a time",
      })
  void shapesThatNoArrayHasAreRefused(int features, int lanes, String message) {
    Workspace workspace = Workspace.reusing();
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(features, lanes))
            .getMessage());
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> workspace.scratch(features, lanes))
            .getMessage());
  }

  @Test
  void aTensorMayHaveNoLanes() {
    assertEquals(0, Tensor.zeros(3, 0).size());
    assertEquals(0, Workspace.reusing().scratch(0, 3).size());
  }
}

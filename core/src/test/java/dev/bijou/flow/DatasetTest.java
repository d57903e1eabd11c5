package dev.bijou.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class DatasetTest {

  @Test
  void rowsThatAreWeighedAreAllThereAre() {
    Dataset data = new Dataset(1, 0);
    data.add(new float[] {1});
    data.add(new float[] {2});
    data.weigh(new float[] {1, 3});
    var refused = assertThrows(IllegalStateException.class, () -> data.add(new float[] {4}));
    assertEquals(
        "the 2 rows have been weighed, and another one has no weight: add all rows first",
        refused.getMessage());
    assertEquals(2, data.size());
    assertEquals(3, data.weight(1));
  }
}

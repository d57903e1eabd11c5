package dev.bijou.table.baseline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Dataset;
import org.junit.jupiter.api.Test;

class IndependentBaselineTest {
  /// A cell that is 0 in all rows to learn from, and not in those that are held out.
  @Test
  void aConstantMakesAnotherCellImprobableAndNotAbsurd() {
    Dataset learned = new Dataset(1, 0);
    for (int row = 0; row < 20; row++) {
      learned.add(new float[] {0});
    }
    Dataset other = new Dataset(1, 0);
    other.add(new float[] {0.1f});
    double logDensity =
        IndependentBaseline.fit(MixedLayout.continuous(1), learned).meanLogDensity(other);
    assertTrue(logDensity < -1e3 && Float.isFinite((float) logDensity), () -> "" + logDensity);
  }
}

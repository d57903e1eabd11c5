package dev.bijou.novelty;

import dev.bijou.novelty.side.RowSides;
import dev.bijou.table.model.Calibration;
import dev.bijou.table.score.Sides;
import java.util.List;

/// Calibrations by one side or two.
final class Held {
  private Held() {}

  /// Rows of these densities, −log p.
  static Calibration of(float... density) {
    return new Calibration("held", List.of(Sides.DENSITY), new float[][] {density});
  }

  /// Rows of these densities and margins.
  static Calibration ofSides(float[] density, float[] margins) {
    return new Calibration(
        "held", List.of(Sides.DENSITY, RowSides.MARGINS), new float[][] {density, margins});
  }
}

package dev.bijou.novelty.rank;

import dev.bijou.novelty.side.RowSides;
import dev.bijou.table.model.Calibration;
import dev.bijou.table.score.Sides;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Several sides of a row as one number. Each has a p-value of its own by the calibration rows, and these are combined by
/// their weighted harmonic mean:
///
/// ```
/// T = log Σ_s w_s / p_s,     w = 1 for the row as a whole, ⅓ for its names and its values, 0.1 for its margins
/// ```
///
/// Where no centres of learned rows are kept, margins weigh ⅓: so files of earlier versions answer as they did.
///
/// One very unusual side suffices, several unusual ones add up, and that the sides depend on each other matters little
/// (Wilson, 2019, doi:10.1073/pnas.1814092116).
///
/// @param sides how the calibration rows are distributed from each side
/// @param weights of the sides
public record CombinedSides(List<Survival> sides, double[] weights)
    implements ToDoubleFunction<float[]> {
  private static final Set<String> WHOLE = Set.of(Sides.DENSITY, RowSides.NEIGHBOURS);
  private static final double WEIGHT_OF_PART = 1.0 / 3;
  private static final double WEIGHT_OF_MARGINS = 0.1;

  /// By the rows of a calibration set.
  public static CombinedSides of(Calibration calibration) {
    return new CombinedSides(
        Arrays.stream(calibration.sides()).map(side -> Survival.of(doubles(side))).toList(),
        calibration.names().stream().mapToDouble(side -> weight(side, calibration)).toArray());
  }

  private static double weight(String side, Calibration calibration) {
    if (WHOLE.contains(side)) {
      return 1;
    }
    boolean near = calibration.someCentres().length > 0;
    return side.equals(RowSides.MARGINS) && near ? WEIGHT_OF_MARGINS : WEIGHT_OF_PART;
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  @Override
  public double applyAsDouble(float[] row) {
    double most = 0; // as large a power of e is taken out, so that the sum does not overflow
    for (int i = 0; i < row.length; i++) {
      most = Math.max(most, sides.get(i).excess(row[i]));
    }
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      sum += weights[i] * sides.get(i).inverse(row[i], most);
    }
    return most + Math.log(sum);
  }
}

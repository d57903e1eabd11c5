package dev.bijou.novelty;

import dev.bijou.novelty.rank.Survival;
import dev.bijou.novelty.side.RowSides;
import dev.bijou.table.model.Calibration;
import dev.bijou.table.score.Sides;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How unusual a row is, as one number: the higher, the more unusual.
public enum NoveltyScore {
  /// Several sides of the row together. Each has a p-value of its own by the calibration rows, and these are combined by
  /// their weighted harmonic mean:
  ///
  /// ```
  /// T = log Σ_s w_s / p_s,     w = 1 for the row as a whole, ⅓ for its names and its values, 0.1 for its margins
  /// ```
  ///
  /// One very unusual side suffices, several unusual ones add up, and that the sides depend on each other matters little
  /// (Wilson, 2019, doi:10.1073/pnas.1814092116).
  COMBINED {
    private static final Set<String> WHOLE = Set.of(Sides.DENSITY, RowSides.NEIGHBOURS);
    private static final double WEIGHT_OF_PART = 1.0 / 3;
    private static final double WEIGHT_OF_MARGINS = 0.1;

    private static double weight(String side) {
      if (WHOLE.contains(side)) {
        return 1;
      }
      return side.equals(RowSides.MARGINS) ? WEIGHT_OF_MARGINS : WEIGHT_OF_PART;
    }

    @Override
    ToDoubleFunction<float[]> fit(Calibration calibration) {
      List<Survival> all =
          Arrays.stream(calibration.sides()).map(side -> Survival.of(doubles(side))).toList();
      double[] weights = calibration.names().stream().mapToDouble(name -> weight(name)).toArray();
      return sides -> {
        double most = 0; // as large a power of e is taken out, so that the sum does not overflow
        for (int i = 0; i < sides.length; i++) {
          most = Math.max(most, all.get(i).excess(sides[i]));
        }
        double sum = 0;
        for (int i = 0; i < sides.length; i++) {
          sum += weights[i] * all.get(i).inverse(sides[i], most);
        }
        return most + Math.log(sum);
      };
    }
  },

  /// −log p(row), [dev.bijou.table.score.Sides#DENSITY]: rows of low density are unusual.
  DENSITY {
    @Override
    ToDoubleFunction<float[]> fit(Calibration calibration) {
      return sides -> sides[0];
    }
  },

  /// |log p(row) − its median over held-out rows|: rows of unusually low or high density are unusual. In many dimensions
  /// nearly all rows lie in a shell of one density, the typical set, and rows denser than it, such as the mean of all,
  /// do not belong either (Nalisnick et al., 2019, arXiv:1906.02994, with a batch of one row).
  TYPICALITY {
    @Override
    ToDoubleFunction<float[]> fit(Calibration calibration) {
      double typical = median(calibration.sides()[0]);
      return sides -> Math.abs(sides[0] - typical);
    }
  };

  /// The score of a row by its sides, as these calibration rows have them.
  abstract ToDoubleFunction<float[]> fit(Calibration calibration);

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static double median(float[] values) {
    double[] sorted = Arrays.stream(doubles(values)).sorted().toArray();
    return 0.5 * (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]);
  }

  /// The score of this name.
  ///
  /// @throws IllegalArgumentException if there is none
  public static NoveltyScore named(String name) {
    return Arrays.stream(values())
        .filter(score -> score.toString().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no score is called \"%s\"; there are %s"
                    .formatted(
                        name,
                        Arrays.stream(values())
                            .map(NoveltyScore::toString)
                            .collect(Collectors.joining(", ")))));
  }

  /// The name, in lower case.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

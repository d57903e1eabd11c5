package dev.bijou.novelty;

import dev.bijou.novelty.rank.CombinedSides;
import dev.bijou.table.model.Calibration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How unusual a row is, as one number: the higher, the more unusual.
public enum NoveltyScore {
  /// Several sides of the row together, by the weighted harmonic mean of their p-values: the logarithm of Σ w / p, with w = 1
  /// for the row as a whole, ⅓ for its names and its values, and 0.1 for its margins (Wilson, 2019, doi:10.1073/pnas.1814092116).
  COMBINED {
    @Override
    ToDoubleFunction<float[]> fit(Calibration calibration) {
      return CombinedSides.of(calibration);
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

package dev.bijou.novelty;

import dev.bijou.table.model.Calibration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How unusual a row is, as one number: the higher, the more unusual.
public enum NoveltyScore {
  /// The largest of several scores (sides) of the row. To be comparable, each is measured from the median of the
  /// calibration set, in its median absolute deviations:
  ///
  /// ```
  /// novelty = max_s (side_s(row) − median_s) / MAD_s
  /// ```
  COMBINED {
    @Override
    ToDoubleFunction<float[]> fit(Calibration calibration) {
      List<Standard> standards = Arrays.stream(calibration.sides()).map(Standard::of).toList();
      return sides -> {
        double novelty = standards.getFirst().of(sides[0]);
        for (int i = 1; i < sides.length; i++) {
          novelty = Math.max(novelty, standards.get(i).of(sides[i]));
        }
        return novelty;
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
      double typical = Standard.of(calibration.sides()[0]).median();
      return sides -> Math.abs(sides[0] - typical);
    }
  };

  /// Location and scale of one side.
  ///
  /// @param spread the median absolute deviation or, where that is 0, the standard deviation; a side that never varies
  ///     counts as 0
  private record Standard(double median, double spread) {
    static Standard of(float[] side) {
      double[] sorted = sorted(side);
      double middle = NoveltyScore.median(sorted);
      double spread =
          NoveltyScore.median(
              Arrays.stream(sorted).map(x -> Math.abs(x - middle)).sorted().toArray());
      double mean = Arrays.stream(sorted).average().orElseThrow();
      double variance =
          Arrays.stream(sorted).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
      return new Standard(middle, spread > 0 ? spread : Math.sqrt(variance));
    }

    double of(float side) {
      return spread > 0 ? Math.min((side - median) / spread, Float.MAX_VALUE) : 0;
    }
  }

  /// The score of a row by its sides, as these calibration rows have them.
  abstract ToDoubleFunction<float[]> fit(Calibration calibration);

  private static double[] sorted(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).sorted().toArray();
  }

  private static double median(double[] sorted) {
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

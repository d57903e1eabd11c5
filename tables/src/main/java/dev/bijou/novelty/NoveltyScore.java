package dev.bijou.novelty;

import dev.bijou.table.Calibration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How unusual a row is, as one number: the higher, the more.
public enum NoveltyScore {
  /// The most unusual of all [Sides] from which the model sees the row. So that they compare, a side is counted from the
  /// median of the calibration rows, in their interquartile ranges:
  ///
  /// ```
  /// novelty = max_s (side_s(row) − median_s) / (quartile3_s − quartile1_s)
  /// ```
  SIDES {
    @Override
    ToDoubleFunction<float[]> fit(Calibration calibration) {
      double[][] sorted =
          Arrays.stream(calibration.sides()).map(NoveltyScore::sorted).toArray(double[][]::new);
      double[] medians = Arrays.stream(sorted).mapToDouble(side -> quantile(side, 0.5)).toArray();
      double[] spreads =
          Arrays.stream(sorted)
              .mapToDouble(side -> Math.max(quantile(side, 0.75) - quantile(side, 0.25), LEAST))
              .toArray();
      return sides ->
          IntStream.range(0, medians.length)
              .mapToDouble(i -> (sides[i] - medians[i]) / spreads[i])
              .max()
              .orElseThrow();
    }
  },

  /// −log p(row), [Sides#DENSITY]: rows of low density are unusual.
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
      double typical = quantile(sorted(calibration.sides()[0]), 0.5);
      return sides -> Math.abs(sides[0] - typical);
    }
  };

  /// The interquartile range of a side that hardly varies, in nats.
  private static final double LEAST = 1e-6;

  /// The score of a row by its sides, as these calibration rows have them.
  abstract ToDoubleFunction<float[]> fit(Calibration calibration);

  private static double[] sorted(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).sorted().toArray();
  }

  private static double quantile(double[] sorted, double p) {
    double at = p * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
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

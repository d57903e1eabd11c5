package dev.bijou.novelty;

import dev.bijou.table.Calibration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// How unusual a row is, as one number: the higher, the more.
public enum NoveltyScore {
  /// −log p(row): rows of low density are unusual.
  DENSITY {
    @Override
    float of(float logDensity, double typical) {
      return -logDensity;
    }
  },

  /// |log p(row) − its median over held-out rows|: rows of unusually low or high density are unusual. In many dimensions
  /// nearly all rows lie in a shell of one density, the typical set, and rows denser than it, such as the mean of all,
  /// do not belong either (Nalisnick et al., 2019, arXiv:1906.02994, with a batch of one row).
  TYPICALITY {
    @Override
    float of(float logDensity, double typical) {
      return (float) Math.abs(logDensity - typical);
    }
  };

  /// The score of a row.
  ///
  /// @param logDensity of the row, in nats
  /// @param typical log-density, see [#typical]
  abstract float of(float logDensity, double typical);

  /// The median log-density of the calibration rows.
  static double typical(Calibration calibration) {
    float[] sorted = calibration.logDensity();
    return 0.5 * ((double) sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]);
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

package dev.bijou.benchmark.nab;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the benchmark's repository lists for AWS's random cut forest in these series: `results/randomCutForest/
/// randomCutForest_standard_scores.csv` of numenta/NAB, at the threshold 0.4539 that is best for all its 58 series.
final class Published {
  private static final Map<String, Double> FOREST =
      Map.of(
          "ambient_temperature_system_failure", 1.76216856994,
          "cpu_utilization_asg_misconfiguration", 0.666433666253,
          "ec2_request_latency_system_failure", 1.84632452799,
          "machine_temperature_system_failure", -2.1185689822,
          "nyc_taxi", -3.1846309122,
          "rogue_agent_key_hold", -1.52739941276,
          "rogue_agent_key_updown", -0.0742083677309);

  private Published() {}

  /// Its score on these series, by the standard profile; empty if one is not among them.
  static Optional<Double> forest(List<Series> all) {
    double sum = 0;
    int windows = 0;
    for (Series series : all) {
      Double own = FOREST.get(series.name());
      if (own == null) {
        return Optional.empty();
      }
      sum += own;
      windows += series.windows().size();
    }
    return Optional.of(100 * (sum + windows) / (2 * windows));
  }
}

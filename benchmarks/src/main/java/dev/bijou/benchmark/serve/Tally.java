package dev.bijou.benchmark.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What came of requests. Safe for any number of threads.
final class Tally {
  private final Map<String, Integer> answered = new TreeMap<>();
  private final List<Double> milliseconds =
      new ArrayList<>(); // of single rows, since the last line
  private final List<String> troubles = new ArrayList<>();
  private long sent;
  private long right;

  synchronized void sent() {
    sent++;
  }

  /// An answer that one of the models gives.
  synchronized void right(String kind, double taken) {
    right++;
    answered.merge(kind, 1, Integer::sum);
    if (kind.equals("single")) {
      milliseconds.add(taken);
    }
  }

  /// A request without an answer, or with one that no model gives.
  synchronized void trouble(String what) {
    troubles.add(what);
  }

  /// What happened since the last line.
  synchronized String line() {
    double[] sorted = milliseconds.stream().mapToDouble(d -> d).sorted().toArray();
    String line =
        "%s; single p50 %.1f ms, p99 %.1f ms; %d troubles so far"
            .formatted(
                answered.entrySet().stream()
                    .map(e -> e.getKey() + " " + e.getValue())
                    .collect(Collectors.joining(", ")),
                share(sorted, 0.5),
                share(sorted, 0.99),
                troubles.size());
    answered.clear();
    milliseconds.clear();
    return line;
  }

  private static double share(double[] sorted, double share) {
    return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))];
  }

  synchronized long allSent() {
    return sent;
  }

  synchronized long allRight() {
    return right;
  }

  /// The kinds of trouble, with their counts.
  synchronized Map<String, Long> troubles() {
    return troubles.stream()
        .collect(Collectors.groupingBy(what -> what, TreeMap::new, Collectors.counting()));
  }
}

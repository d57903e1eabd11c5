package dev.bijou.server.metric;

import java.util.concurrent.atomic.LongAdder;

/// How often a time fell into each of some ranges.
final class Histogram {
  /// The upper bounds of the ranges, in seconds.
  static final double[] BOUNDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
  };

  private final LongAdder[] counts = new LongAdder[BOUNDS.length + 1];
  private final LongAdder nanos = new LongAdder();

  Histogram() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  void add(double seconds) {
    int range = 0;
    while (range < BOUNDS.length && seconds > BOUNDS[range]) {
      range++;
    }
    counts[range].increment();
    nanos.add((long) (seconds * 1e9));
  }

  /// Appends it as Prometheus reads it.
  ///
  /// @param labels without braces, not empty
  void print(String name, String labels, StringBuilder out) {
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += counts[i].sum();
      String bound = i < BOUNDS.length ? Double.toString(BOUNDS[i]) : "+Inf";
      out.append(name)
          .append("_bucket{")
          .append(labels)
          .append(",le=\"")
          .append(bound)
          .append("\"} ")
          .append(sum)
          .append('\n');
    }
    out.append(name)
        .append("_sum{")
        .append(labels)
        .append("} ")
        .append(nanos.sum() / 1e9)
        .append('\n');
    out.append(name).append("_count{").append(labels).append("} ").append(sum).append('\n');
  }
}

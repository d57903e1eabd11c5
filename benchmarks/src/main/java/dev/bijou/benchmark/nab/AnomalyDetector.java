package dev.bijou.benchmark.nab;

/// Scores the rows of a series, each by itself and the rows before it alone.
interface AnomalyDetector {
  /// Its name in tables.
  String name();

  /// The anomaly score of each row, between 0 and 1; 0 for rows that cannot be judged yet.
  double[] scores(Series series);
}

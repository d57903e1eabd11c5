package dev.bijou.benchmark.nab;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The rules of the Numenta Anomaly Benchmark (Lavin and Ahmad, 2015, arXiv:1510.03336).
///
/// A row is called anomalous if its score is at least a threshold. In a window, the earliest such row earns
///
/// ```
/// tp · σ(−(rows from it to the end of the window) / (rows of the window)) / σ(−1),     σ(x) = 2 / (1 + e^5x) − 1
/// ```
///
/// and a window without any costs fn. Outside, each costs fp · −σ(rows since the last window / (its rows − 1)), or fp where that
/// is 3 or more or there was no window. The threshold is the best one for all series together, and the sum is scaled so
/// that a detector that never calls anything has 0, and one that calls the first row of each window and no other has 100.
///
/// @param tp what a window earns that is seen at once
/// @param fp what a false alarm costs
/// @param fn what a missed window costs
record Scoring(double tp, double fp, double fn) {
  private static final double FAR = 3; // lengths of a window

  /// The result for some series.
  ///
  /// @param score 0 … 100, or less
  /// @param threshold the best one
  /// @param series the sum of each series at it, on the scale of tp, fp and fn
  record Result(double score, double threshold, List<Sum> series) {}

  /// What a series has.
  ///
  /// @param sum earned less what it cost
  /// @param seen windows with an alarm
  /// @param windows all that count
  /// @param falseAlarms rows outside the windows that are called anomalous
  record Sum(double sum, int seen, int windows, int falseAlarms) {}

  /// A profile of a file `profiles.json`.
  static Scoring read(Path file, String profile) {
    try {
      JsonObject costs =
          JsonParser.parseString(Files.readString(file))
              .getAsJsonObject()
              .getAsJsonObject(profile)
              .getAsJsonObject("CostMatrix");
      return new Scoring(
          costs.get("tpWeight").getAsDouble(),
          costs.get("fpWeight").getAsDouble(),
          costs.get("fnWeight").getAsDouble());
    } catch (IOException | NullPointerException e) {
      throw new IllegalArgumentException(file + " has no profile " + profile, e);
    }
  }

  /// A row that counts: its anomaly score, what it is worth if called, and its window, or −1.
  private record Point(int series, double score, double worth, int window) {}

  /// Judges scores at the threshold that is best for them.
  ///
  /// @param scores of each row of each series
  Result best(List<Series> all, List<double[]> scores) {
    List<Point> points = points(all, scores);
    points.sort(Comparator.comparingDouble(Point::score).reversed());
    double best = Double.NEGATIVE_INFINITY;
    double threshold = Double.POSITIVE_INFINITY;
    Tally tally = new Tally(all, points);
    for (int next = 0; ; ) {
      double total = tally.total();
      if (total > best) {
        best = total;
        threshold = next == 0 ? Double.POSITIVE_INFINITY : points.get(next - 1).score();
      }
      if (next == points.size()) {
        break;
      }
      double level = points.get(next).score();
      while (next < points.size() && points.get(next).score() == level) {
        tally.call(points.get(next++));
      }
    }
    return at(all, scores, threshold);
  }

  /// Judges scores at a threshold.
  Result at(List<Series> all, List<double[]> scores, double threshold) {
    List<Point> points = points(all, scores);
    Tally tally = new Tally(all, points);
    points.stream().filter(point -> point.score() >= threshold).forEach(tally::call);
    List<Sum> sums = new ArrayList<>();
    int windows = 0;
    for (int s = 0; s < all.size(); s++) {
      Sum sum = tally.sum(s);
      sums.add(sum);
      windows += sum.windows();
    }
    double none = -fn * windows;
    return new Result(
        100 * (tally.total() - none) / (tp * windows - none), threshold, List.copyOf(sums));
  }

  private List<Point> points(List<Series> all, List<double[]> scores) {
    List<Point> points = new ArrayList<>();
    for (int s = 0; s < all.size(); s++) {
      Series series = all.get(s);
      int window = 0; // the next that does not end before the row
      for (int row = 0; row < series.values().length; row++) {
        while (window < series.windows().size() && series.windows().get(window).last() < row) {
          window++;
        }
        boolean within = window < series.windows().size() && series.windows().get(window).has(row);
        if (row >= series.probation()) {
          double worth =
              within
                  ? tp * inside(series.windows().get(window), row)
                  : fp * outside(series.windows(), window, row);
          points.add(new Point(s, scores.get(s)[row], worth, within ? window : -1));
        }
      }
    }
    return points;
  }

  private static double inside(Series.Window window, int row) {
    return sigmoid(-(window.last() - row + 1.0) / window.rows()) / sigmoid(-1);
  }

  /// @param next how many windows are before the row
  private static double outside(List<Series.Window> windows, int next, int row) {
    if (next == 0) {
      return -1;
    }
    Series.Window last = windows.get(next - 1);
    double lengths = (row - last.last()) / (last.rows() - 1.0);
    return lengths >= FAR ? -1 : sigmoid(lengths);
  }

  private static double sigmoid(double x) {
    return 2 / (1 + Math.exp(5 * x)) - 1;
  }

  /// Adds up.
  private final class Tally {
    private final double[][] windows; // the most that each has earned, NaN if it does not count
    private final double[] cost; // of the false alarms of each series
    private final int[] alarms;

    Tally(List<Series> all, List<Point> points) {
      windows =
          all.stream().map(series -> new double[series.windows().size()]).toArray(double[][]::new);
      for (double[] own : windows) {
        Arrays.fill(own, Double.NaN);
      }
      for (Point point : points) {
        if (point.window() >= 0) {
          windows[point.series()][point.window()] = -fn;
        }
      }
      cost = new double[all.size()];
      alarms = new int[all.size()];
    }

    void call(Point point) {
      if (point.window() < 0) {
        cost[point.series()] += point.worth();
        alarms[point.series()]++;
      } else {
        double[] own = windows[point.series()];
        own[point.window()] = Math.max(own[point.window()], point.worth());
      }
    }

    double total() {
      double total = 0;
      for (int s = 0; s < cost.length; s++) {
        total += sum(s).sum();
      }
      return total;
    }

    Sum sum(int series) {
      double sum = cost[series];
      int seen = 0;
      int counted = 0;
      for (double earned : windows[series]) {
        if (!Double.isNaN(earned)) {
          counted++;
          seen += earned > -fn ? 1 : 0;
          sum += earned;
        }
      }
      return new Sum(sum, seen, counted, alarms[series]);
    }
  }
}

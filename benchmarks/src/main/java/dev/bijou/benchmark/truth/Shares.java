package dev.bijou.benchmark.truth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;

/// How far the draws of a model are from the truth, column by column: the shares of names, of missing cells, of values
/// that stand often, and of ten intervals between quantiles for all other values.
///
/// A share's deviation is z = (share − p) / √(p (1 − p) (1/n + 1/d + 1/r)), where p is the share among r rows of the
/// truth, n counts the rows that the model learned from, and d the draws. If a model is as good as its table, z is about
/// standard normal.
///
/// @param all the shares
record Shares(List<Share> all) {
  /// Beyond how much a deviation counts.
  static final double FAR = 2;

  private static final int INTERVALS = 10;
  private static final double OFTEN = 0.02; // from where a value has a share of its own
  private static final double FEWEST = 5; // rows expected, lest z be far from normal

  /// The share of a kind of cells.
  ///
  /// @param column name of the column
  /// @param cells which cells, in words
  /// @param truth their share in the truth
  /// @param drawn their share among the draws
  /// @param z the deviation
  record Share(String column, String cells, double truth, double drawn, double z) {
    String text() {
      return "%s %s: %.4f instead of %.4f, z = %.1f".formatted(column, cells, drawn, truth, z);
    }
  }

  /// Copies the list.
  Shares {
    all = List.copyOf(all);
  }

  /// Compares column by column.
  ///
  /// @param reference rows of the truth
  /// @param draws rows of the model, in the order of the truth's columns; a column that the model leaves out is null
  /// @param independent the number of independent rows that the model learned from
  static Shares of(KnownTruth truth, double[][] reference, double[][] draws, double independent) {
    List<Share> shares = new ArrayList<>();
    for (int c = 0; c < truth.columns().size(); c++) {
      if (draws[c] != null) {
        double[] known = column(reference, c);
        Comparison comparison =
            new Comparison(truth.columns().get(c), known, draws[c], independent, shares);
        comparison.run();
      }
    }
    return new Shares(shares);
  }

  private static double[] column(double[][] rows, int column) {
    return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
  }

  /// How many are farther than chance alone would often have them.
  long far() {
    return all.stream().filter(share -> Math.abs(share.z()) > FAR).count();
  }

  /// The share that deviates most.
  Optional<Share> worst() {
    return all.stream().max(Comparator.comparingDouble(share -> Math.abs(share.z())));
  }

  /// One column's comparison, which adds to a list.
  private record Comparison(
      TrueColumn column, double[] known, double[] drawn, double independent, List<Share> shares) {

    void run() {
      add("missing", Double::isNaN);
      double[] sorted = Arrays.stream(known).filter(x -> !Double.isNaN(x)).sorted().toArray();
      if (column.form() instanceof Form.Names(List<String> names)) {
        names(names.size(), sorted);
      } else {
        numbers(sorted);
      }
    }

    /// Each name; those that are too rare for a share of their own count together.
    private void names(int count, double[] sorted) {
      double enough = FEWEST / Math.min(independent, drawn.length);
      boolean[] rare = new boolean[count];
      for (int i = 0; i < count; i++) {
        int name = i;
        long seen = Arrays.stream(sorted).filter(x -> x == name).count();
        rare[i] = (double) seen / known.length < enough;
        if (!rare[i]) {
          add("= " + column.form().text(i), x -> x == name);
        }
      }
      add("= rare names", x -> x >= 0 && rare[(int) x]);
      add("= no such name", x -> x == -1);
    }

    private void numbers(double[] sorted) {
      List<Double> often = new ArrayList<>();
      for (int from = 0, to; from < sorted.length; from = to) {
        to = from + 1;
        while (to < sorted.length && sorted[to] == sorted[from]) {
          to++;
        }
        if (to - from >= OFTEN * known.length) {
          double value = sorted[from];
          often.add(value);
          add("= " + column.form().text(value), x -> x == value);
        }
      }
      double[] rest = Arrays.stream(sorted).filter(x -> !often.contains(x)).toArray();
      double from = Double.NEGATIVE_INFINITY;
      for (int i = 1; i <= INTERVALS && rest.length > 0; i++) {
        double low = from;
        double high =
            i == INTERVALS
                ? Double.POSITIVE_INFINITY
                : rest[(int) ((long) i * rest.length / INTERVALS)];
        if (high > low) {
          add(
              "in (%s, %s]".formatted(brief(low), brief(high)),
              x -> x > low && x <= high && !often.contains(x));
        }
        from = high;
      }
    }

    private String brief(double x) {
      if (Double.isInfinite(x)) {
        return x > 0 ? "∞" : "−∞";
      }
      return column.form() instanceof Form.Days ? column.form().text(x) : "%.4g".formatted(x);
    }

    /// Adds a share that the truth or the draws have.
    private void add(String cells, DoublePredicate belongs) {
      double p = share(known, belongs);
      double share = share(drawn, belongs);
      if ((p == 0 || p == 1) && share == p) {
        return;
      }
      // What the truth never has, it has less than once.
      double likely = Math.clamp(p, 1.0 / known.length, 1 - 1.0 / known.length);
      double variance =
          likely * (1 - likely) * (1 / independent + 1.0 / drawn.length + 1.0 / known.length);
      shares.add(new Share(column.name(), cells, p, share, (share - p) / Math.sqrt(variance)));
    }

    private static double share(double[] cells, DoublePredicate belongs) {
      return (double) Arrays.stream(cells).filter(belongs).count() / cells.length;
    }
  }
}

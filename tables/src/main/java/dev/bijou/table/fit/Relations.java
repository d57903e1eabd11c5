package dev.bijou.table.fit;

import dev.bijou.kernel.Cholesky;
import dev.bijou.table.baseline.Covariance;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.FloatMatrix;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.Relation;
import dev.bijou.table.schema.TrainingTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Finds columns that follow from others: labels of codes and sums, in every row of a table, and ties.
final class Relations {
  /// Rows that a cell has on average, for its label to be more than a coincidence.
  private static final int ROWS_PER_CELL = 20;

  /// Rows that would break a relation if the columns were independent.
  private static final int FEWEST_AT_RISK = 50;

  private static final int SAMPLED_ROWS = 5_000;
  private static final double UNEXPLAINED = 1e-6; // of the variance
  private static final double WHOLE = 1e-3; // how far a factor may be from a whole number
  private static final double PRECISION = 1e-6; // of sums of floats, relative to their terms

  private final TrainingTable table;
  private final List<Column> columns;
  private final FloatMatrix cells;
  private final Set<Integer> following = new HashSet<>();
  private final List<Relation> found = new ArrayList<>();

  private Relations(TrainingTable table) {
    this.table = table;
    this.columns = table.schema().targets();
    this.cells = table.targets();
  }

  /// The relations between the targets of a table, in the order in which drawn rows have to keep them. No column follows
  /// in every row from one that follows itself.
  static List<Relation> of(TrainingTable table) {
    Relations relations = new Relations(table);
    relations.labels();
    relations.totals();
    List<Relation> all = new ArrayList<>(Ties.of(table, relations.following));
    all.addAll(relations.found);
    return List.copyOf(all);
  }

  private void labels() {
    int[] few =
        IntStream.range(0, columns.size()).filter(c -> hasFewCells(columns.get(c))).toArray();
    Set<Integer> sources = new HashSet<>();
    for (int from : few) {
      for (int to : few) {
        if (to != from
            && !sources.contains(to)
            && !following.contains(to)
            && !following.contains(from)) {
          label(from, to)
              .ifPresent(label -> {
                found.add(label);
                following.add(to);
                sources.add(from);
              });
        }
      }
    }
  }

  private boolean hasFewCells(Column column) {
    return !column.isAtom()
        && column.distinct() > 1
        && column.distinct() < Column.MANY
        && table.rows() >= (long) ROWS_PER_CELL * column.distinct()
        && (!column.kind().isNumeric() || column.kind().grid() > 0 || column.kind().atoms().only());
  }

  private Optional<Relation> label(int from, int to) {
    Map<Float, Float> labels = new HashMap<>();
    Map<Float, Integer> counts = new HashMap<>();
    for (int row = 0; row < table.rows(); row++) {
      Float label = cells.get(row, to);
      Float known = labels.putIfAbsent(cells.get(row, from), label);
      if (known != null && !known.equals(label)) {
        return Optional.empty();
      }
      counts.merge(label, 1, Integer::sum);
    }
    double rows = table.rows();
    double same = counts.values().stream().mapToDouble(n -> n / rows * (n / rows)).sum();
    if ((rows - labels.size()) * (1 - same) < FEWEST_AT_RISK) {
      return Optional.empty();
    }
    List<Map.Entry<Float, Float>> seen =
        labels.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
    return Optional.of(
        new Relation.Label(
            columns.get(to).name(),
            columns.get(from).name(),
            seen.stream().map(pair -> columns.get(from).cell(pair.getKey())).toList(),
            seen.stream().map(pair -> columns.get(to).cell(pair.getValue())).toList()));
  }

  private void totals() {
    int[] numeric =
        IntStream.range(0, columns.size())
            .filter(c -> isSummable(columns.get(c)) && !following.contains(c))
            .toArray();
    int[] sample = sample();
    if (numeric.length < 2 || sample.length <= 2 * numeric.length) {
      return;
    }
    FloatMatrix values = cells.select(numeric);
    Covariance covariance = Covariance.of(values.select(new int[0]), values, sample);
    double[][] factor = new double[numeric.length][];
    for (int i = 0; i < numeric.length; i++) {
      factor[i] = new double[i + 1];
      double unexplained = Cholesky.row(covariance.correlation(), factor, i);
      if (unexplained > UNEXPLAINED) {
        factor[i][i] = Math.sqrt(unexplained);
      } else if (covariance.correlation()[i][i] > 0) {
        int column = numeric[i];
        total(numeric, factor, i, covariance.deviation())
            .ifPresent(total -> {
              found.add(total);
              following.add(column);
            });
      }
    }
  }

  private boolean isSummable(Column column) {
    return (column.kind() instanceof Kind.Continuous || column.kind() instanceof Kind.Integral)
        && column.missing() == 0;
  }

  private int[] sample() {
    int sampled = Math.min(table.rows(), SAMPLED_ROWS);
    return IntStream.range(0, sampled)
        .map(i -> (int) ((long) i * table.rows() / sampled))
        .toArray();
  }

  /// Column i as whole multiples of those before it, if every row has it so.
  private Optional<Relation> total(int[] numeric, double[][] factor, int i, double[] deviation) {
    double[] standardized = new double[i];
    List<Integer> of = new ArrayList<>();
    List<Integer> factors = new ArrayList<>();
    for (int j = i - 1; j >= 0; j--) {
      if (factor[j][j] == 0) {
        continue; // follows itself
      }
      double rest = factor[i][j];
      for (int k = j + 1; k < i; k++) {
        rest -= factor[k][j] * standardized[k];
      }
      standardized[j] = rest / factor[j][j];
      double times = standardized[j] * deviation[i] / deviation[j];
      double whole = Math.rint(times);
      if (Math.abs(times - whole) > WHOLE || Math.abs(whole) > Integer.MAX_VALUE) {
        return Optional.empty();
      }
      if (whole != 0) {
        of.addFirst(numeric[j]);
        factors.addFirst((int) whole);
      }
    }
    if (of.isEmpty()) {
      return Optional.empty();
    }
    double constant = columns.get(numeric[i]).rounded(value(0, numeric[i]) - sum(0, of, factors));
    for (int row = 0; row < table.rows(); row++) {
      double value = value(row, numeric[i]);
      double size = Math.abs(value) + Math.abs(constant);
      for (int k = 0; k < of.size(); k++) {
        size += Math.abs(factors.get(k) * value(row, of.get(k)));
      }
      if (Math.abs(value - constant - sum(row, of, factors)) > PRECISION * size) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Relation.Total(
            columns.get(numeric[i]).name(),
            of.stream().map(c -> columns.get(c).name()).toList(),
            factors,
            constant));
  }

  private double sum(int row, List<Integer> of, List<Integer> factors) {
    double sum = 0;
    for (int k = 0; k < of.size(); k++) {
      sum += factors.get(k) * value(row, of.get(k));
    }
    return sum;
  }

  private double value(int row, int column) {
    return columns.get(column).absolute(cells.get(row, column));
  }
}

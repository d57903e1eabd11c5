package dev.bijou.table.fit;

import dev.bijou.table.model.Provenance;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// How often the cells of a column lie in each of some bins, with noise: all that a private fit knows of a column by itself,
/// besides what its schema says. The bins are those of the schema: names (the rare ones together), values with a probability
/// of their own, missing cells, and equal parts of the range.
///
/// @param column as its schema says
/// @param shares of the bins, not negative, with the sum 1
record NoisyColumn(Column column, double[] shares) {
  private static final int MOST_PARTS = 64; // of a range

  /// Adds noise to counts.
  ///
  /// @param cells of the column, NaN where missing
  /// @param noise its standard deviation
  static NoisyColumn of(Column column, double[] cells, double noise, RandomGenerator random) {
    NoisyColumn empty = new NoisyColumn(column, new double[0]);
    double[] counts = new double[empty.bins()];
    for (double cell : cells) {
      counts[empty.bin(cell)]++;
    }
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Math.max(0, counts[i] + noise * random.nextGaussian());
      sum += counts[i];
    }
    double total = sum;
    return new NoisyColumn(
        column,
        Arrays.stream(counts)
            .map(count -> total > 0 ? count / total : 1.0 / counts.length)
            .toArray());
  }

  private List<Double> atoms() {
    return column.kind().atoms().values();
  }

  private int missing() {
    return column.missing() > 0 ? 1 : 0;
  }

  private int names() {
    int known = column.kind().namesKnown();
    return column.kind().nameCount() > known ? known + 1 : known;
  }

  /// How many parts the range has.
  private int parts() {
    if (!column.kind().isNumeric() || column.kind().atoms().only()) {
      return 0;
    }
    double grid = column.kind().grid();
    double values = grid > 0 ? Math.rint((column.max() - column.min()) / grid) + 1 : MOST_PARTS;
    return (int) Math.clamp(values, 1, MOST_PARTS);
  }

  private int bins() {
    return missing() + names() + atoms().size() + parts();
  }

  /// The bin of a cell: missing, then names, then atoms, then parts of the range.
  private int bin(double cell) {
    if (Double.isNaN(cell)) {
      return 0;
    }
    int first = missing();
    if (!column.kind().isNumeric()) {
      return first + (int) Math.min(cell, names() - 1);
    }
    int atom = -1;
    for (int i = 0; i < atoms().size(); i++) {
      atom = column.relative(atoms().get(i)) == column.relative(cell) ? i : atom;
    }
    if (atom >= 0 || parts() == 0) {
      return first + Math.max(0, atom);
    }
    double place = (cell - column.min()) / (column.max() - column.min() + column.kind().grid());
    return first + atoms().size() + (int) Math.clamp(place * parts(), 0, parts() - 1);
  }

  /// A cell as often as the shares say, anywhere in its bin.
  double draw(RandomGenerator random) {
    double left = random.nextDouble();
    int bin = 0;
    while (bin < shares.length - 1 && left >= shares[bin]) {
      left -= shares[bin++];
    }
    return cell(bin, random.nextDouble());
  }

  /// @param at the place in a part of the range, 0 … 1
  private double cell(int bin, double at) {
    int own = bin - missing();
    if (own < 0) {
      return Double.NaN;
    }
    if (!column.kind().isNumeric()) {
      return own;
    }
    if (own < atoms().size()) {
      return atoms().get(own);
    }
    double grid = column.kind().grid();
    double range = column.max() - column.min() + grid;
    double place = (own - atoms().size() + at) / parts() * range;
    double value = column.min() + (grid > 0 ? Math.floor(place / grid + 1e-9) * grid : place);
    return Math.clamp(value, column.min(), column.max());
  }

  /// The column with statistics that follow from the shares.
  ///
  /// @param rows how many there are
  Column described(int rows) {
    double absent = missing() * shares[0];
    double mean = 0;
    double square = 0;
    for (int bin = missing(); bin < shares.length; bin++) {
      double cell = cell(bin, 0.5);
      mean += shares[bin] * cell;
      square += shares[bin] * cell * cell;
    }
    double present = Math.max(1 - absent, Double.MIN_NORMAL);
    mean /= present;
    long missing = missing() == 0 ? 0 : Math.clamp(Math.round(absent * rows), 1, rows);
    return new Column(
        column.name(),
        kind(rows),
        column.offset(),
        column.unit(),
        rows - missing,
        missing,
        mean,
        Math.sqrt(Math.max(0, square / present - mean * mean)),
        column.min(),
        column.max(),
        column.distinct(),
        column.decimals());
  }

  /// The kind with the names in the same order, each as often as its share says, and rare ones equally often.
  private Kind kind(int rows) {
    if (!(column.kind() instanceof Kind.Categorical(var levels, var rare))) {
      return column.kind();
    }
    int first = missing();
    return new Kind.Categorical(
        IntStream.range(0, levels.size())
            .mapToObj(i ->
                new Kind.Level(
                    levels.get(i).name(), Math.max(1, Math.round(shares[first + i] * rows))))
            .toList(),
        rare.stream().map(level -> new Kind.Level(level.name(), 1)).toList());
  }

  /// Its percentiles, as far as the shares tell.
  Provenance.Quantiles quantiles() {
    double[] values = new double[Provenance.Quantiles.COUNT];
    record Part(double value, double share) {}
    List<Part> parts = new ArrayList<>();
    double total = 0;
    for (int bin = missing(); bin < shares.length; bin++) {
      parts.add(new Part(cell(bin, 0.5), shares[bin]));
      total += shares[bin];
    }
    parts.sort(Comparator.comparingDouble(Part::value));
    int at = 0;
    double below = parts.getFirst().share();
    for (int p = 0; p < values.length; p++) {
      while (at < parts.size() - 1 && below < total * p / (values.length - 1)) {
        below += parts.get(++at).share();
      }
      values[p] = parts.get(at).value();
    }
    return new Provenance.Quantiles(column.name(), values);
  }

  /// A constant, which is part of the schema, in so many rows.
  static Column constant(Column column, int rows) {
    int absent = column.missing() > 0 ? rows : 0;
    return new Column(
        column.name(), column.kind(), 0, rows - absent, absent, 0, 0, 0, 0, 1, column.decimals());
  }
}

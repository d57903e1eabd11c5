package dev.bijou.benchmark.truth;

import dev.bijou.table.io.TableWriter;
import dev.bijou.tensor.Workers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// A table whose density is known: columns, each with its law given those before it.
///
/// @param name in lower case with hyphens
/// @param rows of the table to learn from
/// @param columns at least one
/// @param arrangement how that table is made of rows of the truth
/// @param parameters how many numbers a model of the right form would have to learn; 0 where nobody asks, in a table of
///     5,000 rows or more
/// @param heavy whether tails are so heavy that more may be lost
record KnownTruth(
    String name,
    int rows,
    List<TrueColumn> columns,
    Arrangement arrangement,
    int parameters,
    boolean heavy) {
  /// Copies the list.
  KnownTruth {
    columns = List.copyOf(columns);
  }

  static KnownTruth of(String name, int rows, TrueColumn... columns) {
    return of(name, rows, List.of(columns));
  }

  static KnownTruth of(String name, int rows, List<TrueColumn> columns) {
    return new KnownTruth(name, rows, columns, new Arrangement.AsDrawn(), 0, false);
  }

  /// Columns of numbers x1, x2 and so on.
  static KnownTruth numbers(String name, int rows, List<Given> columns) {
    return of(
        name,
        rows,
        IntStream.range(0, columns.size())
            .mapToObj(i -> TrueColumn.number("x" + (i + 1), columns.get(i)))
            .toList());
  }

  KnownTruth arranged(Arrangement other) {
    return new KnownTruth(name, rows, columns, other, parameters, heavy);
  }

  KnownTruth withParameters(int count) {
    return new KnownTruth(name, rows, columns, arrangement, count, heavy);
  }

  KnownTruth withHeavyTails() {
    return new KnownTruth(name, rows, columns, arrangement, parameters, true);
  }

  KnownTruth withRows(int other) {
    return new KnownTruth(name, other, columns, arrangement, parameters, heavy);
  }

  /// A source of numbers of its own for each table, seed and use.
  SplittableRandom random(long seed, String use) {
    return new SplittableRandom(31L * (name + " " + use).hashCode() + seed);
  }

  /// Draws a row.
  double[] draw(RandomGenerator random) {
    double[] row = new double[columns.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = columns.get(i).given().law(row).draw(random);
    }
    return row;
  }

  /// Draws rows as they come.
  double[][] draw(int count, RandomGenerator random) {
    return new Arrangement.AsDrawn().rows(() -> draw(random), count);
  }

  /// Draws the table to learn from.
  double[][] table(RandomGenerator random) {
    return arrangement.rows(() -> draw(random), rows);
  }

  /// Σ log p(xᵢ | x₁ … xᵢ₋₁) in nats, where a value that has a probability counts with that.
  double logDensity(double[] row) {
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      sum += columns.get(i).given().law(row).logDensity(row[i]);
    }
    return sum;
  }

  /// Writes rows as a CSV file.
  void write(Path file, double[][] table, Workers workers) {
    try (TableWriter writer =
        TableWriter.toFile(file.toString(), columns.stream().map(TrueColumn::name).toList())) {
      writer.rows(table.length, workers, n -> text(table[n]));
      writer.commit();
    }
  }

  private List<String> text(double[] row) {
    List<String> text = new ArrayList<>(row.length);
    for (int i = 0; i < row.length; i++) {
      text.add(columns.get(i).form().text(row[i]));
    }
    return text;
  }
}

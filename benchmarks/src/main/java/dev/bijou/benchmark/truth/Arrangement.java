package dev.bijou.benchmark.truth;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Supplier;

/// How a table to learn from is made of rows of the truth.
sealed interface Arrangement {
  /// The rows of the table.
  ///
  /// @param draw draws a row of the truth
  /// @param rows how many the table has
  double[][] rows(Supplier<double[]> draw, int rows);

  /// How many independent rows the shares of the table are as exact as.
  default double independent(int rows) {
    return rows;
  }

  /// As they are drawn.
  record AsDrawn() implements Arrangement {
    @Override
    public double[][] rows(Supplier<double[]> draw, int rows) {
      double[][] table = new double[rows][];
      Arrays.setAll(table, _ -> draw.get());
      return table;
    }
  }

  /// In the order of a column.
  record SortedBy(int column) implements Arrangement {
    @Override
    public double[][] rows(Supplier<double[]> draw, int rows) {
      double[][] table = new AsDrawn().rows(draw, rows);
      Arrays.sort(table, Comparator.comparingDouble(row -> row[column]));
      return table;
    }
  }

  /// A quarter of the rows that were drawn stand a second time below.
  record QuarterTwice() implements Arrangement {
    private static final double DRAWN = 0.8; // of the table's rows, the others are copies

    @Override
    public double[][] rows(Supplier<double[]> draw, int rows) {
      double[][] table = new double[rows][];
      int drawn = (int) Math.rint(DRAWN * rows);
      Arrays.setAll(table, i -> i < drawn ? draw.get() : table[4 * (i - drawn)]);
      return table;
    }

    /// (Σ m)² / Σ m² over the rows drawn, each of which stands m times.
    @Override
    public double independent(int rows) {
      double drawn = DRAWN * rows;
      return rows * (double) rows / (0.75 * drawn + 4 * 0.25 * drawn);
    }
  }

  /// One cell of the middle row is far out.
  record Outlier(int column, double value) implements Arrangement {
    @Override
    public double[][] rows(Supplier<double[]> draw, int rows) {
      double[][] table = new AsDrawn().rows(draw, rows);
      table[rows / 2][column] = value;
      return table;
    }
  }
}

package dev.bijou.benchmark.truth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Several normal columns, or columns of a t distribution, that are correlated.
///
/// @param location of each column
/// @param scale of each column: the standard deviation of a normal one
/// @param correlation symmetric and positive definite, with ones on the diagonal
record Elliptical(double[] location, double[] scale, double[][] correlation) {
  /// With the same correlation between any two columns.
  static Elliptical evenly(double[] location, double[] scale, double correlation) {
    double[][] matrix = new double[scale.length][scale.length];
    for (int i = 0; i < matrix.length; i++) {
      Arrays.fill(matrix[i], correlation);
      matrix[i][i] = 1;
    }
    return new Elliptical(location, scale, matrix);
  }

  /// With location 0 and scale 1.
  static Elliptical standard(double[][] correlation) {
    double[] ones = new double[correlation.length];
    Arrays.fill(ones, 1);
    return new Elliptical(new double[ones.length], ones, correlation);
  }

  /// What the columns before say of one, all of them standardized: mean Σ wⱼ zⱼ.
  ///
  /// @param weights of the columns that are there
  /// @param deviation of what is left
  private record Regression(int[] columns, double[] weights, double deviation) {
    double mean(double[] z) {
      double mean = 0;
      for (int i = 0; i < columns.length; i++) {
        mean += weights[i] * z[columns[i]];
      }
      return mean;
    }
  }

  /// The weights solve R w = r, with R the correlation among `columns` and r that with the target: elimination of Gauss,
  /// which needs no pivots in a positive definite matrix.
  private Regression regression(int target, int[] columns) {
    int n = columns.length;
    double[][] rows = new double[n][n + 1];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        rows[i][j] = correlation[columns[i]][columns[j]];
      }
      rows[i][n] = correlation[columns[i]][target];
    }
    for (int i = 0; i < n; i++) {
      for (int below = i + 1; below < n; below++) {
        double factor = rows[below][i] / rows[i][i];
        for (int j = i; j <= n; j++) {
          rows[below][j] -= factor * rows[i][j];
        }
      }
    }
    double[] weights = new double[n];
    double unexplained = 1;
    for (int i = n - 1; i >= 0; i--) {
      double rest = rows[i][n];
      for (int j = i + 1; j < n; j++) {
        rest -= rows[i][j] * weights[j];
      }
      weights[i] = rest / rows[i][i];
      unexplained -= weights[i] * correlation[columns[i]][target];
    }
    return new Regression(columns, weights, Math.sqrt(unexplained));
  }

  private double[] standardized(double[] row, int from, int count) {
    double[] z = new double[count];
    for (int i = 0; i < count; i++) {
      z[i] = (row[from + i] - location[i]) / scale[i];
    }
    return z;
  }

  /// Normal columns. Each is given those before it that are there, so that missing cells do no harm.
  ///
  /// @param from place of the first of the columns in a row
  List<Given> normal(int from) {
    List<Given> columns = new ArrayList<>();
    for (int i = 0; i < scale.length; i++) {
      int column = i;
      Regression complete = regression(column, IntStream.range(0, column).toArray());
      columns.add(row -> {
        double[] z = standardized(row, from, column);
        int[] present = IntStream.range(0, column).filter(j -> !Double.isNaN(z[j])).toArray();
        Regression known = present.length == column ? complete : regression(column, present);
        return new Smooth.Normal(
            location[column] + scale[column] * known.mean(z), scale[column] * known.deviation());
      });
    }
    return List.copyOf(columns);
  }

  /// Columns of a multivariate t distribution: given d columns, the next has ν + d degrees of freedom, and its scale
  /// grows with their squared distance δ² from the location by √((ν + δ²) / (ν + d)).
  ///
  /// @param from place of the first of the columns in a row
  /// @param freedom ν
  List<Given> student(int from, int freedom) {
    List<Regression> known =
        IntStream.range(0, scale.length)
            .mapToObj(i -> regression(i, IntStream.range(0, i).toArray()))
            .toList();
    List<Given> columns = new ArrayList<>();
    for (int i = 0; i < scale.length; i++) {
      int column = i;
      columns.add(row -> {
        double[] z = standardized(row, from, column);
        double distance = 0;
        for (int j = 0; j < column; j++) {
          double rest = (z[j] - known.get(j).mean(z)) / known.get(j).deviation();
          distance += rest * rest;
        }
        Regression mine = known.get(column);
        return new Smooth.Student(
            freedom + column,
            location[column] + scale[column] * mine.mean(z),
            scale[column]
                * mine.deviation()
                * Math.sqrt((freedom + distance) / (freedom + column)));
      });
    }
    return List.copyOf(columns);
  }
}

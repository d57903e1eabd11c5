package dev.bijou.report.page;

import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// How often each category of a column occurs.
///
/// @param names the categories that the model knows, the most frequent first, then all others, and missing cells
/// @param shares of each, between 0 and 1
public record NameShares(List<String> names, double[] shares) {
  private static final List<String> FURTHER = List.of("other names", "missing");

  /// The shares in some rows.
  ///
  /// @param codes of the names, NaN for missing cells; at least one
  public static NameShares of(Column column, double[] codes) {
    int known = column.kind().namesKnown();
    double[] shares = new double[known + FURTHER.size()];
    for (double code : codes) {
      shares[Double.isNaN(code) ? known + 1 : (int) Math.min(code, known)] += 1.0 / codes.length;
    }
    return new NameShares(names(column), shares);
  }

  /// The shares in the rows that a model learned from.
  public static NameShares learned(Column column) {
    double[] counts =
        switch (column.kind()) {
          case Kind.Categorical(List<Kind.Level> levels, List<Kind.Level> rare) ->
              IntStream.concat(
                      levels.stream().mapToInt(level -> (int) level.count()),
                      IntStream.of(rare.stream().mapToInt(level -> (int) level.count()).sum()))
                  .asDoubleStream()
                  .toArray();
          case Kind.Binary _ ->
              new double[] {
                column.count() * (1 - column.mean()), column.count() * column.mean(), 0
              };
          case Kind.Constant _ -> new double[] {column.count() + column.missing(), 0};
          default -> throw new IllegalArgumentException(column.name() + " has no names");
        };
    double all = column.count() + column.missing();
    double[] shares = new double[counts.length + 1];
    for (int i = 0; i < counts.length; i++) {
      shares[i] = counts[i] / all;
    }
    shares[counts.length] = column.isAtom() ? 0 : column.missing() / all;
    return new NameShares(names(column), shares);
  }

  private static List<String> names(Column column) {
    List<String> names =
        new ArrayList<>(column.kind().names().subList(0, column.kind().namesKnown()));
    names.addAll(FURTHER);
    return names;
  }

  /// The share of rows that would have to change for the two to be equal, 0 … 1 (total variation).
  public double gap(NameShares other) {
    return 0.5
        * IntStream.range(0, shares.length)
            .mapToDouble(i -> Math.abs(shares[i] - other.shares[i]))
            .sum();
  }
}

package dev.bijou.table.encoding;

import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import java.util.List;
import java.util.stream.IntStream;

/// The cells of constant columns, which a distribution does not know. With n rows seen, all of them equal there, the
/// constant has the probability (n + ½) / (n + 1), and any other cell, a missing one too, has ½ / (n + 1): the rule of
/// Krichevsky and Trofimov (1981).
///
/// Safe for any number of threads.
public final class ConstantCells {
  /// The code of the constant.
  public static final double CONSTANT = 0;

  private final int[] places;
  private final double[] logSame;
  private final double[] logOther;

  private ConstantCells(int[] places, double[] logSame, double[] logOther) {
    this.places = places;
    this.logSame = logSame;
    this.logOther = logOther;
  }

  /// The constant columns among the targets of a schema.
  public static ConstantCells of(Schema schema) {
    List<Column> targets = schema.targets();
    int[] places =
        IntStream.range(0, targets.size()).filter(c -> targets.get(c).isAtom()).toArray();
    double[] rows =
        IntStream.of(places)
            .mapToDouble(c -> targets.get(c).count() + targets.get(c).missing())
            .toArray();
    return new ConstantCells(
        places,
        IntStream.range(0, rows.length)
            .mapToDouble(i -> Math.log((rows[i] + 0.5) / (rows[i] + 1)))
            .toArray(),
        IntStream.range(0, rows.length).mapToDouble(i -> Math.log(0.5 / (rows[i] + 1))).toArray());
  }

  /// Whether there are none.
  public boolean isEmpty() {
    return places.length == 0;
  }

  /// The logarithm of the probability of the constant cells of a row, in nats; 0 if there are none.
  ///
  /// @param row a number for each target column of the schema at least
  public double logProbability(double[] row) {
    double sum = 0;
    for (int i = 0; i < places.length; i++) {
      sum += row[places[i]] == CONSTANT ? logSame[i] : logOther[i];
    }
    return sum;
  }

  /// The same of another cell in one of the columns.
  ///
  /// @param column its place among the targets
  public double logOther(int column) {
    for (int i = 0; i < places.length; i++) {
      if (places[i] == column) {
        return logOther[i];
      }
    }
    throw new IllegalArgumentException("column " + column + " is not constant");
  }

  /// The columns in which a row has another cell than all rows that were seen, by their place among the targets.
  public int[] broken(double[] row) {
    return IntStream.of(places).filter(c -> row[c] != CONSTANT).toArray();
  }

  /// How many columns these are.
  public int countBroken(double[] row) {
    int count = 0;
    for (int place : places) {
      count += row[place] != CONSTANT ? 1 : 0;
    }
    return count;
  }
}

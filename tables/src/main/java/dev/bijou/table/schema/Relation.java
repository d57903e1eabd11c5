package dev.bijou.table.schema;

import java.util.List;

/// What a column followed from in the rows that were seen, in every one or in many. Drawn rows keep to it.
public sealed interface Relation {
  /// The name of the column that follows.
  String column();

  /// The names of the columns that it follows from.
  List<String> of();

  /// A label for a code, or a code for a label: each cell of one column always comes with the same cell of another.
  ///
  /// @param column the name of the column that follows
  /// @param from the name of the column that it follows from
  /// @param cells cells of that column, NaN for a missing one
  /// @param labels the cell that comes with each of them
  record Label(String column, String from, List<Double> cells, List<Double> labels)
      implements Relation {
    /// @throws IllegalArgumentException unless there are as many labels as cells
    public Label {
      cells = List.copyOf(cells);
      labels = List.copyOf(labels);
      if (cells.size() != labels.size()) {
        throw new IllegalArgumentException(
            "%d cells have %d labels".formatted(cells.size(), labels.size()));
      }
    }

    @Override
    public List<String> of() {
      return List.of(from);
    }
  }

  /// A sum: a constant and whole multiples of other columns.
  ///
  /// @param column the name of the column that follows
  /// @param of the names of the columns that it follows from
  /// @param factors what each of them is multiplied by
  /// @param constant what is added
  record Total(String column, List<String> of, List<Integer> factors, double constant)
      implements Relation {
    /// @throws IllegalArgumentException unless there are as many factors as columns, and some
    public Total {
      of = List.copyOf(of);
      factors = List.copyOf(factors);
      if (of.isEmpty() || of.size() != factors.size()) {
        throw new IllegalArgumentException(
            "%d columns have %d factors".formatted(of.size(), factors.size()));
      }
    }
  }

  /// A tie: in many rows, the cell of one column is that of another, far more often than it is any other distance away.
  ///
  /// A density knows a tie as a ridge. A drawn row that lies near enough to it is taken to be tied, by the distance
  ///
  /// ```
  /// |asinh((a − middle) / scale) − asinh((b − middle) / scale)|
  /// ```
  ///
  /// of its two cells a and b.
  ///
  /// @param column the name of the column that follows
  /// @param to the name of the column that it is often equal to
  /// @param share of the rows in which it is, between 0 and 1
  /// @param middle of the other column
  /// @param scale of distances near the middle, positive; farther away they are relative to that from the middle
  /// @param within the distance up to which drawn cells are tied; 0 until it is measured
  record Tie(String column, String to, double share, double middle, double scale, double within)
      implements Relation {
    /// @throws IllegalArgumentException if the scale is not positive and finite, or `within` negative
    public Tie {
      if (!(scale > 0 && scale < Double.POSITIVE_INFINITY) || !(within >= 0)) {
        throw new IllegalArgumentException(
            "a tie has the scale %s and reaches %s".formatted(scale, within));
      }
    }

    @Override
    public List<String> of() {
      return List.of(to);
    }

    /// How far two cells are from a tie; NaN if one is missing.
    public double distance(double a, double b) {
      return Math.abs(asinh((a - middle) / scale) - asinh((b - middle) / scale));
    }

    private static double asinh(double x) {
      return Math.copySign(Math.log(Math.abs(x) + Math.hypot(x, 1)), x);
    }

    /// The same for drawn cells up to a distance.
    public Tie within(double distance) {
      return new Tie(column, to, share, middle, scale, distance);
    }
  }
}

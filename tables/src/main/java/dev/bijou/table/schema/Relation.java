package dev.bijou.table.schema;

import java.util.List;

/// What a column followed from in every row that was seen. Drawn rows keep to it.
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
}

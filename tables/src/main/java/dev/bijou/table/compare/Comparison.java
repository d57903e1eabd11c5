package dev.bijou.table.compare;

import dev.bijou.table.boost.Auc;
import dev.bijou.table.boost.CrossValidation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// How drawn rows compare with real ones.
///
/// @param real the real rows
/// @param drawn the drawn rows
/// @param columns the figures of each column, in the order of the real table
/// @param pairs those of each pair of columns
/// @param classifier how well the two are told apart by all columns (C2ST); drawn rows are the positive ones
/// @param privacy what drawn rows give away of the real ones
/// @param efficiency how well a column is predicted after learning from drawn rows, if asked for
/// @param membership a guess whether a row was learned from, by its log-density under the model; if there is one
/// @param notes what the user should know about how the tables were read, one line each
public record Comparison(
    Cells real,
    Cells drawn,
    List<Column> columns,
    List<Pair> pairs,
    CrossValidation classifier,
    Privacy privacy,
    Optional<Efficiency> efficiency,
    Optional<Auc> membership,
    List<String> notes) {

  /// A column in both tables.
  ///
  /// @param name as the tables have it
  /// @param names of names, those by code; empty for numbers
  /// @param shape how alike its distributions are, 0 … 1; NaN where all its cells are missing
  /// @param missingReal the share of missing cells in the real table
  /// @param missingDrawn in the drawn one
  /// @param alone how well the tables are told apart by this column alone
  /// @param gain its share in what the classifier gained by all columns
  public record Column(
      String name,
      List<String> names,
      double shape,
      double missingReal,
      double missingDrawn,
      Auc alone,
      double gain) {
    /// Whether the cells are numbers.
    public boolean isNumeric() {
      return names.isEmpty();
    }
  }

  /// A pair of columns in both tables.
  ///
  /// @param first the number of a column
  /// @param second of another
  /// @param trend how alike their dependences are, 0 … 1; NaN where a column is constant
  /// @param real the strength of the dependence in the real table: correlation, or Cramér's V if there are names
  /// @param drawn in the drawn one
  /// @param related whether the real columns are related, as SDMetrics has it
  /// @param beyond the share of rows by which the pair differs beyond each of its columns, above what chance makes of it:
  ///     total variation, with numbers cut at the tenths of the real ones
  public record Pair(
      int first,
      int second,
      double trend,
      double real,
      double drawn,
      boolean related,
      double beyond) {}

  /// The mean of the columns' shapes.
  public double shape() {
    return columns.stream()
        .mapToDouble(Column::shape)
        .filter(shape -> !Double.isNaN(shape))
        .average()
        .orElse(Double.NaN);
  }

  /// The mean of all pairs' trends, as published tables have it.
  public double trend() {
    return trend(_ -> true);
  }

  /// The mean over related pairs, as SDMetrics' report has it by default since it knows which are.
  public double relatedTrend() {
    return trend(Pair::related);
  }

  private double trend(Predicate<Pair> counts) {
    return pairs.stream()
        .filter(counts)
        .mapToDouble(Pair::trend)
        .filter(trend -> !Double.isNaN(trend))
        .average()
        .orElse(Double.NaN);
  }

  /// The columns, those first by which alone drawn rows are told best.
  public List<Column> tellingColumns() {
    return columns.stream()
        .sorted(Comparator.comparingDouble(column -> -column.alone().value()))
        .toList();
  }

  /// The pairs that differ beyond their columns, the most different first.
  public List<Pair> tellingPairs() {
    return pairs.stream()
        .filter(pair -> pair.beyond() > 0)
        .sorted(Comparator.comparingDouble(pair -> -pair.beyond()))
        .toList();
  }

  /// What a pair is called.
  public String name(Pair pair) {
    return columns.get(pair.first()).name() + " × " + columns.get(pair.second()).name();
  }
}

package dev.bijou.benchmark.truth;

import java.util.ArrayList;
import java.util.List;

/// The law of a cell given the cells before it in its row. A row's density is the product of such laws, which makes it
/// exact: p(x) = Π p(xᵢ | x₁ … xᵢ₋₁).
@FunctionalInterface
interface Given {
  /// @param row a row, of which only the cells before the one in question may be read
  Law law(double[] row);

  /// Whatever stands before.
  static Given always(Law law) {
    return _ -> law;
  }

  /// One law for each name of an earlier column.
  static Given byName(int column, Law... laws) {
    List<Law> all = List.of(laws);
    return row -> all.get((int) row[column]);
  }

  /// Consecutive columns whose rows belong to classes that the table does not show:
  /// p(xᵢ | x₁ … xᵢ₋₁) = Σ P(k | x₁ … xᵢ₋₁) pₖ(xᵢ | x₁ … xᵢ₋₁) with P(k | x₁ … xᵢ₋₁) ∝ wₖ Π pₖ(xⱼ | x₁ … xⱼ₋₁).
  ///
  /// @param from place of the first of the columns in a row
  /// @param shares wₖ
  /// @param classes for each class the laws of its columns; those of a column agree on what values have a probability
  static List<Given> hidden(int from, double[] shares, List<List<Given>> classes) {
    List<Given> columns = new ArrayList<>();
    for (int i = 0; i < classes.getFirst().size(); i++) {
      int column = i;
      columns.add(row -> {
        double[] terms = new double[shares.length];
        List<Law> laws = new ArrayList<>();
        for (int k = 0; k < shares.length; k++) {
          List<Given> columnsOfClass = classes.get(k);
          terms[k] = Math.log(shares[k]);
          for (int j = 0; j < column; j++) {
            terms[k] += columnsOfClass.get(j).law(row).logDensity(row[from + j]);
          }
          laws.add(columnsOfClass.get(column).law(row));
        }
        return new Mixture(Law.proportions(terms), laws);
      });
    }
    return List.copyOf(columns);
  }
}

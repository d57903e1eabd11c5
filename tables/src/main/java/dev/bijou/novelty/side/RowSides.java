package dev.bijou.novelty.side;

import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.score.Scores;
import dev.bijou.table.score.Sides;
import dev.bijou.table.text.NumberParser;
import java.util.ArrayList;
import java.util.List;

/// How unusual a row of a table is, from several sides: those of the distribution ([Sides]), and its cells one by one.
/// Safe for any number of threads.
///
/// The distribution's sides for parts of a row count only where a table has names or missing cells: codes that stand
/// for numbers have no order, and say little about how unusual a number is.
public final class RowSides {
  /// How extreme the numbers are one by one, in nats:
  ///
  /// ```
  /// Σ_c −log min(1, 2 min(P(X_c ≤ x_c), P(X_c ≥ x_c)))
  /// ```
  ///
  /// by the percentiles of each column in the rows that the model learned from.
  public static final String MARGINS = "margins";

  private final List<String> names;
  private final int[] ofDistribution;
  private final Margins margins;

  private RowSides(List<String> names, int[] ofDistribution, Margins margins) {
    this.names = names;
    this.ofDistribution = ofDistribution;
    this.margins = margins;
  }

  /// The sides of a model.
  public static RowSides of(TableModel model) {
    List<String> all = Sides.names(model.distribution());
    boolean numbers = model.schema().targets().stream().allMatch(RowSides::isNumber);
    List<String> some = numbers ? List.of(Sides.DENSITY) : all;
    List<String> names = new ArrayList<>(some);
    names.add(MARGINS);
    return new RowSides(
        List.copyOf(names),
        some.stream().mapToInt(all::indexOf).toArray(),
        new Margins(
            model.schema(),
            model.provenance().quantiles(),
            model.provenance().data().trainingRows()));
  }

  /// Whether the cells are numbers without missing ones; a Boolean 0 and 1 count as numbers.
  private static boolean isNumber(Column column) {
    boolean written =
        switch (column.kind()) {
          case Kind.Binary(String no, String yes) ->
              NumberParser.isNumber(no) && NumberParser.isNumber(yes);
          default -> column.kind().isNumeric();
        };
    return written && column.missing() == 0;
  }

  /// What the sides are, the density first.
  public List<String> names() {
    return names;
  }

  /// How unusual a row is from each side, in nats; NaN where the row has no density.
  ///
  /// @param row a number for each column of the schema
  /// @param scores of the distribution
  /// @param at which of these are the row's
  public float[] of(double[] row, Scores scores, int at) {
    float[] sides = new float[names.size()];
    for (int i = 0; i < ofDistribution.length; i++) {
      sides[i] = scores.sides()[ofDistribution[i]][at];
    }
    sides[sides.length - 1] = Float.isNaN(sides[0]) ? Float.NaN : margins.extremeness(row);
    return sides;
  }
}

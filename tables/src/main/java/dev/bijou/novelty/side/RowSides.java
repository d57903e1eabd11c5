package dev.bijou.novelty.side;

import dev.bijou.distribution.Distribution;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.Schema;
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

  /// The sides of a model: those of its calibration, if it has one.
  public static RowSides of(TableModel model) {
    return of(
        model.schema(),
        model.distribution(),
        model.calibration().map(held -> held.names().contains(Sides.SURPRISE)).orElse(false),
        model.provenance().quantiles().stream()
            .map(Provenance.Quantiles::values)
            .toArray(double[][]::new),
        model.provenance().data().trainingRows());
  }

  /// The sides by a distribution.
  ///
  /// @param apart whether each held-out row is judged by one flow, so that others are judged by the mean of the flows
  /// @param percentiles of each target column in the rows that were learned from
  /// @param rows how many they are
  public static RowSides of(
      Schema schema, Distribution distribution, boolean apart, double[][] percentiles, int rows) {
    List<String> all = Sides.names(distribution);
    String first = apart ? Sides.SURPRISE : Sides.DENSITY;
    boolean numbers = schema.targets().stream().allMatch(RowSides::isNumber);
    List<String> names = new ArrayList<>();
    names.add(first);
    if (!numbers) {
      all.stream()
          .filter(name -> !name.equals(Sides.DENSITY) && !name.equals(Sides.SURPRISE))
          .forEach(names::add);
    }
    int[] ofDistribution = names.stream().mapToInt(all::indexOf).toArray();
    names.add(MARGINS);
    return new RowSides(List.copyOf(names), ofDistribution, new Margins(schema, percentiles, rows));
  }

  /// Whether the cells are numbers without missing ones; a Boolean 0 and 1 count as numbers.
  private static boolean isNumber(Column column) {
    boolean written =
        switch (column.kind()) {
          case Kind.Binary(String no, String yes) ->
              NumberParser.isNumber(no) && NumberParser.isNumber(yes);
          case Kind.Constant _ -> true;
          default -> column.kind().isNumeric();
        };
    return written && column.missing() == 0;
  }

  /// What the sides are, that of the whole row first.
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

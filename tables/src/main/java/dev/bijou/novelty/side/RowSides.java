package dev.bijou.novelty.side;

import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.Ensemble;
import dev.bijou.table.model.Calibration;
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
  private final int[] ofDistribution; // the places of its sides
  private final int[][] groups; // of flows that judge together: where their sides begin
  private final Margins margins; // by the rows that each group has learned from

  private RowSides(List<String> names, int[] ofDistribution, int[][] groups, Margins margins) {
    this.names = names;
    this.ofDistribution = ofDistribution;
    this.groups = groups;
    this.margins = margins;
  }

  /// The sides of a model, by the flows of each part of its calibration set, if it has parts.
  public static RowSides of(TableModel model) {
    return of(model, model.distribution());
  }

  /// The same by the first member alone, where the model is an ensemble: an approximation for less work.
  public static RowSides approximate(TableModel model) {
    return of(
        model,
        model.distribution() instanceof Ensemble ensemble
            ? ensemble.members().getFirst()
            : model.distribution());
  }

  private static RowSides of(TableModel model, Distribution distribution) {
    Schema schema = model.schema();
    int rows = model.provenance().data().trainingRows();
    List<Calibration.Part> parts = model.calibration().map(Calibration::parts).orElse(List.of());
    if (!parts.isEmpty()) {
      return of(schema, distribution, parts, rows);
    }
    double[][] percentiles =
        model.provenance().quantiles().stream()
            .map(Provenance.Quantiles::values)
            .toArray(double[][]::new);
    return of(schema, distribution, percentiles, rows);
  }

  /// The sides by the flows of each part of a calibration set.
  ///
  /// @param rows how many there are to learn from, those that a flow holds out included
  public static RowSides of(
      Schema schema, Distribution distribution, List<Calibration.Part> parts, int rows) {
    int sides = Sides.names(distribution).size();
    boolean single = Sides.count(distribution) == sides;
    int[][] groups =
        parts.stream()
            .map(part ->
                part.members().stream()
                    .mapToInt(member -> single ? 0 : (1 + member) * sides)
                    .toArray())
            .toArray(int[][]::new);
    Margins margins =
        new Margins(
            schema,
            parts.stream().map(Calibration.Part::percentiles).toList(),
            parts.stream().mapToInt(part -> rows - part.rows()).toArray());
    return of(schema, distribution, groups, margins);
  }

  /// The sides by a distribution as a whole.
  ///
  /// @param percentiles of each target column in the rows that were learned from
  /// @param rows how many they are
  public static RowSides of(
      Schema schema, Distribution distribution, double[][] percentiles, int rows) {
    Margins margins = new Margins(schema, List.<double[][]>of(percentiles), new int[] {rows});
    return of(schema, distribution, new int[][] {{0}}, margins);
  }

  private static RowSides of(
      Schema schema, Distribution distribution, int[][] groups, Margins margins) {
    List<String> all = Sides.names(distribution);
    boolean numbers = schema.targets().stream().allMatch(RowSides::isNumber);
    List<String> some = numbers ? List.of(Sides.DENSITY) : all;
    List<String> names = new ArrayList<>(some);
    names.add(MARGINS);
    return new RowSides(
        List.copyOf(names), some.stream().mapToInt(all::indexOf).toArray(), groups, margins);
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

  /// What the sides are, the density first.
  public List<String> names() {
    return names;
  }

  /// How unusual a row is from each side, in nats, by one group of flows after the other; NaN where the row has no density.
  /// Of several flows in a group it is the mean.
  ///
  /// @param row a number for each column of the schema
  /// @param scores of the distribution
  /// @param at which of these are the row's
  public float[] of(double[] row, Scores scores, int at) {
    float[] sides = new float[names.size() * groups.length];
    double[] extremeness = margins.extremeness(row);
    int next = 0;
    for (int group = 0; group < groups.length; group++) {
      for (int side : ofDistribution) {
        sides[next++] = mean(scores, groups[group], side, at);
      }
      sides[next] = Float.isNaN(sides[next - 1]) ? Float.NaN : (float) extremeness[group];
      next++;
    }
    return sides;
  }

  private static float mean(Scores scores, int[] members, int side, int at) {
    double sum = 0;
    for (int first : members) {
      sum += scores.sides()[first + side][at];
    }
    return (float) (sum / members.length);
  }
}

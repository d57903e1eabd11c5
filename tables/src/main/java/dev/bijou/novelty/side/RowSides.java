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

/// How unusual a row of a table is, from several sides: those of the distribution ([Sides]), its cells one by one, and its
/// distance from rows that were learned from.
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

  /// How far the row as a whole is from the rows learned from: the distance to the nearest centre of a group of at least five
  /// rows that are alike ([AlikeRows]). Numbers are measured in units of the spread of the middle 80 % of the rows, which is
  /// a standard deviation where they are normal; names are 1 apart unless they are equal, and so are a missing cell and one that
  /// is there. Where a model keeps no centres, it is the distance to the tenth nearest of 2,048 rows that the model draws (of
  /// 1,024 where parts of a table are judged one by one). Models with given columns do not have this side.
  public static final String NEIGHBOURS = "neighbours";

  private static final int DRAWN = 2048;
  private static final int DRAWN_OF_PART = 1024;

  private final List<String> names;
  private final int[] ofDistribution; // the places of its sides
  private final int[][] groups; // of flows that judge together: where their sides begin
  private final Margins margins; // by the rows that each group has learned from
  private final List<Neighbours> neighbours; // of each group; empty if that is no side

  private RowSides(
      List<String> names,
      int[] ofDistribution,
      int[][] groups,
      Margins margins,
      List<Neighbours> neighbours) {
    this.names = names;
    this.ofDistribution = ofDistribution;
    this.groups = groups;
    this.margins = margins;
    this.neighbours = neighbours;
  }

  /// The sides of a model, by the flows of each part of its calibration set, if it has parts.
  public static RowSides of(TableModel model) {
    return of(model, model.distribution());
  }

  /// The sides of a model that is not calibrated.
  ///
  /// @param centres of the rows that it has learned from, see [Calibration]; empty if they are not known
  public static RowSides of(TableModel bare, float[][] centres) {
    return of(
        bare.schema(),
        bare.distribution(),
        percentiles(bare),
        bare.provenance().data().trainingRows(),
        centres);
  }

  /// The same with the densities of the first member alone, where the model is an ensemble: an approximation for less work.
  public RowSides approximate(TableModel model) {
    RowSides first =
        of(
            model,
            model.distribution() instanceof Ensemble ensemble
                ? ensemble.members().getFirst()
                : model.distribution());
    return new RowSides(names, first.ofDistribution, first.groups, margins, neighbours);
  }

  private static RowSides of(TableModel model, Distribution distribution) {
    Schema schema = model.schema();
    int rows = model.provenance().data().trainingRows();
    List<Calibration.Part> parts = model.calibration().map(Calibration::parts).orElse(List.of());
    RowSides sides =
        parts.isEmpty()
            ? of(
                schema,
                distribution,
                percentiles(model),
                rows,
                model.calibration().map(Calibration::centres).orElse(new float[0][]))
            : of(schema, distribution, parts, rows);
    // A model of a version that did not look at neighbours is calibrated without.
    boolean all = model.calibration().map(held -> held.names().contains(NEIGHBOURS)).orElse(true);
    return all ? sides : sides.withoutNeighbours();
  }

  private static double[][] percentiles(TableModel model) {
    return model.provenance().quantiles().stream()
        .map(Provenance.Quantiles::values)
        .toArray(double[][]::new);
  }

  private RowSides withoutNeighbours() {
    return new RowSides(
        names.stream().filter(name -> !name.equals(NEIGHBOURS)).toList(),
        ofDistribution,
        groups,
        margins,
        List.of());
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
    List<Neighbours> neighbours =
        parts.stream()
            .map(part ->
                neighbours(
                    schema,
                    single ? distribution : part.judge(distribution),
                    part.percentiles(),
                    part.centres(),
                    DRAWN_OF_PART))
            .toList();
    return of(schema, distribution, groups, margins, neighbours);
  }

  /// The sides by a distribution as a whole.
  ///
  /// @param percentiles of each target column in the rows that were learned from
  /// @param rows how many they are
  /// @param centres of these, see [Calibration]; empty if they are not known
  public static RowSides of(
      Schema schema,
      Distribution distribution,
      double[][] percentiles,
      int rows,
      float[][] centres) {
    Margins margins = new Margins(schema, List.<double[][]>of(percentiles), new int[] {rows});
    List<Neighbours> neighbours =
        List.of(neighbours(schema, distribution, percentiles, centres, DRAWN));
    return of(schema, distribution, new int[][] {{0}}, margins, neighbours);
  }

  /// By the centres, if there are some; otherwise by rows that are drawn.
  private static Neighbours neighbours(
      Schema schema,
      Distribution distribution,
      double[][] percentiles,
      float[][] centres,
      int drawn) {
    return centres.length > 0
        ? AlikeRows.neighbours(schema, percentiles, centres)
        : new DrawnNeighbours(distribution, schema, percentiles, drawn);
  }

  private static RowSides of(
      Schema schema,
      Distribution distribution,
      int[][] groups,
      Margins margins,
      List<Neighbours> neighbours) {
    List<String> all = Sides.names(distribution);
    boolean numbers = schema.targets().stream().allMatch(RowSides::isNumber);
    List<String> some = numbers ? List.of(Sides.DENSITY) : all;
    List<String> names = new ArrayList<>(some);
    names.add(MARGINS);
    names.add(NEIGHBOURS);
    RowSides sides =
        new RowSides(
            List.copyOf(names),
            some.stream().mapToInt(all::indexOf).toArray(),
            groups,
            margins,
            neighbours);
    return schema.given().isEmpty() ? sides : sides.withoutNeighbours();
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

  /// The places of the sides that are the distribution's, among those of [Sides].
  public int[] ofDistribution() {
    return ofDistribution.clone();
  }

  /// The groups of flows that judge together: of each flow, where its sides begin among those of [Sides].
  public int[][] groups() {
    return groups.clone();
  }

  /// The cells one by one, by each group.
  public Margins margins() {
    return margins;
  }

  /// The neighbours of each group; empty if they are no side.
  public List<Neighbours> neighbours() {
    return neighbours;
  }

  /// How unusual a row is from each side, in nats but for the distance, by one group of flows after the other; NaN where the row has no density.
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
      boolean known = !Float.isNaN(sides[next - 1]);
      sides[next++] = known ? (float) extremeness[group] : Float.NaN;
      if (!neighbours.isEmpty()) {
        sides[next++] = known ? neighbours.get(group).distance(row) : Float.NaN;
      }
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

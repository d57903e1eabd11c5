package dev.bijou.table;

import dev.bijou.distribution.Sides;
import dev.bijou.flow.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The sides from which a model sees how unusual a row of a table is: those of its distribution ([Sides]), and two that
/// the cells show themselves, where there are [References]: in models that are not conditional. Safe for any number of threads.
///
/// Of the distribution's sides, those of parts count only where a table has names or missing cells: codes that stand for
/// numbers know no order, and say little of how unusual one is.
public final class RowSides {
  /// The distance to the nearest of the [References], in standard deviations.
  public static final String DISTANCE = "distance";

  /// How extreme the numbers are one by one, in nats: the sum of −log of the share of rows as extreme.
  public static final String MARGINS = "margins";

  private final List<String> names;
  private final int[] ofDistribution;
  private final List<Cells> ofCells = new ArrayList<>();

  private interface Cells {
    float of(double[] row);
  }

  /// The sides of a model, with the references of its calibration.
  public static RowSides of(TableModel model) {
    return new RowSides(model, model.calibration().flatMap(Calibration::references));
  }

  RowSides(TableModel model, Optional<References> references) {
    List<String> all = model.distribution().sideNames();
    Schema schema = model.schema();
    boolean numbers = schema.targets().stream().allMatch(RowSides::isNumber);
    names = new ArrayList<>(numbers ? List.of(Sides.DENSITY) : all);
    ofDistribution = names.stream().mapToInt(all::indexOf).toArray();
    if (references.isPresent()) {
      Neighbourhood neighbourhood = new Neighbourhood(schema, references.get());
      Margins margins =
          new Margins(
              schema, model.provenance().quantiles(), model.provenance().data().trainingRows());
      names.add(DISTANCE);
      ofCells.add(neighbourhood::distance);
      names.add(MARGINS);
      ofCells.add(margins::extremeness);
    }
  }

  /// Whether the cells are numbers, all of them there; 0 and 1 are.
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
    return List.copyOf(names);
  }

  /// How unusual a row is from each side; NaN where the row has no density.
  ///
  /// @param row a number for each column of the schema
  /// @param scores of the distribution
  /// @param at which of these are the row's
  public float[] of(double[] row, Scores scores, int at) {
    float[] sides = new float[names.size()];
    int i = 0;
    for (int side : ofDistribution) {
      sides[i++] = scores.sides()[side][at];
    }
    for (Cells cells : ofCells) {
      sides[i++] = Float.isNaN(sides[0]) ? Float.NaN : cells.of(row);
    }
    return sides;
  }
}

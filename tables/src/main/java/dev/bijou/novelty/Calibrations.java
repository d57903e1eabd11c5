package dev.bijou.novelty;

import dev.bijou.novelty.side.RowSides;
import dev.bijou.table.encoding.ConstantCells;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.Calibration;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableScorer;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// Calibrations of models by held-out rows.
public final class Calibrations {
  /// The most rows that are kept; more are represented by evenly spaced ones.
  public static final int MOST_ROWS = 50_000;

  private Calibrations() {}

  /// A calibration by the rows of a table with no missing cell where the model allows none.
  ///
  /// Throws a [TableException] if the table cannot be read, lacks a column of the model, or has no such row.
  public static Calibration by(TableModel model, TableSource table, Workers workers) {
    TableModel bare = model.withoutCalibration();
    float[][] centres = model.calibration().map(Calibration::someCentres).orElse(new float[0][]);
    RowSides sides = RowSides.of(bare, centres);
    ConstantCells constants = ConstantCells.of(model.schema());
    List<float[]> rows = new ArrayList<>();
    List<Integer> broken = new ArrayList<>();
    new TableScorer(bare, workers)
        .score(
            table,
            Missing.DROP,
            (block, scores) -> {
              for (int row = 0; row < block.rows(); row++) {
                if (block.hasPast(row)) {
                  rows.add(sides.of(block.cells(row), scores, row));
                  broken.add(constants.countBroken(block.cells(row)));
                }
              }
            });
    if (rows.isEmpty()) {
      throw new TableException(table.name() + " has no rows for calibration");
    }
    return of(table.name(), sides.names(), rows, broken::get, List.of(), centres);
  }

  /// A calibration by at most [#MOST_ROWS] of some rows in the order of a table.
  ///
  /// @param rows all sides of each
  /// @param broken how many constants each of them breaks
  /// @param parts those of at most [#MOST_ROWS] rows; empty if no flow has learned from any
  /// @param centres of the rows learned from where there are no parts, see [Calibration]
  public static Calibration of(
      String source,
      List<String> names,
      List<float[]> rows,
      IntUnaryOperator broken,
      List<Calibration.Part> parts,
      float[][] centres) {
    int[] kept = kept(rows.size());
    float[][] all = new float[names.size()][kept.length];
    for (int row = 0; row < kept.length; row++) {
      float[] own = rows.get(kept[row]);
      for (int i = 0; i < all.length; i++) {
        all[i][row] = own[i];
      }
    }
    int[] counts = IntStream.of(kept).map(broken).toArray();
    int most = IntStream.of(counts).max().orElse(0);
    return new Calibration(
        source,
        names,
        all,
        IntStream.rangeClosed(1, most)
            .map(k -> (int) IntStream.of(counts).filter(count -> count >= k).count())
            .toArray(),
        parts,
        centres);
  }

  /// Which of so many rows are kept: all, or evenly spaced ones.
  private static int[] kept(int rows) {
    int kept = Math.min(rows, MOST_ROWS);
    return IntStream.range(0, kept).map(row -> (int) ((long) row * rows / kept)).toArray();
  }
}

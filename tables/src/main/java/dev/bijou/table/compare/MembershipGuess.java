package dev.bijou.table.compare;

import dev.bijou.table.boost.Auc;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableScorer;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.TrainingTable;
import dev.bijou.tensor.Workers;
import java.util.Arrays;
import java.util.List;

/// Guesses by the log-density of a model whether it has learned from a row: the attack of Yeom et al. (2018) on densities.
final class MembershipGuess {
  private MembershipGuess() {}

  /// The area under the ROC curve: ½ if rows learned from and others are equally dense.
  static Auc of(
      TableModel model,
      TableSource learned,
      TableSource others,
      CompareOptions options,
      Workers workers) {
    TableScorer scorer = new TableScorer(model, workers);
    return Auc.of(scores(scorer, learned, options), scores(scorer, others, options));
  }

  private static double[] scores(TableScorer scorer, TableSource source, CompareOptions options) {
    List<Column> columns = scorer.model().schema().columns();
    long bytes = options.mostRows() * TrainingTable.bytesPerRow(columns.size());
    TrainingTable table =
        TrainingTable.load(
            source,
            scorer.model().schema(),
            new TrainingTable.Options(Missing.DROP, bytes, options.seed()));
    int targets = table.targets().columns();
    double[][] rows = new double[table.rows()][columns.size()];
    for (int row = 0; row < rows.length; row++) {
      for (int c = 0; c < columns.size(); c++) {
        float cell =
            c < targets ? table.targets().get(row, c) : table.given().get(row, c - targets);
        rows[row][c] = columns.get(c).absolute(cell);
      }
    }
    float[] scores = scorer.logDensities(rows);
    double[] all = new double[scores.length];
    Arrays.setAll(all, i -> scores[i]);
    return Arrays.stream(all).filter(score -> !Double.isNaN(score)).toArray();
  }
}

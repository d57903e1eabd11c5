package dev.bijou.novelty;

import dev.bijou.conditional.cell.Conditionals;
import dev.bijou.conditional.cell.RowDensity;
import dev.bijou.distribution.Ensemble;
import dev.bijou.novelty.rank.Ranks;
import dev.bijou.novelty.repair.RepairSearch;
import dev.bijou.novelty.side.RowSides;
import dev.bijou.table.model.TableModel;
import java.util.List;

/// Explains rows that are novel by their density. Safe for any number of threads.
///
/// @param conditionals of single cells
/// @param search finds the cells that have to change
/// @param full judges rows
/// @param rough judges them for less work
/// @param surprises of single cells
record Explainer(
    Conditionals conditionals,
    RepairSearch search,
    RowJudge full,
    RowJudge rough,
    Surprises surprises) {
  /// The p-value above which a row is usual, if the threshold of novel ones is not larger.
  static final double USUAL = 0.1;

  /// The explainer of a model.
  ///
  /// @param pValues by which its rows are judged
  static Explainer of(TableModel model, PValues pValues) {
    Conditionals conditionals = new Conditionals(model);
    RowSides sides = RowSides.of(model);
    RowJudge full = new RowJudge(conditionals.density(), sides, pValues);
    RowJudge rough =
        model.distribution() instanceof Ensemble
            ? new RowJudge(RowDensity.approximate(model), sides.approximate(model), pValues)
            : full;
    RepairSearch search = new RepairSearch(model, conditionals.grids(), full, rough);
    return new Explainer(conditionals, search, full, rough, new Surprises(conditionals));
  }

  /// The explainer of rows that are judged among others.
  Explainer among(Ranks others) {
    RowJudge fully = full.among(others);
    RowJudge roughly = rough == full ? fully : rough.among(others);
    return new Explainer(conditionals, search.judgedBy(fully, roughly), fully, roughly, surprises);
  }

  /// The explanation of a novel row.
  ///
  /// @param pValue of the row by its density
  /// @param threshold the largest p-value that is novel
  /// @param all whether the reasons of all columns are wanted, rather than those that the sentence names
  Explanation explain(Row row, double pValue, double threshold, boolean all) {
    return new CellRepair(conditionals, search)
        .explain(row, Math.max(USUAL, Math.max(threshold, pValue)), all);
  }

  /// The reasons of all target columns of a row, novel or not, the most surprising first.
  List<Reason> surprises(Row row) {
    return surprises.of(row);
  }
}

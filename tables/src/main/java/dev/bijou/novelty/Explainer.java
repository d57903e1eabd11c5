package dev.bijou.novelty;

import dev.bijou.conditional.cell.Conditionals;
import dev.bijou.conditional.cell.RowDensity;
import dev.bijou.novelty.repair.RepairSearch;
import dev.bijou.novelty.side.RowSides;
import dev.bijou.table.model.TableModel;
import java.util.List;
import java.util.Optional;

/// Explains novel rows, by the first of several causes that applies. Safe for any number of threads.
final class Explainer {
  /// The p-value above which a row is usual, if the threshold of novel ones is not larger.
  static final double USUAL = 0.1;

  private final List<Cause> causes;
  private final Surprises surprises;

  /// @param causes in the order in which they are asked, of which the last always has an explanation
  Explainer(List<Cause> causes, Surprises surprises) {
    this.causes = List.copyOf(causes);
    this.surprises = surprises;
  }

  /// The explainer of a model.
  ///
  /// @param pValues by which its rows are judged
  static Explainer of(TableModel model, PValues pValues) {
    Conditionals conditionals = new Conditionals(model);
    RowSides sides = RowSides.of(model);
    RepairSearch search =
        new RepairSearch(
            model,
            conditionals.grids(),
            new RowJudge(conditionals.density(), sides, pValues),
            new RowJudge(RowDensity.approximate(model), sides, pValues));
    return new Explainer(
        List.of(new CellRepair(conditionals, search)), new Surprises(conditionals));
  }

  /// The explanation of a novel row.
  ///
  /// @param verdict on it
  /// @param threshold the largest p-value that is novel, 0 if it is not known
  /// @param all whether the reasons of all columns are wanted, rather than those that the sentence names
  Explanation explain(Row row, Verdict verdict, double threshold, boolean all) {
    double level = Math.max(USUAL, Math.max(threshold, verdict.pValue()));
    Cause.Novel novel = new Cause.Novel(row, level, all);
    return causes.stream()
        .map(cause -> cause.explain(novel))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(Explanation.NONE);
  }

  /// The reasons of all target columns of a row, novel or not, the most surprising first.
  List<Reason> surprises(Row row) {
    return surprises.of(row);
  }
}

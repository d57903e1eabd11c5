package dev.bijou.novelty;

import dev.bijou.conditional.cell.RowDensity;
import dev.bijou.flow.RowScorer;
import dev.bijou.novelty.side.RowSides;
import dev.bijou.table.encoding.ConstantCells;
import dev.bijou.table.encoding.RowText;
import dev.bijou.table.io.TableException;
import dev.bijou.table.model.Calibration;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.score.Scores;
import dev.bijou.table.score.Sides;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Judges rows one at a time, in a program or a stream job. Safe for any number of threads, which need not be the same
/// from call to call: make one for each model and process, and share it.
///
/// {@snippet class="dev.bijou.example.Novelties" region="judge"}
public final class Detector {
  /// The share of normal rows that are called novel, unless another is asked for.
  public static final double DEFAULT_ALPHA = 0.01;

  private final TableModel model;
  private final PValues pValues;
  private final double alpha;
  private final RowDensity density;
  private final RowScorer single;
  private final RowSides sides;
  private final Explainer explainer;
  private final RowText text;
  private final ConstantCells constants;
  private final Watches watches;

  private Detector(
      TableModel model,
      PValues pValues,
      double alpha,
      RowDensity density,
      RowScorer single,
      RowSides sides,
      Explainer explainer,
      RowText text,
      Watches watches) {
    this.model = model;
    this.pValues = pValues;
    this.alpha = alpha;
    this.density = density;
    this.single = single;
    this.sides = sides;
    this.explainer = explainer;
    this.text = text;
    this.constants = ConstantCells.of(model.schema());
    this.watches = watches;
  }

  /// A detector with [NoveltyScore#COMBINED] and [#DEFAULT_ALPHA].
  ///
  /// Throws a [TableException] if the model has no calibration: see [#requireCalibration].
  public static Detector of(TableModel model) {
    return of(model, NoveltyScore.COMBINED);
  }

  /// A detector with another score.
  ///
  /// Throws a [TableException] if the model has no calibration: see [#requireCalibration].
  public static Detector of(TableModel model, NoveltyScore score) {
    PValues pValues = PValues.of(requireCalibration(model, "the model"), score);
    RowDensity density = new RowDensity(model);
    return new Detector(
        model,
        pValues,
        DEFAULT_ALPHA,
        density,
        RowScorer.of(model.distribution(), Sides::statistics),
        RowSides.of(model),
        Explainer.of(model, pValues),
        RowText.of(model.schema()),
        Watches.of(model, pValues, true));
  }

  /// A detector by a model file.
  ///
  /// Throws a [dev.bijou.ModelFileException] if the file cannot be read, and a [TableException] if the model has no
  /// calibration.
  public static Detector load(Path file) {
    return of(TableModel.load(file));
  }

  /// The calibration of a model.
  ///
  /// Throws a [TableException] if it has none, or one by other sides than those of this version.
  ///
  /// @param name the name of the model in the message
  public static Calibration requireCalibration(TableModel model, String name) {
    return model
        .calibration()
        .filter(held -> held.names().equals(RowSides.of(model).names()))
        .orElseThrow(() ->
            new TableException(
                TableException.Problem.NO_CALIBRATION,
                name
                    + " has no calibration set that this version could use; fit it again,"
                    + " or name rows that it did not learn from"));
  }

  /// The same detector with another threshold: rows of p-value at most alpha are novel.
  ///
  /// @param other the share of normal rows that are called novel on average, between 0 and 1
  /// @throws IllegalArgumentException if it is not
  public Detector withAlpha(double other) {
    if (!(other > 0 && other < 1)) {
      throw new IllegalArgumentException("alpha is " + other + ", but must lie between 0 and 1");
    }
    return new Detector(model, pValues, other, density, single, sides, explainer, text, watches);
  }

  /// The same detector by the density alone: without a watch on constants, and on the forms of keys and free text.
  public Detector withoutWatches() {
    Watches off = Watches.of(model, pValues, false);
    return new Detector(model, pValues, alpha, density, single, sides, explainer, text, off);
  }

  /// What is watched beside the density of rows that are ranked among the last ones, or among held-out ones.
  Watches watches(OptionalInt recent) {
    return recent.isEmpty() ? watches : Watches.of(model, pValues, watches.on(), recent);
  }

  /// The least p-value that the density of a row can give it.
  public double leastPValue() {
    return watches.least();
  }

  /// The threshold of p-values.
  public double alpha() {
    return alpha;
  }

  /// The p-values.
  public PValues pValues() {
    return pValues;
  }

  /// The columns of the model.
  public Schema schema() {
    return model.schema();
  }

  /// The names of the cells of a row, in their order: the targets of the schema, then its given columns.
  public List<String> columns() {
    return model.schema().columns().stream().map(column -> column.name()).toList();
  }

  /// Judges a row; if it is novel, with its repair and all reasons.
  ///
  /// @param row a number for each of [#columns()]: the code of a name (see [Column#value(String)]), NaN for a missing
  ///     cell
  /// @throws IllegalArgumentException if the row has another length, or a cell is infinite, or NaN where the model
  ///     allows no missing cells
  public Verdict judge(double[] row) {
    check(row);
    return judge(new Row(row), List.of(), true);
  }

  private Verdict judge(Row row, List<Watches.Signal> further, boolean reasons) {
    Verdict plain = verdict(row.cells(), scores(List.of(row.cells())), 0);
    Watches.Judged judged = watches.judge(plain.standing(), row.cells(), row::line, further);
    Verdict verdict = plain.with(judged, alpha);
    return verdict.novel() && reasons
        ? verdict.with(explanations(true).of(row, judged, alpha))
        : verdict;
  }

  /// Explains novel rows.
  ///
  /// @param all whether the reasons of all columns are wanted, rather than those that the sentence names
  Explanations explanations(boolean all) {
    return new Explanations(explainer, constants, model.schema().targets(), all);
  }

  /// The verdict of a row by its density alone, without reasons.
  ///
  /// @param scores of rows
  /// @param at which of these are the row's
  Verdict verdict(double[] row, Scores scores, int at) {
    float novelty = pValues.novelty(sides.of(row, scores, at));
    double p = pValues.of(novelty);
    return new Verdict(scores.logDensity()[at], novelty, p, p <= alpha);
  }

  /// Judges a row by the text of its cells, as a table writes them; others are ignored. Of keys and free text that
  /// the model watches, the form is judged where the row has them.
  ///
  /// Throws a [TableException] that names the column if a cell is missing or cannot be read.
  ///
  /// @param row texts by the names of the columns
  public Verdict judge(Map<String, String> row) {
    return judge(row, true);
  }

  /// The same, with or without reasons, which take most of the time of a novel row.
  public Verdict judge(Map<String, String> row, boolean reasons) {
    List<String> cells = columns().stream().map(name -> row.getOrDefault(name, "")).toList();
    List<String> names = List.copyOf(row.keySet());
    List<Watches.Signal> further =
        new WatchedCells(watches.watched(), "the row", names, false)
            .forms(place -> row.get(names.get(place)));
    return judge(new Row(text.parse(cells), column -> text.text(cells, column)), further, reasons);
  }

  /// For each target column of a row, novel or not, how surprising its cell is given the others, the most surprising
  /// first; of a novel row after the cells that its repair changes, as [#judge(double[])] has them.
  ///
  /// @param row a number for each of [#columns()]: the code of a name (see [Column#value(String)]), NaN for a missing
  ///     cell
  /// @throws IllegalArgumentException if the row has another length, or a cell is infinite, or NaN where the model
  ///     allows no missing cells
  public List<Reason> explain(double[] row) {
    check(row);
    Verdict verdict = judge(row);
    return verdict.novel() ? verdict.reasons() : explainer.surprises(new Row(row));
  }

  /// The scores of rows, the same whether they come together or one by one.
  Scores scores(List<double[]> rows) {
    if (rows.size() != 1) {
      return density.scores(rows);
    }
    Scores scores = Scores.of(single.statistics(density.encode(rows.getFirst())));
    scores.logDensity()[0] += (float) constants.logProbability(rows.getFirst());
    return scores;
  }

  private void check(double[] row) {
    if (row.length != density.width()) {
      throw new IllegalArgumentException(
          "the row has %d cells, but the model %d columns: %s"
              .formatted(row.length, density.width(), columns()));
    }
    List<Column> columns = model.schema().columns();
    for (int c = 0; c < row.length; c++) {
      boolean missing = Double.isNaN(row[c]) && columns.get(c).takesMissing();
      if (!missing && !Double.isFinite(row[c])) {
        throw new IllegalArgumentException(
            "the row has " + row[c] + " in column \"" + columns().get(c) + "\"");
      }
    }
  }
}

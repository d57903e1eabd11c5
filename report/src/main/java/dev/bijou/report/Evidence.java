package dev.bijou.report;

import dev.bijou.report.page.Axis;
import dev.bijou.report.page.Ecdf;
import dev.bijou.report.page.NameShares;
import dev.bijou.report.page.Rows;
import dev.bijou.report.step.FlowSteps;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableSampler;
import dev.bijou.table.model.TableScorer;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.FloatMatrix;
import dev.bijou.table.schema.TrainingTable;
import dev.bijou.table.text.NumberText;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The contents of a report: a model, and what it says about itself and about a table.
///
/// Rows have the targets first and then the given columns, both in the order of the schema.
///
/// @param model the model
/// @param table rows of the table to compare with
/// @param tableRows how many rows the table has, of which `table` may be a random sample
/// @param samples rows drawn from the model; those of a conditional model for the given columns of the table's rows, so
///     that there are none without a table
/// @param tableScores the log-density of each of the table's rows, in nats; empty without a table
/// @param sampleScores the log-density of some samples, in nats; empty without samples
/// @param leading the columns that depend most on each other, the closest pair first
/// @param steps a flow of the model at work, if it has one and can be sampled
record Evidence(
    TableModel model,
    Optional<Rows> table,
    long tableRows,
    Optional<Rows> samples,
    float[] tableScores,
    float[] sampleScores,
    List<Integer> leading,
    Optional<FlowSteps> steps) {
  private static final int MOST_ROWS = 20_000;
  private static final int FEWEST_ROWS = 2_000;
  private static final int MOST_NUMBERS = 1_000_000;
  private static final int MOST_SCORED = 5_000;
  private static final int MOST_COLUMNS = 6;

  /// Samples the model, and scores the table and the samples. The same seed gives the same evidence.
  static Evidence gather(
      TableModel model, Optional<TrainingTable> table, long seed, Workers workers) {
    Optional<Rows> rows = table.map(Evidence::rows);
    Optional<Rows> samples =
        model.isConditional() && table.isEmpty()
            ? Optional.empty()
            : Optional.of(sample(model, rows, rowCount(model), seed, workers));
    Optional<Rows> known = rows.or(() -> samples);
    List<Integer> leading = known.map(all -> leading(model, all)).orElse(List.of());
    return new Evidence(
        model,
        rows,
        table.map(all -> all.rowsRead() - all.dropped()).orElse(0L),
        samples,
        rows.map(all -> score(model, all, workers)).orElse(new float[0]),
        samples.map(all -> score(model, all.thinned(MOST_SCORED), workers)).orElse(new float[0]),
        leading,
        samples.flatMap(all -> steps(model, all, leading, seed)));
  }

  /// The numeric columns that depend most on each other.
  private static List<Integer> leading(TableModel model, Rows all) {
    List<Column> columns = model.schema().columns();
    int[] numeric =
        IntStream.range(0, columns.size()).filter(c -> columns.get(c).kind().isNumeric()).toArray();
    Rows complete = all.select(numeric);
    return numeric.length == 0 || complete.size() == 0
        ? List.of()
        : Dependence.of(complete).chosen(MOST_COLUMNS).stream().map(c -> numeric[c]).toList();
  }

  /// The target columns that are not constant: those that the distribution has features of.
  List<Integer> varying() {
    return varying(model);
  }

  private static List<Integer> varying(TableModel model) {
    List<Column> targets = model.schema().targets();
    return IntStream.range(0, targets.size())
        .filter(c -> !targets.get(c).isAtom())
        .boxed()
        .toList();
  }

  /// Whether the column has names rather than numbers.
  boolean hasNames(int column) {
    return !model.schema().columns().get(column).kind().isNumeric();
  }

  /// How many samples to draw, and how many rows of a table to compare them with at most.
  static int rowCount(TableModel model) {
    return Math.clamp(MOST_NUMBERS / model.distribution().features(), FEWEST_ROWS, MOST_ROWS);
  }

  private static Rows rows(TrainingTable table) {
    List<Column> columns = table.schema().columns();
    double[][] values =
        Stream.concat(
                columns(table.targets(), table.schema().targets()),
                columns(table.given(), table.schema().given()))
            .toArray(double[][]::new);
    return new Rows(columns.stream().map(Column::name).toList(), values);
  }

  private static Stream<double[]> columns(FloatMatrix cells, List<Column> columns) {
    return IntStream.range(0, columns.size())
        .mapToObj(c ->
            IntStream.range(0, cells.rows())
                .mapToDouble(row -> columns.get(c).absolute(cells.get(row, c)))
                .toArray());
  }

  private static Rows sample(
      TableModel model, Optional<Rows> table, int count, long seed, Workers workers) {
    TableSampler sampler = new TableSampler(model, seed, workers);
    int targets = model.schema().targets().size();
    List<String> names = model.schema().columns().stream().map(Column::name).toList();
    double[][] given =
        model.isConditional() ? given(table.orElseThrow(), targets, count) : new double[0][];
    double[][] drawn = model.isConditional() ? sampler.rows(given) : sampler.rows(count);
    double[][] columns = new double[names.size()][drawn.length];
    for (int n = 0; n < drawn.length; n++) {
      for (int c = 0; c < columns.length; c++) {
        columns[c][n] = c < targets ? drawn[n][c] : given[n][c - targets];
      }
    }
    return new Rows(names, columns);
  }

  /// The given values of the table's rows, from the first again after the last.
  private static double[][] given(Rows table, int targets, int count) {
    double[][] given = new double[count][table.columns().length - targets];
    for (int n = 0; n < count; n++) {
      for (int c = 0; c < given[n].length; c++) {
        given[n][c] = table.columns()[targets + c][n % table.size()];
      }
    }
    return given;
  }

  private static float[] score(TableModel model, Rows rows, Workers workers) {
    double[][] all = new double[rows.size()][rows.columns().length];
    for (int n = 0; n < all.length; n++) {
      for (int c = 0; c < all[n].length; c++) {
        all[n][c] = rows.columns()[c][n];
      }
    }
    return new TableScorer(model, workers).logDensities(all);
  }

  private static Context context(TableModel model, Tensor all) {
    int targets = model.schema().targets().size();
    return model.isConditional() ? Context.of(all.rows(targets, all.features())) : Context.NONE;
  }

  /// The first rows as lanes, less the offsets of the columns.
  private static Tensor tensor(List<Column> columns, Rows rows, int lanes) {
    Tensor tensor = Tensor.zeros(columns.size(), lanes);
    for (int f = 0; f < columns.size(); f++) {
      for (int n = 0; n < lanes; n++) {
        tensor.data()[tensor.at(f) + n] = columns.get(f).relative(rows.columns()[f][n]);
      }
    }
    return tensor;
  }

  private static Optional<FlowSteps> steps(
      TableModel model, Rows samples, List<Integer> leading, long seed) {
    int[] features = varying(model).stream().mapToInt(Integer::intValue).toArray();
    int[] pair =
        leading.stream()
            .mapToInt(column -> Arrays.binarySearch(features, column))
            .filter(feature -> feature >= 0)
            .limit(2)
            .toArray();
    if (features.length < 2 || !model.schema().isPlain()) {
      return Optional.empty();
    }
    int first = pair.length > 0 ? pair[0] : 0;
    int second = pair.length > 1 ? pair[1] : first == 0 ? 1 : 0;
    int points = FlowSteps.points(model.distribution());
    Context context = context(model, tensor(model.schema().columns(), samples, points));
    return FlowSteps.of(
            model.distribution(), context, Math.min(first, second), Math.max(first, second), seed)
        .map(steps -> steps.ofColumns(features[steps.first()], features[steps.second()]));
  }

  /// The shares of the names of a column in some rows.
  NameShares names(Rows rows, int column) {
    return NameShares.of(model.schema().columns().get(column), rows.columns()[column]);
  }

  /// The same in the table or, without one, in the rows learned from.
  NameShares dataNames(int column) {
    return table
        .map(rows -> names(rows, column))
        .orElseGet(() -> NameShares.learned(model.schema().columns().get(column)));
  }

  /// The distribution of a column of the data: of the table's rows or, without a table, of the rows learned from.
  Ecdf data(int column) {
    return table
        .map(rows -> rows.ecdf(column))
        .orElseGet(() -> new Ecdf(model.provenance().quantiles().get(column).values()));
  }

  /// How many rows of the table are shown, in words.
  String tableText() {
    int shown = table.map(Rows::size).orElse(0);
    return shown < tableRows
        ? "%s of %s".formatted(NumberText.count(shown), NumberText.counted(tableRows, "row"))
        : NumberText.counted(shown, "row");
  }

  /// The names of the columns, targets first.
  List<String> names() {
    return model.schema().columns().stream().map(Column::name).toList();
  }

  /// The axis on which a column is drawn.
  Axis axis(int column) {
    return samples
        .map(rows -> Axis.of(data(column), rows.ecdf(column)))
        .orElseGet(() -> Axis.of(data(column)));
  }
}

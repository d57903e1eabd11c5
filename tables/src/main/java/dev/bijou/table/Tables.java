package dev.bijou.table;

import dev.bijou.novelty.Detector;
import dev.bijou.novelty.NoveltyRule;
import dev.bijou.novelty.NoveltyScore;
import dev.bijou.novelty.TableDetector;
import dev.bijou.novelty.Verdict;
import dev.bijou.table.fit.TableFit;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableSampler;
import dev.bijou.table.model.TableScorer;
import dev.bijou.tensor.Workers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The most frequent tasks with tables, each in one line and on all processors.
///
/// {@snippet class="dev.bijou.table.TablesTest" region="tables"}
///
/// Tables are CSV files, also gzipped, or Parquet files. Each method throws a [dev.bijou.table.io.TableException] whose
/// message is one complete line if a table cannot be used. [TableFit], [TableScorer], [TableSampler] and
/// [TableDetector] have all options, and work on tables that do not fit in memory.
public final class Tables {
  private Tables() {}

  /// Learns the joint density of all columns of a table with [TableFitOptions#standard()].
  public static TableModel fit(Path table) {
    return fit(table, TableFitOptions.standard());
  }

  /// Learns the density of a table.
  public static TableModel fit(Path table, TableFitOptions options) {
    TableFit fit = TableFit.read(TableSource.of(table), options);
    return onAllProcessors(fit::run);
  }

  /// Reads a model that [TableModel#save(Path)] or the program wrote.
  ///
  /// Throws a [dev.bijou.ModelFileException] if the file cannot be read, is damaged, or holds a model that is not
  /// one of a table.
  public static TableModel load(Path model) {
    return TableModel.load(model);
  }

  /// The log-density of every row of a table, in nats, in its order. The table has the columns of the model under their
  /// names, in any order and among others; no cell may be missing where the model allows none.
  public static float[] score(TableModel model, Path table) {
    return onAllProcessors(workers ->
        new TableScorer(model, workers).logDensities(TableSource.of(table), Missing.REFUSE));
  }

  /// Draws rows: `count` arrays of the targets in the order of the schema, in the units of the table. The same seed
  /// gives the same rows.
  ///
  /// Throws an [IllegalStateException] if the model is conditional: see [#sample(TableModel, double[][], long)].
  public static double[][] sample(TableModel model, int count, long seed) {
    return onAllProcessors(workers -> new TableSampler(model, seed, workers).rows(count));
  }

  /// Draws one row for each row of given values, which are in the order of the schema's given columns and in the units
  /// of the table.
  public static double[][] sample(TableModel model, double[][] given, long seed) {
    return onAllProcessors(workers -> new TableSampler(model, seed, workers).rows(given));
  }

  /// Judges every row of a table, as [#score] reads it: a novel one has its main reason. Of normal rows, a share of
  /// [Detector#DEFAULT_ALPHA] is called novel.
  public static List<Verdict> detect(TableModel model, Path table) {
    return detect(model, table, new NoveltyRule.Alpha(Detector.DEFAULT_ALPHA));
  }

  /// Judges every row of a table, as [#score] reads it, by a rule: a novel one has its main reason.
  public static List<Verdict> detect(TableModel model, Path table, NoveltyRule rule) {
    List<Verdict> all = new ArrayList<>();
    onAllProcessors(workers ->
        new TableDetector(model, NoveltyScore.COMBINED, rule, TableDetector.Reasons.FIRST, workers)
            .detect(
                TableSource.of(table),
                Missing.REFUSE,
                _ -> (_, verdicts) -> verdicts.forEach(verdict -> verdict.ifPresent(all::add))));
    return List.copyOf(all);
  }

  private static <T> T onAllProcessors(Function<Workers, T> work) {
    try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
      return work.apply(workers);
    }
  }
}

package dev.bijou.novelty;

import dev.bijou.novelty.rank.RecentRows;
import dev.bijou.novelty.side.RowSides;
import dev.bijou.table.encoding.ConstantCells;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RereadableSource;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableScorer;
import dev.bijou.table.model.Unseen;
import dev.bijou.table.score.Scores;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Judges every row of a table of any length, in memory that does not grow with it.
///
/// With a false discovery rate the table is read twice, because each row's verdict depends on all others'.
///
/// @param model the model, with a calibration
/// @param score how unusual a row is
/// @param rule which rows are called novel
/// @param reasons which reasons the verdicts of novel rows have
/// @param watches whether constants, and the forms of keys and free text, are watched beside the density
/// @param recent how many rows before it, of its series, a row is ranked among, at least 20; empty for held-out rows
/// @param workers the threads to use
public record TableDetector(
    TableModel model,
    NoveltyScore score,
    NoveltyRule rule,
    Reasons reasons,
    boolean watches,
    OptionalInt recent,
    Workers workers) {

  private static final int TASK_ROWS = 128;

  /// @throws IllegalArgumentException if the recent rows are too few
  public TableDetector {
    recent.ifPresent(RecentRows::requireRows);
  }

  /// A detector that watches all that the model knows of.
  public TableDetector(
      TableModel model, NoveltyScore score, NoveltyRule rule, Reasons reasons, Workers workers) {
    this(model, score, rule, reasons, true, OptionalInt.empty(), workers);
  }

  /// The reasons of a novel row.
  public enum Reasons {
    /// None: to find them takes most of the time where many rows are novel.
    NONE,
    /// Those of the cells that the sentence names.
    FIRST,
    /// Those of all columns, which take longer.
    ALL
  }

  /// Receives rows and their verdicts, block by block in the order of the table.
  @FunctionalInterface
  public interface Sink {
    /// @param block the rows
    /// @param verdicts one for each row of the block; empty for a row with a missing cell
    void accept(RowBlock block, List<Optional<Verdict>> verdicts);
  }

  /// The summary of a judged table.
  ///
  /// @param rows rows read, including those without a verdict
  /// @param judged rows with a verdict
  /// @param withoutPast rows without one because rows before them are needed that are not there
  /// @param novel rows called novel
  /// @param threshold the largest p-value that is novel: alpha, or what the false discovery rate came to; 0 if none is
  /// @param unseen names that the model does not know, column by column
  /// @param notes what could not be watched, one line each
  public record Summary(
      long rows,
      long judged,
      long withoutPast,
      long novel,
      double threshold,
      List<Unseen> unseen,
      List<String> notes) {}

  /// The least p-value that the density of a row can give it.
  ///
  /// Throws a [dev.bijou.table.io.TableException] if the model has no calibration.
  public double leastPValue() {
    PValues pValues = PValues.of(Detector.requireCalibration(model, "the model"), score);
    return Watches.of(model, pValues, watches, recent).least();
  }

  /// Judges a table.
  ///
  /// Throws a [dev.bijou.table.io.TableException] if the table cannot be read or lacks a column of the model, or if the
  /// model has no calibration.
  ///
  /// @param missing with [Missing#KEEP], rows that have a missing cell are passed on without a verdict
  /// @param open opens the sink, given the names of all columns
  public Summary detect(TableSource source, Missing missing, Function<List<String>, Sink> open) {
    PValues pValues = PValues.of(Detector.requireCalibration(model, "the model"), score);
    Watches all = Watches.of(model, pValues, watches, recent);
    return switch (rule) {
      case NoveltyRule.Alpha(double alpha) -> judge(source, missing, open, pValues, all, alpha);
      case NoveltyRule.FalseDiscoveryRate(double q) -> {
        try (RereadableSource twice = RereadableSource.of(source)) {
          double threshold = threshold(twice.source(), missing, pValues, all, q);
          yield judge(twice.source(), missing, open, pValues, all, threshold);
        }
      }
    };
  }

  private Explanations explanations(PValues pValues) {
    return new Explanations(
        Explainer.of(model, pValues),
        ConstantCells.of(model.schema()),
        model.schema().targets(),
        reasons == Reasons.ALL);
  }

  /// Judges blocks of rows that a program has, each row by itself: keys are not compared with those of other rows.
  ///
  /// Throws a [dev.bijou.table.io.TableException] if the model has no calibration, or the rows lack a column of it.
  ///
  /// @param table the name of the table in messages
  /// @param header the names of the columns of the rows
  /// @return for a block that was read by the plan of the model's schema with its text, a verdict for each row; empty for
  ///     one without a density. Safe for any number of threads, whose calls take turns.
  /// @throws IllegalArgumentException if the rule or the ranking needs other rows
  public Function<RowBlock, List<Optional<Verdict>>> blocks(String table, List<String> header) {
    if (!(rule instanceof NoveltyRule.Alpha(double alpha)) || recent.isPresent()) {
      throw new IllegalArgumentException(
          "a row is judged by itself: by alpha, and among held-out rows");
    }
    PValues pValues = PValues.of(Detector.requireCalibration(model, "the model"), score);
    Watches all = Watches.of(model, pValues, watches, recent);
    BlockWatch watch = BlockWatch.of(all, model.schema(), table, header, false);
    BlockRanks ranks = BlockRanks.of(model.schema(), pValues, recent, header);
    Explanations explanations = explanations(pValues);
    RowSides sides = RowSides.of(model);
    TableScorer scorer = new TableScorer(model, workers);
    return block -> {
      Scores scores = scorer.score(block);
      BlockRanks.Ranked ranked = ranks.of(block, novelties(block, scores, sides, pValues), alpha);
      return verdicts(
          block,
          watch,
          scores.logDensity(),
          watch.judge(block, ranked.standings(), workers),
          alpha,
          _ -> explanations);
    };
  }

  private double threshold(
      TableSource source, Missing missing, PValues pValues, Watches all, double q) {
    FalseDiscoveries discoveries = FalseDiscoveries.ofTable(all.ranked(), q);
    RowSides sides = RowSides.of(model);
    TableScorer scorer = new TableScorer(model, workers);
    if (all.areOff() && recent.isEmpty()) {
      scorer.score(
          source,
          missing,
          (block, scores) -> {
            for (float novelty : novelties(block, scores, sides, pValues)) {
              if (!Float.isNaN(novelty)) {
                discoveries.add(pValues.rank(novelty));
              }
            }
          });
    } else {
      scorer.scoreText(
          source,
          missing,
          header -> {
            BlockWatch watch = BlockWatch.of(all, model.schema(), source.name(), header, true);
            BlockRanks ranks = BlockRanks.of(model.schema(), pValues, recent, header);
            return (block, scores) ->
                watch
                    .judge(
                        block,
                        ranks.of(block, novelties(block, scores, sides, pValues), q).standings(),
                        workers)
                    .stream()
                    .flatMap(Optional::stream)
                    .forEach(judged -> discoveries.add(all.rank(judged.pValue())));
          });
    }
    return discoveries.lastNovelRank() / (all.ranked() + 1.0);
  }

  private Summary judge(
      TableSource source,
      Missing missing,
      Function<List<String>, Sink> open,
      PValues pValues,
      Watches all,
      double threshold) {
    Explanations explanations = explanations(pValues);
    RowSides sides = RowSides.of(model);
    long[] counts = new long[2]; // judged, novel
    List<String> notes = new ArrayList<>();
    List<BlockWatch> opened = new ArrayList<>();
    TableScorer.Summary summary =
        new TableScorer(model, workers)
            .scoreText(
                source,
                missing,
                header -> {
                  Sink sink = open.apply(header);
                  BlockWatch watch =
                      BlockWatch.of(all, model.schema(), source.name(), header, true);
                  BlockRanks ranks = BlockRanks.of(model.schema(), pValues, recent, header);
                  opened.add(watch);
                  return (block, scores) -> {
                    BlockRanks.Ranked ranked =
                        ranks.of(block, novelties(block, scores, sides, pValues), threshold);
                    List<Optional<Verdict>> verdicts =
                        verdicts(
                            block,
                            watch,
                            scores.logDensity(),
                            watch.judge(block, ranked.standings(), workers),
                            threshold,
                            row -> ranked.among(row).map(explanations::among).orElse(explanations));
                    for (Optional<Verdict> verdict : verdicts) {
                      counts[0] += verdict.isPresent() ? 1 : 0;
                      counts[1] += verdict.filter(Verdict::novel).isPresent() ? 1 : 0;
                    }
                    sink.accept(block, verdicts);
                  };
                });
    opened.forEach(watch -> notes.addAll(watch.notes()));
    return new Summary(
        summary.rows(),
        counts[0],
        summary.withoutPast(),
        counts[1],
        threshold,
        summary.unseen(),
        List.copyOf(notes));
  }

  /// The novelty of each row, NaN for one without a density.
  private float[] novelties(RowBlock block, Scores scores, RowSides sides, PValues pValues) {
    float[] novelties = new float[block.rows()];
    workers.run(
        Math.ceilDiv(novelties.length, TASK_ROWS),
        (task, _) -> {
          int to = Math.min(novelties.length, (task + 1) * TASK_ROWS);
          for (int row = task * TASK_ROWS; row < to; row++) {
            novelties[row] =
                Float.isNaN(scores.logDensity()[row])
                    ? Float.NaN
                    : pValues.novelty(sides.of(block.cells(row), scores, row));
          }
        });
    return novelties;
  }

  private List<Optional<Verdict>> verdicts(
      RowBlock block,
      BlockWatch watch,
      float[] logDensities,
      List<Optional<Watches.Judged>> judged,
      double threshold,
      IntFunction<Explanations> explanations) {
    List<Optional<Verdict>> verdicts = new ArrayList<>(block.rows());
    for (int row = 0; row < block.rows(); row++) {
      float logDensity = logDensities[row];
      verdicts.add(
          judged
              .get(row)
              .map(found -> new Verdict(logDensity, 0, 1, false).with(found, threshold)));
    }
    if (reasons != Reasons.NONE) {
      explain(block, watch, verdicts, judged, threshold, explanations);
    }
    return verdicts;
  }

  /// Adds the reasons of novel rows.
  private void explain(
      RowBlock block,
      BlockWatch watch,
      List<Optional<Verdict>> verdicts,
      List<Optional<Watches.Judged>> judged,
      double threshold,
      IntFunction<Explanations> explanations) {
    int[] novel =
        IntStream.range(0, verdicts.size())
            .filter(row -> verdicts.get(row).filter(Verdict::novel).isPresent())
            .toArray();
    workers.run(
        novel.length,
        (task, _) -> {
          int at = novel[task];
          Explanation found =
              explanations
                  .apply(at)
                  .of(watch.row(block, at), judged.get(at).orElseThrow(), threshold);
          verdicts.set(at, verdicts.get(at).map(verdict -> verdict.with(found)));
        });
  }
}

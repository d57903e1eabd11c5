package dev.bijou.novelty;

import dev.bijou.novelty.side.RowSides;
import dev.bijou.table.encoding.RowText;
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
import java.util.function.Function;
import java.util.stream.IntStream;

/// Judges every row of a table of any length, in memory that does not grow with it.
///
/// With a false discovery rate the table is read twice, because each row's verdict depends on all others'.
///
/// @param model the model, with a calibration
/// @param score how unusual a row is
/// @param rule which rows are called novel
/// @param reasons which reasons the verdicts of novel rows have
/// @param workers the threads to use
public record TableDetector(
    TableModel model, NoveltyScore score, NoveltyRule rule, Reasons reasons, Workers workers) {

  private static final int TASK_ROWS = 128;

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
  /// @param novel rows called novel
  /// @param threshold the largest p-value that is novel: alpha, or what the false discovery rate came to; 0 if none is
  /// @param unseen names that the model does not know, column by column
  public record Summary(
      long rows, long judged, long novel, double threshold, List<Unseen> unseen) {}

  /// Judges a table.
  ///
  /// Throws a [dev.bijou.table.io.TableException] if the table cannot be read or lacks a column of the model, or if the
  /// model has no calibration.
  ///
  /// @param missing with [Missing#KEEP], rows that have a missing cell are passed on without a verdict
  /// @param open opens the sink, given the names of all columns
  public Summary detect(TableSource source, Missing missing, Function<List<String>, Sink> open) {
    PValues pValues = PValues.of(Detector.requireCalibration(model, "the model"), score);
    return switch (rule) {
      case NoveltyRule.Alpha(double alpha) -> judge(source, missing, open, pValues, alpha);
      case NoveltyRule.FalseDiscoveryRate(double q) -> {
        try (RereadableSource twice = RereadableSource.of(source)) {
          double threshold = threshold(twice.source(), missing, pValues, q);
          yield judge(twice.source(), missing, open, pValues, threshold);
        }
      }
    };
  }

  private double threshold(TableSource source, Missing missing, PValues pValues, double q) {
    FalseDiscoveries discoveries = FalseDiscoveries.ofTable(pValues, q);
    RowSides sides = RowSides.of(model);
    new TableScorer(model, workers)
        .score(
            source,
            missing,
            (block, scores) -> {
              for (float novelty : novelties(block, scores, sides, pValues)) {
                if (!Float.isNaN(novelty)) {
                  discoveries.add(pValues.rank(novelty));
                }
              }
            });
    return pValues.ofRank(discoveries.lastNovelRank());
  }

  private Summary judge(
      TableSource source,
      Missing missing,
      Function<List<String>, Sink> open,
      PValues pValues,
      double threshold) {
    Explainer explainer = Explainer.of(model, pValues);
    RowSides sides = RowSides.of(model);
    long[] counts = new long[2]; // judged, novel
    TableScorer.Summary summary =
        new TableScorer(model, workers)
            .scoreText(
                source,
                missing,
                header -> {
                  Sink sink = open.apply(header);
                  RowText texts = RowText.of(model.schema(), source.name(), header);
                  return (block, scores) -> {
                    List<Optional<Verdict>> verdicts =
                        verdicts(
                            block,
                            texts,
                            scores.logDensity(),
                            novelties(block, scores, sides, pValues),
                            pValues,
                            threshold,
                            explainer);
                    for (Optional<Verdict> verdict : verdicts) {
                      counts[0] += verdict.isPresent() ? 1 : 0;
                      counts[1] += verdict.filter(Verdict::novel).isPresent() ? 1 : 0;
                    }
                    sink.accept(block, verdicts);
                  };
                });
    return new Summary(summary.rows(), counts[0], counts[1], threshold, summary.unseen());
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
      RowText texts,
      float[] logDensities,
      float[] novelties,
      PValues pValues,
      double threshold,
      Explainer explainer) {
    List<Optional<Verdict>> verdicts = new ArrayList<>(block.rows());
    for (int row = 0; row < block.rows(); row++) {
      float novelty = novelties[row];
      if (Float.isNaN(novelty)) {
        verdicts.add(Optional.empty());
      } else {
        double p = pValues.of(novelty);
        verdicts.add(Optional.of(new Verdict(logDensities[row], novelty, p, p <= threshold)));
      }
    }
    if (reasons != Reasons.NONE) {
      explain(block, texts, verdicts, threshold, explainer);
    }
    return verdicts;
  }

  /// Adds the reasons of novel rows.
  private void explain(
      RowBlock block,
      RowText texts,
      List<Optional<Verdict>> verdicts,
      double threshold,
      Explainer explainer) {
    int[] novel =
        IntStream.range(0, verdicts.size())
            .filter(row -> verdicts.get(row).filter(Verdict::novel).isPresent())
            .toArray();
    workers.run(
        novel.length,
        (task, _) -> {
          int at = novel[task];
          Verdict verdict = verdicts.get(at).orElseThrow();
          Row row = new Row(block.cells(at), column -> texts.text(block.text(at), column));
          Explanation found = explainer.explain(row, verdict, threshold, reasons == Reasons.ALL);
          verdicts.set(at, Optional.of(verdict.with(found)));
        });
  }
}

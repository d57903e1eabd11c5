package dev.bijou.spark;

import dev.bijou.novelty.Expectation;
import dev.bijou.novelty.Explanation;
import dev.bijou.novelty.NoveltyRule;
import dev.bijou.novelty.NoveltyScore;
import dev.bijou.novelty.Reason;
import dev.bijou.novelty.TableDetector;
import dev.bijou.novelty.Verdict;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableScorer;
import dev.bijou.table.schema.Column;
import dev.bijou.tensor.Workers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.function.Function;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/// Adds to the rows of a partition what a model says of them, block by block.
///
/// Of a row with a cell that is missing where the model allows none, nothing is said; of one with a cell that cannot be
/// read, that is the reason.
///
/// @param model the bytes of its file
/// @param cells which the model reads
/// @param outputs what is added, in order
/// @param alpha the largest p-value of a novel row
record BlockJudge(
    Broadcast<byte[]> model, RowCells cells, List<DensityColumns.Output> outputs, double alpha)
    implements MapPartitionsFunction<Row, Row> {

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return Collections.emptyIterator();
    }
    return new Judged(this, OpenModels.of(model.value(), "the model"), rows);
  }

  private boolean scoresOnly() {
    return outputs.stream().allMatch(output -> output == DensityColumns.Output.LOG_DENSITY);
  }

  /// The rows of a partition with what is said of them.
  private static final class Judged implements Iterator<Row>, TableReader.Rows {
    private final BlockJudge how;
    private final Iterator<Row> rows;
    private final List<Row> pending = new ArrayList<>(); // read, but nothing is said of them yet
    private final Map<Long, String> refused = new HashMap<>();
    private final Queue<Row> done = new ArrayDeque<>();
    private final TableReader reader;
    private final Function<RowBlock, List<Optional<Verdict>>> verdicts;
    private long given; // rows before the pending ones

    Judged(BlockJudge how, TableModel model, Iterator<Row> rows) {
      this.how = how;
      this.rows = rows;
      Workers workers = TaskWorkers.own();
      boolean plain =
          model.watched().columns().isEmpty()
              && model.schema().columns().stream().noneMatch(Column::isConstant)
              && !how.outputs.contains(DensityColumns.Output.REASONS);
      boolean scores = how.scoresOnly();
      TableSource source = TableSource.of(BlockRows.NAME, this);
      this.reader =
          source.open(
              scores || plain ? model.schema().plan() : model.schema().plan().withText(),
              Missing.KEEP);
      if (scores) {
        TableScorer scorer = new TableScorer(model, workers);
        this.verdicts = block -> densities(scorer.score(block).logDensity(), block.rows());
      } else {
        this.verdicts =
            new TableDetector(
                    model,
                    NoveltyScore.COMBINED,
                    new NoveltyRule.Alpha(how.alpha),
                    how.outputs.contains(DensityColumns.Output.REASONS)
                        ? TableDetector.Reasons.FIRST
                        : TableDetector.Reasons.NONE,
                    true,
                    OptionalInt.empty(),
                    workers)
                .blocks(BlockRows.NAME, reader.header());
      }
    }

    private static List<Optional<Verdict>> densities(float[] logDensities, int rows) {
      List<Optional<Verdict>> all = new ArrayList<>(rows);
      for (int i = 0; i < rows; i++) {
        all.add(
            Float.isNaN(logDensities[i])
                ? Optional.empty()
                : Optional.of(new Verdict(logDensities[i], 0, 1, false, Explanation.NONE)));
      }
      return all;
    }

    @Override
    public List<String> header() {
      return how.cells.header();
    }

    /// The cells of the rows, which wait for their block.
    @Override
    public Iterator<@Nullable Object[]> iterator() {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return rows.hasNext();
        }

        @Override
        public @Nullable Object[] next() {
          Row row = rows.next();
          pending.add(row);
          return how.cells.of(row);
        }
      };
    }

    @Override
    public void refused(long row, TableException problem) {
      refused.put(row, String.valueOf(problem.getMessage()));
    }

    @Override
    public boolean hasNext() {
      while (done.isEmpty() && rows.hasNext()) {
        judge();
      }
      return !done.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return done.remove();
    }

    private void judge() {
      RowBlock block = reader.next();
      List<Optional<Verdict>> found = block == null ? List.of() : verdicts.apply(block);
      int at = 0;
      for (Row row : pending) {
        given++;
        boolean judged = block != null && at < block.rows() && block.number(at) == given;
        done.add(row(row, judged ? found.get(at++) : Optional.empty(), refused.remove(given)));
      }
      pending.clear();
    }

    private Row row(Row row, Optional<Verdict> verdict, @Nullable String problem) {
      int width = row.size();
      @Nullable Object[] values = new @Nullable Object[width + how.outputs.size()];
      for (int i = 0; i < width; i++) {
        values[i] = row.get(i);
      }
      for (int i = 0; i < how.outputs.size(); i++) {
        DensityColumns.Output output = how.outputs.get(i);
        values[width + i] =
            verdict.isPresent()
                ? value(output, verdict.get())
                : output == DensityColumns.Output.REASONS && problem != null
                    ? new Row[] {RowFactory.create("", "", null, null, null, problem)}
                    : null;
      }
      return RowFactory.create(values);
    }

    private static Object value(DensityColumns.Output output, Verdict verdict) {
      return switch (output) {
        case LOG_DENSITY -> (double) verdict.logDensity();
        case NOVELTY -> (double) verdict.novelty();
        case P_VALUE -> verdict.pValue();
        case NOVEL -> verdict.novel();
        case REASONS -> verdict.reasons().stream().map(Judged::reason).toArray(Row[]::new);
      };
    }

    private static Row reason(Reason reason) {
      Expectation.Range numbers =
          reason.expected() instanceof Expectation.Range range ? range : null;
      return RowFactory.create(
          reason.column(),
          reason.value(),
          reason.surprise(),
          numbers == null ? null : numbers.low(),
          numbers == null ? null : numbers.high(),
          reason.sentence());
    }
  }
}

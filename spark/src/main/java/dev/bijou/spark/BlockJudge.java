package dev.bijou.spark;

import dev.bijou.novelty.Expectation;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
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
    private final Map<Long, String> refused = new HashMap<>();
    private final TableReader reader;
    private final Function<RowBlock, Said> judge;
    private List<Row> pending = new ArrayList<>(); // read, but nothing is said of them yet
    private List<Row> done = List.of(); // which are given next
    private int next; // of these
    private long given; // rows before it
    private long asked; // rows read
    private @Nullable RowBlock block; // those of them that could be read
    private int at; // the next of these
    private @Nullable Said said; // of the block

    /// What is said of the rows of a block; null if there is nothing to say.
    private interface Said {
      @Nullable Object of(int row, DensityColumns.Output output);
    }

    Judged(BlockJudge how, TableModel model, Iterator<Row> rows) {
      this.how = how;
      this.rows = rows;
      Workers workers = TaskThread.own();
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
      this.judge =
          scores
              ? densities(new TableScorer(model, workers))
              : verdicts(
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
                      .blocks(BlockRows.NAME, reader.header()));
    }

    private static Function<RowBlock, Said> densities(TableScorer scorer) {
      return block -> {
        float[] found = scorer.score(block).logDensity();
        return (row, _) -> Float.isNaN(found[row]) ? null : (Double) (double) found[row];
      };
    }

    private static Function<RowBlock, Said> verdicts(
        Function<RowBlock, List<Optional<Verdict>>> verdicts) {
      return block -> {
        List<Optional<Verdict>> found = verdicts.apply(block);
        return (row, output) ->
            found.get(row).isPresent() ? value(output, found.get(row).get()) : null;
      };
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
          asked++;
          try {
            return how.cells.of(row);
          } catch (TableException problem) {
            refused(asked, problem);
            return new @Nullable Object[how.cells.header().size()];
          }
        }
      };
    }

    @Override
    public void refused(long row, TableException problem) {
      refused.put(row, String.valueOf(problem.getMessage()));
    }

    @Override
    public boolean hasNext() {
      while (next == done.size() && rows.hasNext()) {
        block = reader.next();
        said = block == null ? null : judge.apply(block);
        at = 0;
        done = pending;
        next = 0;
        pending = new ArrayList<>(done.size());
      }
      return next < done.size();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Row row = done.get(next++);
      given++;
      boolean read = block != null && at < block.rows() && block.number(at) == given;
      int place = read ? at++ : -1;
      return row(row, refused.containsKey(given) ? -1 : place);
    }

    /// A row with what is said of it.
    ///
    /// @param read its place among those that could be read; −1 if it is not there
    private Row row(Row row, int read) {
      int width = row.size();
      @Nullable Object[] values = new @Nullable Object[width + how.outputs.size()];
      for (int i = 0; i < width; i++) {
        values[i] = row.get(i);
      }
      String problem = read < 0 ? refused.remove(given) : null;
      for (int i = 0; i < how.outputs.size(); i++) {
        DensityColumns.Output output = how.outputs.get(i);
        values[width + i] =
            read >= 0 && said != null
                ? said.of(read, output)
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

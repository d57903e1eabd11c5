package dev.bijou.conditional;

import dev.bijou.table.encoding.ConstantCells;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.io.TableWriter;
import dev.bijou.table.io.pass.ReadAhead;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableScorer;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/// Fills the missing cells of tables of any length in constant memory: each with the median of its distribution given
/// the cells that are there (of names, the most probable one), or with draws from it.
///
/// The model need not allow missing cells. That a cell is missing is assumed to say nothing about its value (missing at
/// random).
///
/// The same seed gives the same result at any number of threads.
///
/// @param model the density
/// @param seed of draws, and of the chains that several missing cells of a row need
/// @param workers the threads to use
public record TableImputer(TableModel model, long seed, Workers workers) {
  /// The name of the column that numbers the draws of a row.
  public static final String IMPUTATION = "imputation";

  private static final int ROWS_IN_TASK = 8;

  /// The summary of a filled table.
  ///
  /// @param rows rows read
  /// @param filled rows with a missing cell that was filled
  /// @param cells how many cells that were
  public record Summary(long rows, long filled, long cells) {}

  /// The rows with each missing cell filled by its median or most probable name.
  ///
  /// @param rows a double for each column of the schema, targets first, as [RowBlock#column(int)] has them, NaN for a
  ///     missing cell
  /// @throws IllegalArgumentException if a row has another number of cells, or a given cell is missing where the model
  ///     allows none
  public double[][] fill(double[][] rows) {
    return filled(new RowImputation(model), checked(rows), 0, 0).stream()
        .map(List::getFirst)
        .toArray(double[][]::new);
  }

  /// For each row some with draws of its missing cells, which depend on each other under the model (multiple
  /// imputation, Rubin, 1987).
  ///
  /// @param count how many for each row, at least 1
  /// @throws IllegalArgumentException as [#fill] does, or if the count is less than 1
  public double[][][] draw(double[][] rows, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count is " + count + ", but must be at least 1");
    }
    return filled(new RowImputation(model), checked(rows), count, 0).stream()
        .map(own -> own.toArray(double[][]::new))
        .toArray(double[][][]::new);
  }

  private List<double[]> checked(double[][] rows) {
    Schema schema = model.schema();
    List<Column> columns = schema.columns();
    for (double[] row : rows) {
      if (row.length != columns.size()) {
        throw new IllegalArgumentException(
            "a row of %d cells, but the model has %d columns"
                .formatted(row.length, columns.size()));
      }
      for (int c = schema.targets().size(); c < row.length; c++) {
        if (Double.isNaN(row[c]) && !columns.get(c).takesMissing()) {
          throw new IllegalArgumentException(
              "the given column %s has a missing cell".formatted(columns.get(c).name()));
        }
      }
    }
    return Arrays.asList(rows);
  }

  /// Writes every row of a table as it stands, in its order, with the missing cells of the model's target columns
  /// filled.
  ///
  /// Throws a [TableException] if the table cannot be read or lacks a column of the model, if a given column has a
  /// missing cell where the model allows none, or if draws are wanted and the table has a column [#IMPUTATION]; an
  /// [dev.bijou.OutputException] if the result cannot be written.
  ///
  /// @param draws 0 to fill each row once, by medians and most probable names; otherwise every row is written so many
  ///     times, filled with draws, and its last column numbers them from 1 on
  /// @param open opens the writer, given the names of all columns
  /// @param progress told after each block how many rows are done
  public Summary write(
      TableSource source,
      int draws,
      Function<List<String>, TableWriter> open,
      LongConsumer progress) {
    model.requireRowsAlone("does not fill cells");
    TableReader reader = source.open(model.schema().plan().withText(), Missing.KEEP);
    try (ReadAhead blocks = new ReadAhead(reader)) {
      List<String> header = reader.header();
      List<Column> columns = model.schema().columns();
      int[] fields = columns.stream().mapToInt(column -> header.indexOf(column.name())).toArray();
      List<String> names =
          draws == 0 ? header : TableScorer.extended(source.name(), header, List.of(IMPUTATION));
      try (TableWriter writer = open.apply(names)) {
        RowImputation imputation = new RowImputation(model);
        long rows = 0;
        long filled = 0;
        long cells = 0;
        for (RowBlock block = blocks.next(); block != null; block = blocks.next()) {
          List<double[]> own = rows(block);
          checkGiven(source.name(), block, own);
          List<List<double[]>> done = filled(imputation, own, draws, rows);
          int copies = Math.max(1, draws);
          IntFunction<List<String>> text = block::text;
          writer.rows(
              block.rows() * copies,
              workers,
              i -> {
                int row = i / copies;
                List<String> line =
                    line(text.apply(row), own.get(row), done.get(row).get(i % copies), fields);
                if (draws > 0) {
                  line.add(Integer.toString(i % copies + 1));
                }
                return line;
              });
          for (double[] row : own) {
            long missing = missing(row);
            filled += missing > 0 ? 1 : 0;
            cells += missing;
          }
          rows += block.rows();
          progress.accept(block.number(block.rows() - 1));
        }
        writer.commit();
        return new Summary(rows, filled, cells);
      }
    }
  }

  private static List<double[]> rows(RowBlock block) {
    return IntStream.range(0, block.rows()).mapToObj(block::cells).toList();
  }

  private long missing(double[] row) {
    return Arrays.stream(row, 0, model.schema().targets().size()).filter(Double::isNaN).count();
  }

  private void checkGiven(String table, RowBlock block, List<double[]> rows) {
    List<Column> columns = model.schema().columns();
    for (int c = model.schema().targets().size(); c < columns.size(); c++) {
      for (int row = 0; row < rows.size() && !columns.get(c).takesMissing(); row++) {
        if (Double.isNaN(rows.get(row)[c])) {
          throw new TableException(
              "%s, row %d, column \"%s\": the cell is missing, and the model is conditional on it; fill it, or leave the row out"
                  .formatted(table, block.number(row), columns.get(c).name()));
        }
      }
    }
  }

  private List<String> line(List<String> text, double[] before, double[] after, int[] fields) {
    List<String> line = new ArrayList<>(text.size() + 1);
    line.addAll(text);
    List<Column> targets = model.schema().targets();
    for (int c = 0; c < targets.size(); c++) {
      if (Double.isNaN(before[c])) {
        line.set(fields[c], targets.get(c).text(after[c]));
      }
    }
    return line;
  }

  /// The row with its missing constants, of which there is nothing to learn from the other cells.
  private double[] withConstants(double[] row) {
    double[] filled = row.clone();
    List<Column> targets = model.schema().targets();
    for (int c = 0; c < targets.size(); c++) {
      if (targets.get(c).isAtom() && Double.isNaN(row[c])) {
        filled[c] = ConstantCells.CONSTANT;
      }
    }
    return filled;
  }

  /// The filled rows; a complete row stays as it is.
  ///
  /// @param draws 0 for medians
  /// @param before how many rows came before these
  private List<List<double[]>> filled(
      RowImputation imputation, List<double[]> rows, int draws, long before) {
    List<double[]> begun = rows.stream().map(this::withConstants).toList();
    List<List<double[]>> all = new ArrayList<>();
    for (double[] row : begun) {
      all.add(Collections.nCopies(Math.max(1, draws), row));
    }
    int[] open = IntStream.range(0, all.size()).filter(i -> missing(begun.get(i)) > 0).toArray();
    long blockSeed = new SplittableRandom(seed).nextLong() + before;
    workers.run(
        Math.ceilDiv(open.length, ROWS_IN_TASK),
        (task, workspace) -> {
          int from = task * ROWS_IN_TASK;
          int[] own = Arrays.copyOfRange(open, from, Math.min(open.length, from + ROWS_IN_TASK));
          List<double[]> some = Arrays.stream(own).mapToObj(begun::get).toList();
          long taskSeed = new SplittableRandom(blockSeed + own[0]).nextLong();
          List<List<double[]>> done =
              draws == 0
                  ? imputation.middles(some, workspace, taskSeed).stream().map(List::of).toList()
                  : imputation.draws(some, draws, workspace, taskSeed);
          for (int i = 0; i < own.length; i++) {
            all.set(own[i], done.get(i));
          }
        });
    return all;
  }
}

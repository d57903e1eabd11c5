package dev.bijou.table.model;

import dev.bijou.distribution.Distribution;
import dev.bijou.table.encoding.ConstantCells;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.io.TableWriter;
import dev.bijou.table.io.pass.ReadAhead;
import dev.bijou.table.score.Scores;
import dev.bijou.table.score.Sides;
import dev.bijou.table.text.NumberText;
import dev.bijou.table.text.Phrases;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;

/// Scores tables of any length in constant memory: the next rows are read while those before are scored in parallel.
///
/// A row's log-density depends on nothing but the row.
///
/// @param model the density
/// @param workers the threads to use
public record TableScorer(TableModel model, Workers workers) {
  /// The usual name of the column that scoring adds.
  public static final String LOG_DENSITY = "log_density";

  /// Lanes that are scored together: a network's activations fit the second-level cache.
  private static final int LANES = 128;

  /// Receives rows and their scores, block by block in the order of the table.
  @FunctionalInterface
  public interface Sink {
    /// @param block the rows
    /// @param scores of each row of the block; NaN if a cell is missing where the model allows none, or rows before it
    ///     are needed that are not there
    void accept(RowBlock block, Scores scores);
  }

  /// The summary of a scored table.
  ///
  /// @param rows rows read, including those without a score
  /// @param scored rows with a log-density
  /// @param meanLogDensity of the scored rows, in nats; NaN if there is none
  /// @param withoutPast rows without one because rows before them are needed that are not there
  /// @param unseen names in categorical and Boolean columns that the model does not know, column by column
  public record Summary(
      long rows, long scored, double meanLogDensity, long withoutPast, List<Unseen> unseen) {}

  /// Scores every row of a table and passes it on.
  ///
  /// Throws a [TableException] if the table cannot be read or lacks a column of the model.
  ///
  /// @param missing with [Missing#KEEP], rows that have a missing cell are passed on with NaN
  public Summary score(TableSource source, Missing missing, Sink sink) {
    TableReader reader = source.open(model.schema().plan(), missing);
    try (ReadAhead blocks = new ReadAhead(reader)) {
      return score(blocks, new UnseenNames(model.schema(), reader.header()), sink);
    }
  }

  /// Scores every row of a table and passes it on with the text of its fields.
  ///
  /// Throws a [TableException] if the table cannot be read or lacks a column of the model.
  ///
  /// @param missing with [Missing#KEEP], rows that have a missing cell are passed on with NaN
  /// @param open opens the sink, given the names of all columns
  public Summary scoreText(TableSource source, Missing missing, Function<List<String>, Sink> open) {
    TableReader reader = source.open(model.schema().plan().withText(), missing);
    try (ReadAhead blocks = new ReadAhead(reader)) {
      List<String> header = reader.header();
      return score(blocks, new UnseenNames(model.schema(), header), open.apply(header));
    }
  }

  /// The names of a table's columns and those of new ones, which come last.
  ///
  /// Throws a [TableException] if the table has a column named like a new one.
  ///
  /// @param table the name of the table in messages
  public static List<String> extended(String table, List<String> header, List<String> added) {
    for (String name : added) {
      if (header.contains(name)) {
        throw new TableException(
            TableException.Problem.NAME_TAKEN,
            "%s has a column %s already; rename it or take it out"
                .formatted(table, Phrases.quote(name)));
      }
    }
    List<String> all = new ArrayList<>(header);
    all.addAll(added);
    return all;
  }

  /// The log-density of rows of doubles, one for each column of the schema, targets first, as [RowBlock#column(int)]
  /// has them; in nats. It is NaN where a cell is missing and the model allows none.
  public float[] logDensities(double[][] rows) {
    double[][] columns = new double[model.schema().columns().size()][rows.length];
    for (int n = 0; n < rows.length; n++) {
      for (int c = 0; c < columns.length; c++) {
        columns[c][n] = rows[n][c];
      }
    }
    return rows.length == 0 ? new float[0] : score(RowBlock.of(columns)).logDensity();
  }

  /// Writes every row of a table as it stands, in its order, with its log-density as the last column; that field is
  /// empty for a row with a missing cell, if such are kept.
  ///
  /// Throws a [TableException] if the table cannot be read, lacks a column of the model, or has one named like the new
  /// one; an [dev.bijou.OutputException] if the result cannot be written.
  ///
  /// @param column the name of the new column, usually [#LOG_DENSITY]
  /// @param open opens the writer, given the names of all columns
  /// @param progress told after each block how many rows are done
  public Summary score(
      TableSource source,
      Missing missing,
      String column,
      Function<List<String>, TableWriter> open,
      LongConsumer progress) {
    TableReader reader = source.open(model.schema().plan().withText(), missing);
    try (ReadAhead blocks = new ReadAhead(reader)) {
      List<String> header = extended(source.name(), reader.header(), List.of(column));
      try (TableWriter writer = open.apply(header)) {
        Summary summary =
            score(
                blocks,
                new UnseenNames(model.schema(), reader.header()),
                (block, scores) -> {
                  writer.rows(
                      block.rows(),
                      workers,
                      row -> line(block.text(row), scores.logDensity()[row]));
                  progress.accept(block.number(block.rows() - 1));
                });
        writer.commit();
        return summary;
      }
    }
  }

  private static List<String> line(List<String> fields, float logDensity) {
    List<String> line = new ArrayList<>(fields.size() + 1);
    line.addAll(fields);
    line.add(Float.isNaN(logDensity) ? "" : NumberText.of(logDensity));
    return line;
  }

  /// The log-density of every row of a table, in nats.
  ///
  /// Throws a [TableException] if the table cannot be read or lacks a column of the model.
  public float[] logDensities(TableSource source, Missing missing) {
    List<float[]> blocks = new ArrayList<>();
    score(source, missing, (_, scores) -> blocks.add(scores.logDensity()));
    float[] all = new float[blocks.stream().mapToInt(block -> block.length).sum()];
    int from = 0;
    for (float[] block : blocks) {
      System.arraycopy(block, 0, all, from, block.length);
      from += block.length;
    }
    return all;
  }

  private Summary score(ReadAhead blocks, UnseenNames unseen, Sink sink) {
    long rows = 0;
    long scored = 0;
    double sum = 0;
    long withoutPast = 0;
    for (RowBlock block = blocks.next(); block != null; block = blocks.next()) {
      Scores scores = score(block);
      sink.accept(block, scores);
      unseen.count(block);
      rows += scores.rows();
      withoutPast += block.withoutPast();
      for (float score : scores.logDensity()) {
        if (!Float.isNaN(score)) {
          sum += score;
          scored++;
        }
      }
    }
    return new Summary(rows, scored, sum / scored, withoutPast, unseen.all());
  }

  /// Scores a block of rows that were read by the plan of the model's schema.
  ///
  /// @return scores of each row, NaN as a [Sink] receives it
  public Scores score(RowBlock block) {
    Scores scores = Scores.allocate(Sides.count(model.distribution()), block.rows());
    RowEncoder encoder = RowEncoder.of(model.schema());
    ConstantCells constants = ConstantCells.of(model.schema());
    workers.run(
        Math.ceilDiv(block.rows(), LANES),
        (task, workspace) -> {
          int from = task * LANES;
          int lanes = Math.min(LANES, block.rows() - from);
          score(block, encoder, from, lanes, workspace, scores);
          for (int row = from; row < from + lanes; row++) {
            if (!block.hasPast(row)) {
              scores.logDensity()[row] = Float.NaN;
            } else if (!constants.isEmpty()) {
              scores.logDensity()[row] += (float) constants.logProbability(block.cells(row));
            }
          }
        });
    return scores;
  }

  private void score(
      RowBlock block, RowEncoder encoder, int from, int lanes, Workspace workspace, Scores scores) {
    Distribution distribution = model.distribution();
    Tensor x = workspace.scratch(encoder.features(), lanes);
    Tensor given = workspace.scratch(encoder.contextFeatures(), lanes);
    encode(block, encoder, from, x, given);
    Context context = model.isConditional() ? Context.of(given) : Context.NONE;
    workspace.run(() -> {
      scores.set(from, Sides.of(distribution, x, context));
      return x;
    });
  }

  private void encode(RowBlock block, RowEncoder encoder, int from, Tensor x, Tensor given) {
    double[] row = new double[model.schema().columns().size()];
    float[] encoded = new float[x.features() + given.features()];
    for (int n = 0; n < x.lanes(); n++) {
      for (int c = 0; c < row.length; c++) {
        row[c] = block.column(c)[from + n];
      }
      encoder.encode(row, encoded);
      for (int f = 0; f < x.features(); f++) {
        x.data()[x.at(f) + n] = encoded[f];
      }
      for (int f = 0; f < given.features(); f++) {
        given.data()[given.at(f) + n] = encoded[x.features() + f];
      }
    }
  }
}

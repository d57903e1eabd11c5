package dev.bijou.table;

import dev.bijou.flow.Evaluation;
import dev.bijou.flow.Workers;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Draws rows from a model, as many as wanted in constant memory.
///
/// The same seed gives the same rows at any number of threads, and the first rows of a larger sample.
///
/// @param model the density
/// @param seed of the draws
/// @param workers the threads to use
public record TableSampler(TableModel model, long seed, Workers workers) {
  private static final int ROWS_AT_ONCE = 4096;

  /// Lanes that are drawn together; drawing whole multiples makes a row independent of how many follow.
  private static final int LANES = 128;

  /// Draws rows of the targets, in the order of the schema and in the units of the table.
  ///
  /// Throws an [IllegalStateException] if the model is conditional.
  public double[][] rows(int count) {
    if (model.isConditional()) {
      throw new IllegalStateException("the model is conditional: give values for " + givenNames());
    }
    double[][] rows = new double[count][];
    for (int from = 0, block = 0; from < count; from += ROWS_AT_ONCE, block++) {
      int size = Math.min(ROWS_AT_ONCE, count - from);
      copy(draw(size, Context.NONE, block), size, rows, from);
    }
    return rows;
  }

  /// Draws one row of the targets for each row of given values, which are in the order of the schema's given columns.
  ///
  /// Throws an [IllegalArgumentException] if a row has another number of values than the model has given columns.
  public double[][] rows(double[][] given) {
    List<Column> columns = model.schema().given();
    double[][] rows = new double[given.length][];
    for (int from = 0, block = 0; from < given.length; from += ROWS_AT_ONCE, block++) {
      int size = Math.min(ROWS_AT_ONCE, given.length - from);
      Tensor context = Tensor.zeros(columns.size(), roundUp(size));
      for (int n = 0; n < context.lanes(); n++) {
        double[] values = given[from + Math.min(n, size - 1)];
        if (values.length != columns.size()) {
          throw new IllegalArgumentException(
              "a row of %d given values, but the model has %d given columns"
                  .formatted(values.length, columns.size()));
        }
        for (int f = 0; f < values.length; f++) {
          context.data()[context.at(f) + n] = (float) (values[f] - columns.get(f).offset());
        }
      }
      copy(draw(size, Context.of(context), block), size, rows, from);
    }
    return rows;
  }

  private void copy(Tensor drawn, int size, double[][] rows, int from) {
    List<Column> columns = model.schema().targets();
    for (int n = 0; n < size; n++) {
      double[] row = new double[columns.size()];
      for (int f = 0; f < row.length; f++) {
        row[f] = drawn.get(f, n) + columns.get(f).offset();
      }
      rows[from + n] = row;
    }
  }

  /// Writes rows drawn from a model that is not conditional.
  ///
  /// Throws a [TableException] if it is conditional, an [OutputException] if the result cannot be written.
  ///
  /// @param open makes the writer from the names of the columns
  public void write(long count, Function<List<String>, TableWriter> open) {
    if (model.isConditional()) {
      throw new TableException(
          "the model is conditional on %s; give a table of them with --given TABLE"
              .formatted(givenNames()));
    }
    try (TableWriter writer = open.apply(model.order())) {
      long block = 0;
      for (long done = 0; done < count; done += ROWS_AT_ONCE) {
        int size = (int) Math.min(ROWS_AT_ONCE, count - done);
        write(draw(size, Context.NONE, block++), size, List.of(), writer);
      }
      writer.commit();
    }
  }

  /// Writes `count` rows drawn for each row of a table of given values, whose text is repeated in every row drawn for
  /// it.
  ///
  /// Throws a [TableException] if the model is not conditional or the table cannot be used, an [OutputException] if the
  /// result cannot be written.
  ///
  /// @param given a table that has the given columns; others are ignored
  /// @param open makes the writer from the names of the columns, which are in the order of the table of the fit
  /// @return how many rows were drawn
  public long write(long count, TableSource given, Function<List<String>, TableWriter> open) {
    if (!model.isConditional()) {
      throw new TableException("the model is not conditional; sample it without --given");
    }
    List<Column> columns = model.schema().given();
    TableReader reader =
        given.open(ColumnPlan.of(TableModel.names(columns)).withText(), Missing.REFUSE);
    try (ReadAhead blocks = new ReadAhead(reader);
        TableWriter writer = open.apply(model.order())) {
      List<Integer> places =
          columns.stream().map(column -> reader.header().indexOf(column.name())).toList();
      Conditions conditions = new Conditions(columns, writer);
      for (RowBlock block = blocks.next(); block != null; block = blocks.next()) {
        for (int row = 0; row < block.rows(); row++) {
          List<String> fields = block.text(row);
          List<String> text = places.stream().map(fields::get).toList();
          for (long i = 0; i < count; i++) {
            conditions.add(block, row, text);
          }
        }
      }
      conditions.flush();
      writer.commit();
      return conditions.drawn;
    }
  }

  /// Collects given values until there are enough for drawing a block of rows.
  private final class Conditions {
    private final List<Column> columns;
    private final TableWriter writer;
    private final float[][] values; // by given column
    private final List<List<String>> texts;
    private int size;
    private long block;
    private long drawn;

    Conditions(List<Column> columns, TableWriter writer) {
      this.columns = columns;
      this.writer = writer;
      this.values = new float[columns.size()][ROWS_AT_ONCE];
      this.texts = new ArrayList<>();
    }

    void add(RowBlock source, int row, List<String> text) {
      for (int f = 0; f < values.length; f++) {
        values[f][size] = (float) (source.column(f)[row] - columns.get(f).offset());
      }
      texts.add(text);
      if (++size == ROWS_AT_ONCE) {
        flush();
      }
    }

    void flush() {
      if (size == 0) {
        return;
      }
      Tensor context = Tensor.zeros(values.length, roundUp(size));
      for (int f = 0; f < values.length; f++) {
        System.arraycopy(values[f], 0, context.data(), context.at(f), size);
        Arrays.fill(
            context.data(),
            context.at(f) + size,
            context.at(f) + context.lanes(),
            values[f][size - 1]);
      }
      TableSampler.this.write(draw(size, Context.of(context), block++), size, texts, writer);
      drawn += size;
      texts.clear();
      size = 0;
    }
  }

  /// Targets × at least `size` lanes.
  private Tensor draw(int size, Context context, long block) {
    return Evaluation.sample(
        model.distribution(),
        roundUp(size),
        context,
        RowHash.mix(seed ^ RowHash.mix(block + 1)),
        workers);
  }

  private static int roundUp(int size) {
    return Math.ceilDiv(size, LANES) * LANES;
  }

  /// Writes drawn targets, and between them the text of the given columns, in the order of the model's table.
  private void write(Tensor drawn, int size, List<List<String>> given, TableWriter writer) {
    List<Column> targets = model.schema().targets();
    int[] places = places(); // of a column: its feature, or −1 − its place among the given columns
    writer.rows(
        size,
        workers,
        n -> {
          String[] fields = new String[places.length];
          for (int i = 0; i < fields.length; i++) {
            int f = places[i];
            fields[i] =
                f < 0
                    ? given.get(n).get(-1 - f)
                    : NumberText.of(drawn.get(f, n), targets.get(f).offset());
          }
          return Arrays.asList(fields);
        });
  }

  private int[] places() {
    List<String> targets = TableModel.names(model.schema().targets());
    List<String> given = TableModel.names(model.schema().given());
    return model.order().stream()
        .mapToInt(name -> targets.contains(name) ? targets.indexOf(name) : -1 - given.indexOf(name))
        .toArray();
  }

  private String givenNames() {
    return Phrases.quoted(TableModel.names(model.schema().given()));
  }
}

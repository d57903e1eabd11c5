package dev.bijou.table.model;

import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.encoding.RowFields;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.io.TableWriter;
import dev.bijou.table.io.pass.ReadAhead;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.text.Phrases;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// Draws rows from a model, any number in constant memory.
///
/// The same seed gives the same rows at any number of threads, and the first rows of a larger sample.
///
/// @param model the density
/// @param seed of the draws
/// @param workers the threads to use
public record TableSampler(TableModel model, long seed, Workers workers) {
  private static final int ROWS_AT_ONCE = 4096;
  private static final int ROW_BYTES = 24; // of the array, and of the reference to it

  /// Draws rows of the targets, in the order of the schema and in the units of the table; a category is its code, a
  /// date its seconds, and a missing cell NaN, see [Column#text(double)].
  ///
  /// Throws an [IllegalStateException] if the model is conditional, an [IllegalArgumentException] if the count is
  /// negative or takes more memory than there is.
  public double[][] rows(int count) {
    if (model.isConditional()) {
      throw new IllegalStateException("the model is conditional: give values for " + givenNames());
    }
    requireCount(count, model.schema().targets().size());
    double[][] rows = new double[count][];
    for (int from = 0, block = 0; from < count; from += ROWS_AT_ONCE, block++) {
      int size = Math.min(ROWS_AT_ONCE, count - from);
      System.arraycopy(draw(size, Context.NONE, block), 0, rows, from, size);
    }
    return rows;
  }

  private static void requireCount(int count, int columns) {
    long bytes = ROW_BYTES + (long) columns * Double.BYTES;
    long most = Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / bytes);
    if (count < 0 || count > most) {
      throw new IllegalArgumentException(
          "count is %d, but must lie in 0 … %d, as many rows as memory can hold; write more to a file"
              .formatted(count, most));
    }
  }

  /// Draws one row of the targets for each row of given values, which are in the order of the schema's given columns.
  ///
  /// Throws an [IllegalArgumentException] if a row has another number of values than the model has given columns.
  public double[][] rows(double[][] given) {
    List<Column> columns = model.schema().given();
    double[][] rows = new double[given.length][];
    RowEncoder encoder = RowEncoder.of(model.schema());
    for (int from = 0, block = 0; from < given.length; from += ROWS_AT_ONCE, block++) {
      int size = Math.min(ROWS_AT_ONCE, given.length - from);
      Conditions conditions = new Conditions(encoder);
      for (int n = 0; n < size; n++) {
        double[] values = given[from + n];
        if (values.length != columns.size()) {
          throw new IllegalArgumentException(
              "a row of %d given values, but the model has %d given columns"
                  .formatted(values.length, columns.size()));
        }
        conditions.add(values, List.of());
      }
      System.arraycopy(draw(size, conditions.context(), block), 0, rows, from, size);
    }
    return rows;
  }

  /// Writes rows drawn from a model that is not conditional.
  ///
  /// Throws a [TableException] if it is conditional, an [dev.bijou.OutputException] if the result cannot be
  /// written.
  ///
  /// @param open opens the writer, given the names of the columns
  public void write(long count, Function<List<String>, TableWriter> open) {
    requireJoint();
    try (TableWriter writer = open.apply(model.order())) {
      draw(count, rows -> write(rows, rows.length, List.of(), writer));
      writer.commit();
    }
  }

  private void requireJoint() {
    model.requireRowsAlone("does not draw any");
    if (model.isConditional()) {
      throw new TableException(
          TableException.Problem.CONDITIONAL,
          "the model is conditional on %s; give a table of them".formatted(givenNames()));
    }
  }

  /// Draws rows and passes them on, block by block.
  ///
  /// Throws a [TableException] if the model is conditional.
  public void draw(long count, Consumer<double[][]> sink) {
    requireJoint();
    long block = 0;
    for (long done = 0; done < count; done += ROWS_AT_ONCE) {
      int size = (int) Math.min(ROWS_AT_ONCE, count - done);
      sink.accept(draw(size, Context.NONE, block++));
    }
  }

  /// Writes `count` rows drawn for each row of a table of given values, whose text is repeated in every row drawn for
  /// it.
  ///
  /// Throws a [TableException] if the model is not conditional or the table cannot be used, an
  /// [dev.bijou.OutputException] if the result cannot be written.
  ///
  /// @param given a table that has the given columns; others are ignored
  /// @param open opens the writer, given the names of the columns, which are in the order of the table of the fit
  /// @return how many rows were drawn
  public long write(long count, TableSource given, Function<List<String>, TableWriter> open) {
    model.requireRowsAlone("does not draw any");
    if (!model.isConditional()) {
      throw new TableException(
          TableException.Problem.NOT_CONDITIONAL, "the model is not conditional");
    }
    List<Column> columns = model.schema().given();
    TableReader reader =
        given.open(new Schema(columns, List.of()).plan().withText(), Missing.REFUSE);
    try (ReadAhead blocks = new ReadAhead(reader);
        TableWriter writer = open.apply(model.order())) {
      List<Integer> places =
          columns.stream().map(column -> reader.header().indexOf(column.name())).toList();
      Conditions conditions = new Conditions(RowEncoder.of(model.schema()));
      long drawn = 0;
      long number = 0;
      for (RowBlock block = blocks.next(); block != null; block = blocks.next()) {
        for (int row = 0; row < block.rows(); row++) {
          double[] values = new double[columns.size()];
          for (int c = 0; c < values.length; c++) {
            values[c] = block.column(c)[row];
          }
          List<String> fields = block.text(row);
          List<String> text = places.stream().map(fields::get).toList();
          for (long i = 0; i < count; i++) {
            conditions.add(values, text);
            drawn++;
            if (conditions.size == ROWS_AT_ONCE) {
              write(conditions, number++, writer);
            }
          }
        }
      }
      write(conditions, number, writer);
      writer.commit();
      return drawn;
    }
  }

  private void write(Conditions conditions, long block, TableWriter writer) {
    if (conditions.size > 0) {
      write(
          draw(conditions.size, conditions.context(), block),
          conditions.size,
          conditions.texts,
          writer);
      conditions.clear();
    }
  }

  /// Collects given values until there are enough for drawing a block of rows.
  private static final class Conditions {
    private final RowEncoder encoder;
    private final float[][] values = new float[ROWS_AT_ONCE][];
    private final List<List<String>> texts = new ArrayList<>();
    private int size;

    Conditions(RowEncoder encoder) {
      this.encoder = encoder;
    }

    void add(double[] given, List<String> text) {
      float[] encoded = new float[encoder.contextFeatures()];
      encoder.encodeGiven(given, 0, encoded, 0);
      values[size++] = encoded;
      texts.add(text);
    }

    /// As lanes, the last one repeated until they are a whole multiple.
    Context context() {
      Tensor context = Tensor.zeros(encoder.contextFeatures(), RowDraws.roundUp(size));
      for (int n = 0; n < context.lanes(); n++) {
        float[] row = values[Math.min(n, size - 1)];
        for (int f = 0; f < row.length; f++) {
          context.data()[context.at(f) + n] = row[f];
        }
      }
      return Context.of(context);
    }

    void clear() {
      texts.clear();
      size = 0;
    }
  }

  /// The targets of `size` rows.
  private double[][] draw(int size, Context context, long block) {
    return new RowDraws(model, RowEncoder.of(model.schema()), seed, workers)
        .rows(size, context, block);
  }

  /// Writes drawn targets, and between them the text of the given columns, in the order of the model's table.
  private void write(double[][] drawn, int size, List<List<String>> given, TableWriter writer) {
    RowFields fields = new RowFields(model.schema(), model.order());
    writer.rows(
        size, workers, n -> fields.of(drawn[n], given.isEmpty() ? List.of() : given.get(n)));
  }

  private String givenNames() {
    return Phrases.quoted(model.schema().given().stream().map(Column::name).toList());
  }
}

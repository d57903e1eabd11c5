package dev.bijou.table.fit;

import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.RereadableSource;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.ReadingNote;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.schema.SchemaInference;
import dev.bijou.table.schema.TrainingTable;
import dev.bijou.table.text.NumberText;
import dev.bijou.table.text.Phrases;
import dev.bijou.table.watch.Watched;
import dev.bijou.train.FlowName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A table that has been read and examined, ready to be learned from.
///
/// @param rows the rows, with the columns of the model
/// @param order the names of these columns in the order of the table
/// @param heldOut which rows are held out
/// @param data what the model keeps of the table
/// @param watched what it keeps of keys and free text
/// @param findings what limits a density of it
/// @param notes how it was read
record FitTable(
    TrainingTable rows,
    List<String> order,
    HeldOut heldOut,
    Provenance.Data data,
    Watched watched,
    List<Finding> findings,
    List<ReadingNote> notes) {
  private static final int FEWEST_ROWS = 2;
  private static final int MOST_GIVEN = 4096; // a network's first layer

  /// Reads and examines a table.
  ///
  /// Throws a [TableException] if it cannot be used.
  static FitTable read(TableSource source, TableFitOptions options) {
    try (RereadableSource rereadable = RereadableSource.of(source)) {
      return read(source, rereadable, options, infer(rereadable.source(), options));
    }
  }

  /// Examines a sample of a table of which is known what it holds.
  ///
  /// Throws a [TableException] if it cannot be used.
  ///
  /// @param inferred from all rows of the table
  /// @param options with a table of held-out rows
  static FitTable ofSample(
      TableSource source, TableFitOptions options, SchemaInference.Inferred inferred) {
    try (RereadableSource rereadable = RereadableSource.of(source)) {
      FitTable sample = read(source, rereadable, options, inferred);
      Provenance.Data data = sample.data;
      return new FitTable(
          sample.rows,
          sample.order,
          sample.heldOut,
          new Provenance.Data(
              data.file(),
              data.sha256(),
              data.fingerprint(),
              inferred.rows(),
              data.rowsDropped(),
              (int) Math.min(Integer.MAX_VALUE, inferred.rows() - sample.heldOut.rows()),
              data.droppedColumns()),
          sample.watched,
          sample.findings,
          sample.notes);
    }
  }

  private static FitTable read(
      TableSource source,
      RereadableSource rereadable,
      TableFitOptions options,
      SchemaInference.Inferred inferred) {
    if (inferred.rows() < FEWEST_ROWS) {
      throw new TableException(
          source.name()
              + " has one row; a density needs at least two, and some hundred to mean anything");
    }
    List<Column> leftOut = leftOut(inferred.schema());
    requireUsable(source, inferred.schema(), leftOut);
    List<ReadingNote> notes = new ArrayList<>();
    Schema alone = withConstants(inferred.schema().without(names(leftOut)));
    Schema schema =
        options
            .window()
            .map(window -> inTime(rereadable.source(), inferred, alone, window, notes))
            .orElse(alone);
    TrainingTable read = TrainingTable.load(rereadable.source(), schema, options.reading());
    TrainingTable table = read.related(Relations.of(read));
    Watched watched = WatchedColumns.of(rereadable.source(), leftOut);
    List<Finding> findings = new ArrayList<>(Diagnosis.of(table));
    if (!leftOut.isEmpty()) {
      findings.addFirst(new Finding.LeftOut(leftOut, !watched.columns().isEmpty()));
    }
    requireFlow(source, table.schema(), options.fit().flow());
    HeldOut heldOut = HeldOut.of(source, table, options);
    notes.addAll(table.notes());
    if (heldOut.table() != table) {
      notes.addAll(heldOut.table().notes());
    }
    List<String> modelled = table.schema().columns().stream().map(Column::name).toList();
    return new FitTable(
        table,
        Stream.concat(inferred.order().stream(), modelled.stream())
            .distinct()
            .filter(modelled::contains)
            .toList(),
        heldOut,
        new Provenance.Data(
            source.fileName(),
            rereadable.sha256(),
            table.fingerprint(),
            table.rowsRead(),
            table.dropped(),
            heldOut.trainingRows().length,
            names(leftOut)),
        watched,
        List.copyOf(findings),
        List.copyOf(notes));
  }

  /// The schema of rows in time.
  ///
  /// @param notes receives what the user should know of it
  private static Schema inTime(
      TableSource source,
      SchemaInference.Inferred inferred,
      Schema alone,
      TableFitOptions.Window window,
      List<ReadingNote> notes) {
    if (inferred.rows() <= window.rows()) {
      throw new TableException(
          "%s has %s, but a window of %d needs more, and some hundred to mean anything"
              .formatted(source.name(), NumberText.counted(inferred.rows(), "row"), window.rows()));
    }
    List<String> clocks = Clocks.of(source, alone, window);
    if (!clocks.isEmpty()) {
      notes.add(new ReadingNote.Clock(clocks));
    }
    WindowSchema found =
        WindowSchema.of(source.name(), inferred, alone.without(clocks), window.rows(), window.by())
            .orElseThrow(() -> nothingVaries(source));
    List<Column> given = found.schema().given();
    if (given.size() > MOST_GIVEN) {
      throw new TableException(
          "%s: a window of %d makes %s, but at most %s can be learned from; take a shorter one, or fewer columns"
              .formatted(
                  source.name(),
                  window.rows(),
                  NumberText.counted(given.size(), "given column"),
                  NumberText.count(MOST_GIVEN)));
    }
    notes.addAll(found.notes());
    return found.schema();
  }

  /// The same without some rows, which are not learned from.
  ///
  /// @param doubted whether a row is left out
  FitTable without(boolean[] doubted) {
    HeldOut left = heldOut.without(rows, doubted);
    int count = (int) IntStream.range(0, doubted.length).filter(row -> doubted[row]).count();
    return new FitTable(
        rows,
        order,
        left,
        data.withRows(left.trainingRows().length, count),
        watched,
        findings,
        notes);
  }

  /// The same with other rows held out.
  FitTable with(HeldOut other) {
    return new FitTable(rows, order, other, data, watched, findings, notes);
  }

  /// Keys and free text.
  private static List<Column> leftOut(Schema schema) {
    return schema.columns().stream()
        .filter(column -> column.kind() instanceof Kind.Identifier)
        .toList();
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  /// The schema with columns whose cells are all equal as constants, whatever kind the user gave them. One that is given
  /// is a target then: nothing depends on it, but another cell would be a novelty.
  private static Schema withConstants(Schema schema) {
    return new Schema(
        Stream.concat(schema.targets().stream(), schema.given().stream().filter(Column::isConstant))
            .map(column -> column.isConstant() && !column.isAtom() ? column.asConstant() : column)
            .toList(),
        schema.given().stream().filter(column -> !column.isConstant()).toList());
  }

  private static SchemaInference.Inferred infer(TableSource source, TableFitOptions options) {
    long seed = options.fit().seed();
    return options
        .schema()
        .map(
            draft -> SchemaInference.of(source, draft, options.excluded(), options.missing(), seed))
        .orElseGet(() ->
            SchemaInference.of(
                source,
                ColumnPlan.allBut(options.excluded()),
                options.given(),
                options.missing(),
                seed));
  }

  /// @param leftOut the columns that cannot be modelled
  private static void requireUsable(TableSource source, Schema schema, List<Column> leftOut) {
    for (Column column : schema.given()) {
      if (column.kind() instanceof Kind.Identifier) {
        throw new TableException(
            "%s: nothing can be learned given %s, a key or free text"
                .formatted(source.name(), Phrases.quote(column.name())));
      }
    }
    if (schema.targets().stream()
        .allMatch(column -> column.isConstant() || leftOut.contains(column))) {
      throw nothingVaries(source);
    }
  }

  private static TableException nothingVaries(TableSource source) {
    return new TableException(
        source.name()
            + ": no column varies except those given or excluded; there is no density to learn");
  }

  /// Cells that may be absent need a flow of splines.
  private static void requireFlow(TableSource source, Schema schema, FlowName flow) {
    boolean splines = flow == FlowName.NEURAL_SPLINE || flow == FlowName.NEURAL_SPLINE_COUPLING;
    if (!splines && RowEncoder.of(schema).layout().hasAbsences()) {
      List<String> columns =
          schema.targets().stream()
              .filter(column -> column.kind().isNumeric())
              .filter(column -> column.missing() > 0 || !column.kind().atoms().isEmpty())
              .map(Column::name)
              .toList();
      throw new TableException(
          TableException.Problem.FLOW,
          "%s: %s has missing cells or very frequent values, which %s cannot model"
              .formatted(source.name(), Phrases.quoted(columns), flow));
    }
  }
}

package dev.bijou.table.io;

import dev.bijou.table.text.Phrases;
import dev.bijou.table.window.PastCells;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Reads rows in time: each gains cells of the rows before it and of the hour, see [ColumnPlan.Window]. Rows without a
/// full past are passed on as such, and a row that is dropped leaves a gap in the past of those after it.
final class WindowedReader implements TableReader {
  private final String name;
  private final ColumnPlan plan;
  private final boolean dropping;
  private final TableReader base;
  private final int key; // the field that tells series apart, or −1
  private final List<Source> sources = new ArrayList<>();
  private final List<Integer> required = new ArrayList<>(); // columns that may not be missing
  private final PastCells past;
  private long dropped;
  private boolean any;

  /// Where a column comes from.
  ///
  /// @param slot of the column of the table; −1 for a past one
  /// @param wave what is made of it, null for the cell itself
  private record Source(int slot, ColumnPlan.@Nullable Wave wave) {}

  /// Throws a [TableException] if the table lacks a column.
  ///
  /// @param name of the table in messages
  /// @param table opens it
  WindowedReader(
      String name,
      BiFunction<ColumnPlan, Missing, TableReader> table,
      ColumnPlan plan,
      ColumnPlan.Window window,
      Missing missing) {
    this.name = name;
    this.plan = plan;
    this.dropping = missing == Missing.DROP;
    List<String> wanted = new ArrayList<>();
    List<PastCells.Cell> cells = new ArrayList<>();
    for (String column : plan.names()) {
      int place = sources.size();
      switch (window.find(column).orElse(null)) {
        case ColumnPlan.Past(String of, int back) -> {
          cells.add(new PastCells.Cell(place, plan.names().indexOf(of), back));
          sources.add(new Source(-1, null));
          require(place, of);
        }
        case ColumnPlan.Wave wave -> {
          sources.add(new Source(slot(wave.of(), wanted), wave));
          require(place, wave.of());
        }
        case null -> {
          sources.add(new Source(slot(column, wanted), null));
          require(place, column);
        }
      }
    }
    past = new PastCells(window.rows() - 1, cells);
    ColumnPlan own = ColumnPlan.of(wanted).withCells(plan.cells());
    base =
        table.apply(
            plan.text() || window.by().isPresent() ? own.withText() : own,
            dropping ? Missing.KEEP : missing);
    key = window.by().map(base.header()::indexOf).orElse(-1);
    if (key < 0 && window.by().isPresent()) {
      close();
      throw new TableException(Phrases.noColumn(name, window.by().get(), base.header()));
    }
  }

  private static int slot(String column, List<String> wanted) {
    if (!wanted.contains(column)) {
      wanted.add(column);
    }
    return wanted.indexOf(column);
  }

  private void require(int place, String column) {
    if (!plan.cells().apply(column).takesMissing()) {
      required.add(place);
    }
  }

  @Override
  public List<String> header() {
    return base.header();
  }

  @Override
  public List<String> columns() {
    return plan.names();
  }

  @Override
  public long dropped() {
    return dropped;
  }

  @Override
  public @Nullable RowBlock next() {
    for (RowBlock read = base.next(); read != null; read = base.next()) {
      RowBlock block = windowed(read);
      RowBlock kept = dropping ? block.select(row -> isKept(block, row)) : block;
      if (kept != null) {
        any = true;
        return kept;
      }
    }
    if (!any) {
      throw BlockSize.noRows(name, dropped);
    }
    return null;
  }

  private RowBlock windowed(RowBlock read) {
    double[][] columns = new double[sources.size()][read.rows()];
    BitSet without = new BitSet();
    double[] row = new double[columns.length];
    for (int at = 0; at < read.rows(); at++) {
      for (int c = 0; c < row.length; c++) {
        Source source = sources.get(c);
        double cell = source.slot < 0 ? Double.NaN : read.column(source.slot)[at];
        row[c] = source.wave == null ? cell : source.wave.at(cell);
      }
      if (!past.fill(key < 0 ? "" : read.text(at).get(key), row)) {
        without.set(at);
      }
      for (int c = 0; c < row.length; c++) {
        columns[c][at] = row[c];
      }
    }
    return read.with(columns, plan.text(), without);
  }

  /// Whether no cell is missing that may not be; a row without a past is kept as such.
  private boolean isKept(RowBlock block, int row) {
    for (int column : required) {
      if (Double.isNaN(block.column(column)[row]) && block.hasPast(row)) {
        dropped++;
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    base.close();
  }
}

package dev.bijou.novelty;

import dev.bijou.table.text.NumberText;
import dev.bijou.table.text.NumberParser;
import dev.bijou.table.text.Phrases;
import dev.bijou.table.watch.KeyMemory;
import dev.bijou.table.watch.Watched;
import dev.bijou.table.watch.WatchedColumn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The cells of keys and free text in the rows of one table or stream, one after the other. Not for several threads at
/// once.
final class WatchedCells {
  /// Statistics beyond say nothing that would be worth a reason.
  private static final double UNUSUAL = 0.1;

  private final String name;
  private final List<WatchedColumn> columns;
  private final int[] fields; // of each column, its place among the fields of a row; −1 if it is absent
  private final @Nullable KeyMemory[] keys; // of each column, null if keys are not compared

  /// @param name the name of the table in notes
  /// @param header the names of the fields of a row
  /// @param compare whether keys are compared with those of the rows before
  WatchedCells(Watched watched, String name, List<String> header, boolean compare) {
    this.name = name;
    this.columns = watched.columns();
    this.fields = columns.stream().mapToInt(column -> header.indexOf(column.name())).toArray();
    this.keys = new KeyMemory[fields.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = compare && columns.get(i).key() ? new KeyMemory() : null;
    }
  }

  /// What is unusual about a row, with p-values of their own.
  ///
  /// @param number of the row, from 1
  /// @param row its fields
  List<Watches.Signal> signals(long number, List<@Nullable String> row) {
    List<Watches.Signal> signals = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      String cell = fields[i] < 0 ? null : row.get(fields[i]);
      if (cell != null) {
        add(columns.get(i), present(cell.strip()), number, keys[i], signals);
      }
    }
    return signals;
  }

  /// The cell, empty if it is one of the ways to say that it is missing.
  private static String present(String cell) {
    char[] text = cell.length() > 4 ? new char[] {'x'} : cell.toCharArray();
    return NumberParser.isMissing(text, 0, text.length) ? "" : cell;
  }

  private static void add(
      WatchedColumn column,
      String cell,
      long number,
      @Nullable KeyMemory memory,
      List<Watches.Signal> signals) {
    String form = column.form(cell);
    double ofForm = column.ofForm(form);
    if (ofForm <= UNUSUAL) {
      signals.add(
          new Watches.Signal(WatchReasons.form(column, cell, form, ofForm), ofForm));
    }
    if (cell.isEmpty()) {
      return;
    }
    int length = column.length(cell);
    double ofLength = column.ofLength(length);
    if (ofLength <= UNUSUAL) {
      signals.add(
          new Watches.Signal(WatchReasons.length(column, cell, length, ofLength), ofLength));
    }
    long first = memory == null ? 0 : memory.firstRow(cell, number);
    if (first > 0) {
      double p = column.ofCopy();
      signals.add(new Watches.Signal(WatchReasons.copy(column, cell, first, p), p));
    }
  }

  /// What was not watched, one line each.
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      String column = Phrases.quote(columns.get(i).name());
      KeyMemory memory = keys[i];
      if (fields[i] < 0) {
        notes.add(name + " has no column " + column + ", so that its form is not watched");
      } else if (memory != null && memory.isFull()) {
        notes.add(
            "column %s: keys were compared with the first %s alone"
                .formatted(column, NumberText.count(KeyMemory.MOST)));
      }
    }
    return List.copyOf(notes);
  }
}

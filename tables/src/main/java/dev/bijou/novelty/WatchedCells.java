package dev.bijou.novelty;

import dev.bijou.table.text.NumberParser;
import dev.bijou.table.text.NumberText;
import dev.bijou.table.text.Phrases;
import dev.bijou.table.watch.KeyMemory;
import dev.bijou.table.watch.Watched;
import dev.bijou.table.watch.WatchedColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The cells of keys and free text in the rows of one table or stream.
///
/// Forms may be judged by any number of threads, copies of keys by one at a time and in the order of the rows.
final class WatchedCells {
  private final String name;
  private final List<Cell> columns;

  /// A column and what is remembered of it.
  ///
  /// @param field its place among the fields of a row; −1 if it is absent
  /// @param ofForms the p-value of each known form
  /// @param ofOther the p-value of any other
  /// @param ofLengths the p-value of each length
  /// @param keys those seen so far, null if keys are not compared
  private record Cell(
      WatchedColumn column,
      int field,
      Map<String, Double> ofForms,
      double ofOther,
      double[] ofLengths,
      @Nullable KeyMemory keys) {

    static Cell of(WatchedColumn column, int field, boolean compare) {
      return new Cell(
          column,
          field,
          column.forms().keySet().stream()
              .collect(Collectors.toMap(Function.identity(), column::ofForm)),
          column.ofOtherForm(),
          column.lengths().isEmpty()
              ? new double[0]
              : IntStream.rangeClosed(0, WatchedColumn.LONGEST)
                  .mapToDouble(column::ofLength)
                  .toArray(),
          compare && column.key() ? new KeyMemory() : null);
    }

    /// The cell of a row, empty if it is missing, null if the row does not have it.
    @Nullable String in(IntFunction<@Nullable String> row) {
      String cell = field < 0 ? null : row.apply(field);
      return cell == null ? null : present(cell.strip());
    }
  }

  /// @param name the name of the table in notes
  /// @param header the names of the fields of a row
  /// @param compare whether keys are compared with those of the rows before
  WatchedCells(Watched watched, String name, List<String> header, boolean compare) {
    this.name = name;
    this.columns =
        watched.columns().stream()
            .map(column -> Cell.of(column, header.indexOf(column.name()), compare))
            .toList();
  }

  /// The p-values of the forms and lengths of a row's cells.
  ///
  /// @param row its fields, by their place in the header; null for one that it does not have
  List<Watches.Signal> forms(IntFunction<@Nullable String> row) {
    List<Watches.Signal> signals = new ArrayList<>();
    for (Cell own : columns) {
      String cell = own.in(row);
      if (cell == null) {
        continue;
      }
      WatchedColumn column = own.column;
      String form = column.form(cell);
      double ofForm = own.ofForms.getOrDefault(form, own.ofOther);
      signals.add(new Watches.Signal(() -> WatchReasons.form(column, cell, form, ofForm), ofForm));
      if (own.ofLengths.length > 0 && !cell.isEmpty()) {
        int length = column.length(cell);
        double ofLength = own.ofLengths[length];
        signals.add(
            new Watches.Signal(
                () -> WatchReasons.length(column, cell, length, ofLength), ofLength));
      }
    }
    return signals;
  }

  /// The p-values of keys that stand in a row before.
  ///
  /// @param number of the row, from 1
  /// @param row its fields, by their place in the header; null for one that it does not have
  List<Watches.Signal> copies(long number, IntFunction<@Nullable String> row) {
    List<Watches.Signal> signals = new ArrayList<>();
    for (Cell own : columns) {
      KeyMemory keys = own.keys;
      String cell = keys == null ? null : own.in(row);
      if (keys != null && cell != null && !cell.isEmpty()) {
        long first = keys.firstRow(cell, number);
        if (first > 0) {
          double p = own.column.ofCopy();
          signals.add(new Watches.Signal(() -> WatchReasons.copy(own.column, cell, first, p), p));
        }
      }
    }
    return signals;
  }

  /// The cell, empty if it is one of the ways to say that it is missing.
  private static String present(String cell) {
    char[] text = cell.length() > 4 ? new char[] {'x'} : cell.toCharArray();
    return NumberParser.isMissing(text, 0, text.length) ? "" : cell;
  }

  /// What was not watched, one line each.
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (Cell own : columns) {
      String column = Phrases.quote(own.column.name());
      if (own.field < 0) {
        notes.add(name + " has no column " + column + ", so that its form is not watched");
      } else if (own.keys != null && own.keys.isFull()) {
        notes.add(
            "column %s: keys were compared with the first %s alone"
                .formatted(column, NumberText.count(KeyMemory.MOST)));
      }
    }
    return List.copyOf(notes);
  }
}
